"""The periods people ask for by name."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from maillage.figures.buckets import quarter_in_words, quarter_of
from maillage.kit.periods import Period


def usual_periods(today: date, *, back: int = 2) -> Iterator[tuple[str, Period]]:
    """This year and the last, then this quarter and those before, each up to today at most."""
    for year in (today.year, today.year - 1):
        yield str(year), Period(date(year, 1, 1), min(date(year, 12, 31), today))
    first = quarter_of(today)
    for _number in range(back):
        last = quarter_of(first + timedelta(days=93)) - timedelta(days=1)
        yield quarter_in_words(first), Period(first, min(last, today))
        first = quarter_of(first - timedelta(days=1))


def this_year(today: date) -> Period:
    return Period(date(today.year, 1, 1), today)


def last_twelve_months(today: date) -> tuple[str, Period]:
    return _("12 months"), Period(today - timedelta(days=364), today)
