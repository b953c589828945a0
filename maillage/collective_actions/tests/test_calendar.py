"""The calendar: what the whole team reads, in any span, at a fixed cost (U-RAQ-16, U-HP-01)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.calendar import PER_DAY, Span
from maillage.collective_actions.demo import load as load_demo
from maillage.collective_actions.models import Action, Event
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.shipped import load_vocabularies, shipped_term
from maillage.kit.testing import assert_swap_equals_reload
from maillage.people.models import Person
from maillage.territory.demo import load as load_territory

pytestmark = pytest.mark.django_db
AGENDA = reverse("collective_actions:agenda")


def shown(client: Any, **asked: object) -> list[Event]:
    """The events of a page of the calendar."""
    answer = client.get(AGENDA, asked)
    assert answer.status_code == 200
    return [event for day in answer.context["calendar"].days for event in day.events]


@pytest.mark.parametrize("view", ["month", "week", "list", "day"])
def test_every_view_is_one_part_of_the_page_with_a_link_to_the_event(
    view: str, stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    event, client = event_on(clock.today(), stand, mirabelle), as_person(mirabelle)
    assert event.get_absolute_url() in client.get(AGENDA, {"view": view}).content.decode()
    assert_swap_equals_reload(client, AGENDA, f"{AGENDA}?view={view}&day=2026-03-05", "agenda")


def test_filters_narrow_to_a_colleague_a_field_an_action(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    today, client = clock.today(), as_person(mirabelle)
    other = operations.add_action(by=romarin, values={"name_fr": "Goûter", "open_to_all": True})
    covid = shipped_term("collective_category", "covid_raq")
    operations.change_action(by=romarin, action=other, values={}, beside={"categories": [covid]})
    mine, theirs = event_on(today, stand, mirabelle), event_on(today, other, romarin)
    assert set(shown(client)) == {mine, theirs}
    assert shown(client, raq=romarin.pk) == [theirs]
    assert shown(client, category="covid_raq") == shown(client, open="on") == [theirs]
    assert shown(client, category="none") == shown(client, action=stand.pk) == [mine]


def test_a_day_with_very_many_events_shows_the_first_and_how_many_more(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    today = clock.today()
    Event.objects.bulk_create(
        Event(action=stand, day=today, recorded_at=clock.now()) for _number in range(PER_DAY["month"] + 3)
    )
    client = as_person(mirabelle)
    answer = client.get(AGENDA)
    day = next(day for day in answer.context["calendar"].days if day.day == today)
    assert (len(day.events), day.hidden) == (PER_DAY["month"], 3)
    assert len(shown(client, view="day")) == PER_DAY["month"] + 3


def test_hosts_read_events_but_no_discreet_place_and_no_help(
    stand: Action, mirabelle: Person, orme: Person, as_person: SignedIn
) -> None:
    discreet = operations.add_action(by=mirabelle, values={"name_fr": "Permanence", "is_discreet": True})
    event = event_on(clock.today(), stand, mirabelle)
    operations.ask_help(by=mirabelle, event=event)
    event_on(clock.today(), discreet, mirabelle)
    assert shown(as_person(orme)) == [event]
    page = as_person(orme).get(event.get_absolute_url())
    assert page.context["wanted"] == []


def test_a_month_is_shown_in_whole_weeks_and_never_more_than_six() -> None:
    for number in range(1, 13):
        span = Span.around("month", date(2026, number, 15))
        assert len(span.days) % 7 == 0
        assert len(span.days) <= 42
        assert span.previous < date(2026, number, 1) < span.following
    assert Span.around("week", date(2026, 3, 8)).first == date(2026, 3, 2)


def test_the_demo_has_a_living_calendar(db: None) -> None:
    today = clock.today()
    load_vocabularies()
    load_territory(today)
    load_demo(today)
    assert Action.objects.count() >= 15
    assert Event.objects.count() >= 60
    near = Event.objects.filter(day__range=(today - timedelta(days=28), today + timedelta(days=28)))
    assert {event.state for event in near} == {"planned", "held", "cancelled"}
    assert near.filter(help_wanted__isnull=False).exists()
