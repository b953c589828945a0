"""Whole days, both ends included, on the clock of people."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.kit import clock
from maillage.kit.periods import Period

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
PERIODS = st.builds(
    lambda first, last: Period(first, last if last is None or last >= first else first),
    DAYS,
    st.none() | DAYS,
)


@given(PERIODS, DAYS)
def test_a_day_is_in_a_period_as_counting_says(period: Period, day: date) -> None:
    assert (day in period) == (period.first_day <= day <= (period.last_day or date.max))


@given(PERIODS, PERIODS)
def test_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    days = [date.fromordinal(n) for n in range(date(2020, 1, 1).toordinal(), date(2020, 3, 2).toordinal())]
    assert one.overlaps(other) == other.overlaps(one) == any(day in one and day in other for day in days)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2021, 4, 2), date(2021, 4, 1))


def test_a_quarter_has_its_civil_days() -> None:
    assert Period.quarter(2021, 4) == Period(date(2021, 10, 1), date(2021, 12, 31))
    assert Period.quarter(2024, 1).days == 91


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2021, 10, 30, 22, 30, tzinfo=UTC), date(2021, 10, 31)),  # summer time: already Sunday
        (datetime(2021, 10, 31, 22, 30, tzinfo=UTC), date(2021, 10, 31)),  # winter time since the night
        (datetime(2021, 3, 28, 22, 30, tzinfo=UTC), date(2021, 3, 29)),
    ],
)
def test_a_moment_belongs_to_its_brussels_day_f32(moment: datetime, day: date) -> None:
    assert clock.day_of(moment) == day


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "jeudi 1er avril 2021"), ("nl", "donderdag 1 april 2021")]
)
def test_the_first_of_a_month_is_said_as_people_say_it(language: str, words: str) -> None:
    with translation.override(language):
        assert clock.in_words(date(2021, 4, 1), "l j F Y") == words
        assert "1er" not in clock.in_words(date(2021, 4, 11))
