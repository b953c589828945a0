"""The editor of a rhythm: in words, without script."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.forms.base import ChosenDaysField, raqs_today
from maillage.collective_actions.models import Series
from maillage.collective_actions.rhythms import AT_MOST, NTH, Every, Rhythm, read
from maillage.kit import clock
from maillage.kit.forms import DayInput, HourInput, RecordForm
from maillage.people.models import Person
from maillage.territory.forms import PlaceField

ENDS = [
    ("open", _("until further notice")),
    ("until", _("until a day")),
    ("times", _("a number of times")),
]


class SeriesForm(RecordForm[Series]):
    """How often, from when, until when; at what hour, where, with whom."""

    every = forms.ChoiceField(
        label=_("It comes back"), choices=Every.choices, widget=forms.RadioSelect, initial=Every.WEEK
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: the day of the week of the first day."),
    )
    nth = forms.TypedChoiceField(
        label=_("Which one of the month"),
        choices=[("", "–"), *NTH.items()],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only if it comes back every month. None: as the first day."),
    )
    days = ChosenDaysField(
        label=_("The days I choose, one a line"),
        required=False,
        help_text=_("Only if I choose the days: 31/12/2026."),
    )
    ends = forms.ChoiceField(
        label=_("Until when"), choices=ENDS, widget=forms.RadioSelect, initial="open", required=False
    )
    until = forms.DateField(label=_("Last day"), widget=DayInput, required=False)
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=AT_MOST, required=False)
    neighbourhood = PlaceField(required=False)
    beside = ("every", "weekdays", "nth", "days", "ends", "until", "times", "raqs")

    class Meta:
        model = Series
        fields = ["first_day", "start", "end", "place", "neighbourhood", "commune", "raqs"]
        widgets = {
            "first_day": DayInput,
            "start": HourInput,
            "end": HourInput,
            "raqs": forms.CheckboxSelectMultiple,
        }

    field_order = [
        "first_day", "every", "weekdays", "nth", "days", "ends", "until", "times", "start", "end", "place",
        "neighbourhood", "commune", "raqs",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["commune"].empty_label = "–"
        fields["commune"].help_text = _("Empty: that of the neighbourhood.")
        known = self.initial.get("raqs", [])
        fields["raqs"].queryset = raqs_today(known)
        if not self.is_new:
            fields["first_day"].label = _("From which day on")
            fields["first_day"].help_text = _("What was held or cancelled before stays as it is.")
            self.initial["first_day"] = max(clock.today(), self.instance.first_day)

    def beside_of(self, row: Series) -> dict[str, Any]:
        rhythm = read(row.rrule)
        return {
            "every": rhythm.every,
            "weekdays": list(rhythm.weekdays),
            "nth": rhythm.nth if rhythm.every == Every.MONTH else None,
            "days": list(rhythm.days),
            "ends": "until" if rhythm.until else "times" if rhythm.times else "open",
            "until": rhythm.until,
            "times": rhythm.times,
            "raqs": list(row.raqs.all()),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("every") == Every.DAYS and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", _("Which days? One a line."))
        for end, sentence in (("until", _("Until which day?")), ("times", _("How many times?"))):
            if cleaned.get("ends") == end and not cleaned.get(end) and end not in self.errors:
                self.add_error(end, sentence)
        return cleaned

    def rhythm(self) -> Rhythm:
        """What was chosen; the first day says what was left open."""
        asked = self.cleaned_data
        first, every, ends = asked["first_day"], asked["every"], asked["ends"]
        if every == Every.DAYS:
            return Rhythm(every, days=tuple(asked["days"]))
        weekdays = tuple(sorted(asked["weekdays"])) or (first.weekday(),)
        week = (first.day - 1) // 7 + 1
        return Rhythm(
            every,
            weekdays=weekdays,
            nth=asked["nth"] or (week if week < 5 else -1),
            until=asked["until"] if ends == "until" else None,
            times=asked["times"] if ends == "times" else None,
        )

    def keep(self, by: Person) -> Series:
        rhythm, asked = self.rhythm(), self.cleaned_data
        first_day = min([asked["first_day"], *rhythm.days])
        values = {name: value for name, value in self.values().items() if name != "first_day"}
        known: dict[str, Any] = {
            "by": by, "first_day": first_day, "rhythm": rhythm, "values": values, "raqs": asked["raqs"],
        }  # fmt: skip
        if self.is_new:
            return operations.add_series(action=self.instance.action, **known)
        return operations.change_series(series=self.instance, **known)
