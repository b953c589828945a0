"""A rhythm is chosen in words, kept as an RRULE, and refused with a sentence when nobody could keep it."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from maillage.collective_actions.rhythms import AHEAD, Every, Rhythm, days_of, planned_days, read
from maillage.kit.holidays import belgian_holidays, outside_hours
from maillage.kit.operations import RefusedError

TODAY = date(2026, 3, 2)
THURSDAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("rhythm", "rule", "days"),
    [
        (Rhythm(Every.WEEK, (3,), times=3), "FREQ=WEEKLY;BYDAY=TH;COUNT=3", ["03-05", "03-12", "03-19"]),
        (
            Rhythm(Every.FORTNIGHT, (0, 3), until=date(2026, 3, 20)),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260320",
            ["03-05", "03-16", "03-19"],
        ),
        (Rhythm(Every.MONTH, (3,), nth=-1, times=2), "FREQ=MONTHLY;BYDAY=-1TH;COUNT=2", ["03-26", "04-30"]),
        (
            Rhythm(Every.DAYS, days=(date(2026, 4, 1), THURSDAY)),
            "RDATE:20260305,20260401",
            ["03-05", "04-01"],
        ),
    ],
)
def test_what_is_chosen_is_a_rule_and_its_days(rhythm: Rhythm, rule: str, days: list[str]) -> None:
    assert rhythm.rule == rule
    assert [f"{day:%m-%d}" for day in planned_days(rhythm, THURSDAY, TODAY)] == days
    assert read(rule).rule == rule


def test_until_further_notice_is_planned_a_year_ahead_across_both_clock_changes() -> None:
    days = planned_days(Rhythm(Every.WEEK, (3,)), THURSDAY, TODAY)
    assert days[-1] <= THURSDAY + AHEAD < days[-1] + timedelta(days=7)
    assert {day.weekday() for day in days} == {3}


def test_going_on_after_many_years_keeps_the_weeks_apart() -> None:
    """The fortnight counts from the first day, however long ago, not from where planning goes on."""
    since = THURSDAY + timedelta(weeks=1001)
    days = days_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", THURSDAY, since + timedelta(weeks=3), since=since)
    assert days == [THURSDAY + timedelta(weeks=1002), THURSDAY + timedelta(weeks=1004)]


@pytest.mark.parametrize(
    ("rhythm", "first", "field"),
    [
        (Rhythm(Every.WEEK, (3,), until=date(2057, 1, 1)), THURSDAY, "until"),
        (Rhythm(Every.DAYS, days=(date(2080, 1, 1),)), THURSDAY, "days"),
        (Rhythm(Every.WEEK, (3,), until=date(2026, 1, 1)), THURSDAY, "until"),
        (Rhythm(Every.WEEK, (0, 1, 2, 3), until=date(2030, 1, 1)), THURSDAY, "until"),
        (Rhythm(Every.WEEK, (3,)), date(2015, 1, 1), "first_day"),
        (Rhythm(Every.WEEK, (3,), until=date(2026, 3, 7)), date(2026, 3, 6), "first_day"),
    ],
)
def test_a_rhythm_nobody_could_keep_is_refused_with_a_sentence(
    rhythm: Rhythm, first: date, field: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        planned_days(rhythm, first, TODAY)
    assert refusal.value.field == field


def test_it_is_said_as_a_colleague_would() -> None:
    with translation.override("en"):
        assert str(Rhythm(Every.WEEK, (1, 3), times=5)) == "every week, on Tuesday and Thursday, 5 times"
        assert str(Rhythm(Every.MONTH, (3,), nth=2)).startswith("every month, on the second Thursday")


def test_belgian_holidays_and_hours_outside_nine_to_five() -> None:

    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 21)} <= belgian_holidays(
        2026
    )
    assert not outside_hours(THURSDAY, time(9), time(17))
    assert outside_hours(THURSDAY, time(15), time(20))
    assert outside_hours(date(2026, 3, 7), time(10), time(11))
    assert outside_hours(date(2026, 7, 21), None, None)
