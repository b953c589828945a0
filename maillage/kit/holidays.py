"""Days on which Belgium rests, and hours outside those in which the team usually works (D9)."""

from datetime import date, time, timedelta
from functools import cache

from dateutil.easter import easter
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import ExtractIsoWeekDay
from django.db.models.lookups import GreaterThanOrEqual

from maillage.kit import clock

OPENING, CLOSING = time(9), time(17)
EARLIEST = 2000  # before that the database knows no holiday
FREE_DAY, OUTSIDE, USUAL = "free_day", "outside", "usual"


@cache
def belgian_holidays(year: int) -> frozenset[date]:
    """The ten public holidays of the law of 4 January 1974."""
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
    return frozenset(
        [date(year, month, day) for month, day in fixed]
        + [sunday + timedelta(days=days) for days in (1, 39, 50)]
    )


def is_free_day(day: date) -> bool:
    """A weekend or a public holiday."""
    return day.weekday() >= 5 or day in belgian_holidays(day.year)


def outside_hours(day: date, start: time | None, end: time | None) -> bool:
    """Whether some of it lies outside nine to five on a working day."""
    early = start is not None and not OPENING <= start < CLOSING
    return is_free_day(day) or early or (end is not None and end > CLOSING)


def kind_of_hours(day: str, start: str, end: str) -> Case:
    """The same of columns: a free day, outside nine to five, within; nothing where no hour is noted."""
    holidays = [each for year in range(EARLIEST, clock.today().year + 2) for each in belgian_holidays(year)]
    usual = Q(**{f"{start}__gte": OPENING, f"{start}__lt": CLOSING})
    return Case(
        When(GreaterThanOrEqual(ExtractIsoWeekDay(day), 6), then=Value(FREE_DAY)),
        When(Q(**{f"{day}__in": sorted(holidays)}), then=Value(FREE_DAY)),
        When(Q(**{f"{start}__isnull": True}), then=Value(None)),
        When(~usual | Q(**{f"{end}__gt": CLOSING}), then=Value(OUTSIDE)),
        default=Value(USUAL),
        output_field=CharField(),
    )
