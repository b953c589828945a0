"""Time as an axis: every measure can be set apart by month, quarter or year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.clock import in_words
from maillage.kit.measures import Words
from maillage.kit.periods import Period


@dataclass(frozen=True)
class TimeAxis:
    """Stretches of time: the first day of the one a day belongs to, and how people call it."""

    code: str
    label: Words
    first_of: Callable[[date], date]
    named: Callable[[date], str]
    days: int  # longer than any of them, shorter than two
    many: bool = False
    within: str = ""
    territory: str = ""
    none: Words = ""
    several: Words = ""

    def keys(self, period: Period) -> list[str]:
        """Every stretch of the period, in order."""
        day, found = self.first_of(period.first_day), []
        while period.last_day is not None and day <= period.last_day:
            found.append(day.isoformat())
            day = self.first_of(day + timedelta(days=self.days))
        return found

    def words(self, key: str) -> str:
        return self.named(date.fromisoformat(key))


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_in_words(day: date) -> str:
    return _("quarter %(number)s of %(year)s") % {"number": (day.month + 2) // 3, "year": day.year}


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _month_in_words(day: date) -> str:
    return in_words(day, "F Y")


def _first_of_year(day: date) -> date:
    return date(day.year, 1, 1)


TIMES = {
    axis.code: axis
    for axis in (
        TimeAxis("month", gettext_lazy("Month"), _first_of_month, _month_in_words, 31),
        TimeAxis("quarter", gettext_lazy("Quarter"), quarter_of, quarter_in_words, 92),
        TimeAxis("year", gettext_lazy("Year"), _first_of_year, lambda day: str(day.year), 366),
    )
}
