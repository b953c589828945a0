"""An action that comes back is given once; each of its days then has its own fate (U-RAQ-18)."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.jobs import plan_ahead
from maillage.collective_actions.models import Action, Event, Series
from maillage.collective_actions.rhythms import Every, Rhythm
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(stand: Action, mirabelle: Person) -> Series:
    """Six Thursdays or so, three of them past."""
    first = clock.today() - timedelta(weeks=3)
    rhythm = Rhythm(Every.WEEK, (first.weekday(),), times=6)
    hours = {"start": time(10), "end": time(12), "place": "Place Colignon"}
    return operations.add_series(
        by=mirabelle, action=stand, first_day=first, rhythm=rhythm, values=hours, raqs=[mirabelle]
    )


def test_the_editor_makes_planned_events_with_their_hour_and_their_raqs(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    answer = as_person(mirabelle).post(
        reverse("collective_actions:add_series", args=[stand.pk]),
        {
            "first_day": "2026-03-05", "every": "week", "ends": "times", "times": "10", "start": "10:00",
            "end": "12:00", "raqs": str(mirabelle.pk),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    events = list(stand.events.order_by("day"))
    assert [event.day.isoformat() for event in events][:2] == ["2026-03-05", "2026-03-12"]
    assert {(event.state, event.start) for event in events} == {
        ("planned", time(10))
    }  # before and after 29 March
    assert all(list(event.raqs.all()) == [mirabelle] for event in events)
    assert HistoryEntry.objects.filter(verb="collective_actions.series.added").count() == 1


def test_more_than_thirty_years_is_refused_beside_its_field_and_nothing_is_written(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    data = {"first_day": "2026-03-05", "every": "month", "ends": "until", "until": "2099-01-01"}
    answer = as_person(mirabelle).post(reverse("collective_actions:add_series", args=[stand.pk]), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["until"]
    assert not Series.objects.exists()
    assert not Event.objects.exists()


def test_from_a_day_on_everything_follows_but_what_was_held_or_changed_by_hand(
    series: Series, mirabelle: Person, romarin: Person
) -> None:
    today = clock.today()
    held, *_rest = series.events.order_by("day")
    operations.hold_event(by=mirabelle, event=held)
    moved, elsewhere, _last = series.events.filter(day__gte=today).order_by("day")
    operations.change_event(by=mirabelle, event=moved, values={"day": moved.day + timedelta(days=1)})
    operations.change_event(by=mirabelle, event=elsewhere, values={"place": "Salle du fond"})
    series.refresh_from_db()
    operations.change_series(
        by=mirabelle,
        series=series,
        first_day=held.day,
        rhythm=Rhythm(Every.WEEK, (held.day.weekday(),), times=8),
        values={"start": time(14), "end": time(16), "place": "Place Liedts"},
        raqs=[romarin],
    )
    held.refresh_from_db()
    assert (held.start, held.place, held.state) == (time(10), "Place Colignon", "held")
    moved.refresh_from_db()
    assert (moved.was_moved, moved.start) == (True, time(14))
    elsewhere.refresh_from_db()
    assert (elsewhere.place, elsewhere.start) == ("Salle du fond", time(14))
    assert list(elsewhere.raqs.all()) == [romarin]
    assert series.events.filter(withdrawn_at=None).count() == 8


def test_another_weekday_withdraws_the_old_days_and_plans_the_new_ones(
    series: Series, mirabelle: Person
) -> None:
    today, weekday = clock.today(), (series.first_day.weekday() + 1) % 7
    operations.change_series(
        by=mirabelle,
        series=series,
        first_day=today,
        rhythm=Rhythm(Every.WEEK, (weekday,), times=2),
        values={},
        raqs=[],
    )
    standing = Event.objects.standing().filter(series=series)
    assert {event.day.weekday() for event in standing.filter(day__gte=today)} == {weekday}
    assert standing.filter(day__lt=today).count() == 3


def test_stopping_withdraws_what_is_to_come_and_can_be_undone(
    series: Series, mirabelle: Person, as_person: SignedIn
) -> None:
    client = as_person(mirabelle)
    client.post(reverse("collective_actions:stop_series", args=[series.pk]))
    assert Event.objects.standing().count() == 3
    client.post(reverse("collective_actions:resume_series", args=[series.pk]))
    assert Event.objects.standing().count() == 6


def test_a_rhythm_until_further_notice_goes_on_without_planning_a_day_twice(
    stand: Action, mirabelle: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = date(2026, 3, 5)
    monkeypatch.setattr(clock, "today", lambda: first)
    rhythm = Rhythm(Every.FORTNIGHT, (3,))
    operations.add_series(by=mirabelle, action=stand, first_day=first, rhythm=rhythm, values={})
    before = Event.objects.count()
    plan_ahead()
    assert Event.objects.count() == before
    monkeypatch.setattr(clock, "today", lambda: first + timedelta(days=120))
    plan_ahead()
    days = list(Event.objects.order_by("day").values_list("day", flat=True))
    assert len(days) > before
    assert {later - earlier for earlier, later in zip(days, days[1:], strict=False)} == {timedelta(days=14)}
