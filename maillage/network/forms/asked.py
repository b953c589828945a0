"""What pages about the network ask of the address: a period, how long ago, a day of the week, a place."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from maillage.kit.periods import Period
from maillage.network.networking import periods_on
from maillage.territory.forms import PlaceField


class PeriodFilter(forms.Form):
    """Which period; the first one offered unless another is asked."""

    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, asked: Any, *, day: date, running: bool) -> None:
        self.periods = periods_on(day, running=running)
        usual: dict[str, Any] = {"period": next(iter(self.periods))}
        super().__init__(usual | self._given(asked))
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, (words, _period) in self.periods.items()
        ]

    def _given(self, asked: Any) -> dict[str, Any]:
        return {"period": asked["period"]} if asked.get("period") in self.periods else {}

    @property
    def chosen(self) -> str:
        return str(self.data["period"])

    @property
    def words(self) -> str:
        """The period in words."""
        return self.periods[self.chosen][0]

    @property
    def days(self) -> Period:
        return self.periods[self.chosen][1]


class OverviewFilter(PeriodFilter):
    """Also since when a contact that stopped at a simple meeting is told."""

    MONTHS = {"3": _("three months"), "6": _("six months"), "12": _("a year")}
    stopped = forms.ChoiceField(
        label=_("Stopped at a simple meeting for more than"), choices=list(MONTHS.items())
    )

    def __init__(self, asked: Any, *, day: date) -> None:
        self.day = day
        super().__init__(asked, day=day, running=True)

    def _given(self, asked: Any) -> dict[str, Any]:
        months = asked["stopped"] if asked.get("stopped") in self.MONTHS else "3"
        return super()._given(asked) | {"stopped": months}

    @property
    def before(self) -> date:
        """The day before which it stopped."""
        return self.day - timedelta(days=round(int(self.data["stopped"]) * 30.44))


class RoomFilter(forms.Form):
    """On which day of the week, in which neighbourhood."""

    weekday = forms.TypedChoiceField(
        label=_("Lent on"),
        choices=[("", _("any day")), *((str(number), words) for number, words in WEEKDAYS.items())],
        coerce=int,
        empty_value=None,
        required=False,
    )
    neighbourhood = PlaceField(required=False)
