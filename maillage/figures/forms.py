"""What can be asked of a figure: when, by what, across what, in which words, of whose work."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.figures.buckets import TIMES
from maillage.figures.spans import this_year
from maillage.figures.tables import Asked, Terms, axis_of
from maillage.figures.wording import AnyAxis
from maillage.kit.forms import DayInput
from maillage.kit.measures import Measure
from maillage.kit.periods import Period
from maillage.kit.policy import Reader

TEAM_WORK, OWN_WORK = "team", "mine"


class FigureForm(forms.Form):
    """Every field may be left out: the address alone shows the figure as it is usually asked."""

    first_day = forms.DateField(label=_("From"), widget=DayInput)
    last_day = forms.DateField(label=_("to"), widget=DayInput)
    by = forms.ChoiceField(label=_("Set apart by"))
    across = forms.ChoiceField(label=_("and across"), required=False)
    terms = forms.ChoiceField(
        label=_("In which words"),
        choices=[(Terms.NOW.value, _("those of today")), (Terms.THEN.value, _("those of each day"))],
        required=False,
    )
    whose = forms.ChoiceField(
        label=_("Whose work"),
        choices=[(TEAM_WORK, _("the team’s")), (OWN_WORK, _("my own"))],
        required=False,
    )

    def __init__(
        self, data: Any, *, measure: Measure, reader: Reader, today: date, own: bool, renamed: bool
    ) -> None:
        self.measure, self.reader, self.today = measure, reader, today
        usual = this_year(today)
        filled = {
            "first_day": usual.first_day.isoformat(),
            "last_day": today.isoformat(),
            "by": measure.usual.code,
            "across": "" if "by" in data else measure.across,
            "terms": Terms.NOW.value,
            "whose": TEAM_WORK,
        }
        super().__init__(filled | {name: data[name] for name in filled if name in data})
        every: list[AnyAxis] = [*measure.axes, *TIMES.values()]
        axes = [(axis.code, axis.label) for axis in every]
        self.fields["by"].choices = axes  # type: ignore[attr-defined]
        self.fields["across"].choices = [("", _("nothing else")), *axes]  # type: ignore[attr-defined]
        if not own or not measure.facts.of_workers:
            del self.fields["whose"]
        if not renamed:
            del self.fields["terms"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first day. Which days did it last?"))
        by, across = told.get("by"), told.get("across")
        if not by:
            return told
        if across and (across == by or {by, across} <= TIMES.keys()):
            self.add_error("across", _("I choose two different things to set apart by."))
        elif across and self._two_places(by, across):
            self.add_error("across", _("I choose one kind of place at a time."))
        return told

    def _two_places(self, by: str, across: str) -> bool:
        """Places of two kinds, of which neither divides the other: crossed, they single a worker out (P3)."""
        one, other = axis_of(self.measure, by), axis_of(self.measure, across)
        nested = one.code == other.within or other.code == one.within
        return bool(one.territory and other.territory) and not nested

    def asked(self) -> Asked:
        """The question of a valid form."""
        told = self.cleaned_data
        codes = [told["by"], *([told["across"]] if told.get("across") else [])]
        return Asked(
            self.measure,
            tuple(axis_of(self.measure, code) for code in self._outside_in(codes)),
            Period(told["first_day"], told["last_day"]),
            self.reader,
            self.today,
            Terms(told.get("terms") or Terms.NOW.value),
            told.get("whose") == OWN_WORK,
        )

    def _outside_in(self, codes: list[str]) -> list[str]:
        """An axis that divides another further comes after it."""
        if len(codes) == 2 and getattr(axis_of(self.measure, codes[0]), "within", "") == codes[1]:
            return codes[::-1]
        return codes
