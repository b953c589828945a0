"""Calendars in people's own programmes: who gets what, and text that any programme reads the same (P8)."""

import io
import logging
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from dateutil import tz
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, CalendarFeed, Event
from maillage.collective_actions.tests.conftest import event_on
from maillage.collective_actions.views import feeds as views
from maillage.kit import clock
from maillage.kit.logs import AllowListFormatter
from maillage.kit.models import HistoryEntry
from maillage.kit.testing import at_most
from maillage.people.models import Person, RoleMembership

pytestmark = pytest.mark.django_db
MINE = reverse("collective_actions:my_feeds")
TUESDAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _before_the_clocks_change() -> Any:
    with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
        yield


def address(person: Person, kind: str = "team", language: str = "fr") -> str:
    feed = operations.make_feed(by=person, kind=kind, language=language, name="Mon téléphone")
    return f"{reverse('collective_actions:feed')}?key={feed.key}"


def asked(url: str) -> Any:
    """The calendar behind an address, as another programme reads it."""
    answer = Client().get(url)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content.decode())


def summaries(url: str) -> list[str]:
    return [str(each["summary"]) for each in asked(url).walk("VEVENT")]


def test_an_address_is_shown_once_kept_nowhere_and_revoked_for_good(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    event_on(TUESDAY, stand, mirabelle)
    client = as_person(mirabelle)
    made = client.post(MINE, {"kind": "team", "language": "nl", "name": "Téléphone bleu"})
    link = made.context["link"]
    key = link.partition("key=")[2]
    assert len(key) == 43
    assert link in made.content.decode()
    listed = client.get(MINE).content.decode()
    assert "Téléphone bleu" in listed
    assert key not in listed
    feed = CalendarFeed.objects.get()
    assert key not in str(CalendarFeed.objects.values().get())
    assert not any("bleu" in each.details or key in each.details for each in HistoryEntry.objects.all())

    with caplog.at_level(logging.INFO):
        answer = Client().get(link)
        assert answer.status_code == 200
        assert Client().get(f"{link}x").status_code == 404
    assert not any(key in AllowListFormatter().format(record) for record in caplog.records)
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies

    revoke = reverse("collective_actions:revoke_feed", args=[feed.pk])
    assert as_person(romarin).post(revoke).status_code == 404
    assert client.post(revoke).status_code == 302
    assert Client().get(link).status_code == 410
    assert client.get(MINE).context["feeds"] == []


def test_a_feed_ends_with_the_role_or_the_account_it_reads_for(
    stand: Action, mirabelle: Person, romarin: Person, orme: Person
) -> None:
    event_on(TUESDAY, stand, mirabelle)
    urls = [address(mirabelle), address(romarin, "personal"), address(orme, "host")]
    assert [Client().get(url).status_code for url in urls] == [200, 200, 200]
    RoleMembership.objects.filter(person=mirabelle).update(last_day=TUESDAY - timedelta(days=1))
    Person.objects.filter(pk=romarin.pk).update(is_active=False)
    Person.objects.filter(pk=orme.pk).update(leaves_on=TUESDAY - timedelta(days=1))
    assert [Client().get(url).status_code for url in urls] == [410, 410, 410]


def test_each_feed_carries_what_its_reader_may_know_and_no_name(
    mirabelle: Person, romarin: Person, orme: Person, as_person: SignedIn
) -> None:
    opened = operations.add_action(by=romarin, values={"name_fr": "Ouverte", "open_to_all": True})
    inside = operations.add_action(by=romarin, values={"name_fr": "Entre nous"})
    discreet = operations.add_action(by=romarin, values={"name_fr": "Discrète", "is_discreet": True})
    for action in (opened, inside, discreet):
        event = event_on(
            TUESDAY, action, romarin, place="Rue Secrète 3", description="Avec Zoé", other_professionals="Léa"
        )
        operations.ask_help(by=romarin, event=event, words="quelqu’un de patient")
    operations.offer_help(by=mirabelle, wanted=inside.events.get().help_wanted.get())
    team, everything = address(mirabelle), {"Ouverte", "Entre nous", "Discrète"}
    assert set(summaries(team)) == everything
    assert summaries(address(mirabelle, "personal")) == ["Entre nous"]
    for url in (address(mirabelle, "host"), address(orme, "host")):
        assert set(summaries(url)) == {"Ouverte", "Entre nous"}
    assert summaries("/open/agenda-fr.ics") == ["Ouverte"]
    text = re.sub(r"\r\n ", "", Client().get(team).content.decode())
    assert text.count("Rue Secrète") == 2  # the discreet place stays out
    assert not re.search("Romarin|Mirabelle|Zoé|Léa|patient", text)
    refused = as_person(orme).post(MINE, {"kind": "team", "language": "fr", "name": "x"})
    assert refused.status_code == 422


def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_clock_change(
    stand: Action, mirabelle: Person
) -> None:
    """Read by dateutil from the calendar's own VTIMEZONE, and held against zoneinfo for three years."""
    days = [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26), date(2027, 3, 27), date(2027, 3, 28)]
    for day in days:
        event_on(day, stand, mirabelle)
    url = address(mirabelle)
    text = Client().get(url).content.decode()
    brussels: Any = tz.tzical(io.StringIO(text)).get("Europe/Brussels")
    for number in range(3 * 365 * 4):
        moment = datetime(2025, 10, 1, 10) + timedelta(hours=6 * number)  # noqa: DTZ001 (on a wall clock)
        assert (
            moment.replace(tzinfo=brussels).utcoffset() == moment.replace(tzinfo=clock.BRUSSELS).utcoffset()
        )
    starts = [each["dtstart"] for each in asked(url).walk("VEVENT")]
    assert [start.params["TZID"] for start in starts] == ["Europe/Brussels"] * 5
    assert [start.dt.hour for start in starts] == [10] * 5
    assert [start.dt.astimezone(UTC).hour for start in starts] == [8, 9, 9, 9, 8]


def test_the_text_is_what_the_standard_asks(stand: Action, mirabelle: Person) -> None:
    long = "Fête, soupe; pain\\vin — " + "é" * 60
    event = event_on(TUESDAY, stand, mirabelle, title=long, place="Café « l’Été », 1030", end=None)
    operations.change_event(by=mirabelle, event=event, values={"start": None})
    timed = event_on(TUESDAY + timedelta(days=2), stand, mirabelle, start=time(9, 15), end=time(11))
    operations.cancel_event(by=mirabelle, event=timed, because=None)
    url = address(mirabelle, language="nl")
    raw = Client().get(url).content
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in (
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-WR-CALNAME:Maillage: het hele team",
    ):
        assert line.encode() in lines
    whole, off = asked(url).walk("VEVENT")
    assert whole["summary"] == f"Stand infos Saint-Servais · {long}"
    assert whole["location"] == "Café « l’Été », 1030"
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (TUESDAY, TUESDAY + timedelta(days=1))
    assert whole["uid"] == f"{event.pk}@testserver"
    assert whole["url"] == f"http://testserver{event.get_absolute_url()}"
    assert (whole["sequence"], whole["status"], off["status"]) == (1, "CONFIRMED", "CANCELLED")
    assert str(off["summary"]).startswith("Afgelast: ")
    assert (off["dtstart"].dt.hour, off["dtend"].dt.hour) == (9, 11)
    assert whole["dtstamp"].dt == whole["last-modified"].dt == clock.now()


def test_what_was_withdrawn_is_called_off_for_a_month_and_the_window_is_two_years(
    stand: Action, mirabelle: Person
) -> None:
    near, far = event_on(TUESDAY, stand, mirabelle), TUESDAY + timedelta(days=400)
    operations.withdraw_event(by=mirabelle, event=near)
    event_on(far, stand, mirabelle)
    url = address(mirabelle, "personal")
    (found,) = asked(url).walk("VEVENT")
    assert (found["status"], found["transp"], found["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)
    with time_machine.travel(clock.now() + timedelta(days=36), tick=False):
        (found,) = asked(url).walk("VEVENT")
        assert found["dtstart"].dt.date() == far
        assert found["transp"] == "OPAQUE"
        operations.withdraw_action(by=mirabelle, action=stand)
        (found,) = asked(url).walk("VEVENT")
        assert found["status"] == "CANCELLED"


def test_nothing_is_written_again_until_something_changed(
    stand: Action, mirabelle: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [event_on(TUESDAY, stand, mirabelle) for _number in range(3)]
    url = address(mirabelle)
    with at_most(6):
        stamp = Client().get(url)["ETag"]

    def again(url: str) -> Any:
        return Client().get(url, headers={"If-None-Match": stamp})

    with monkeypatch.context() as patched, at_most(3):
        patched.delattr(views, "written")
        unchanged = again(url)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Cache-Control"] == "private, no-cache"
    operations.ask_help(by=mirabelle, event=events[0])
    assert again(url).status_code == 304
    operations.change_action(by=mirabelle, action=stand, values={"name_fr": "Stand de l’hiver"}, beside={})
    assert again(url).status_code == 200
    assert set(summaries(url)) == {"Stand de l’hiver"}
    Event.objects.filter(pk=events[0].pk).delete()
    assert again(url).status_code == 200


def test_everybody_finds_the_open_feed_without_a_secret(mirabelle: Person) -> None:
    opened = operations.add_action(
        by=mirabelle, values={"name_fr": "Jardin", "name_nl": "Tuin", "open_to_all": True}
    )
    event_on(TUESDAY, opened, mirabelle)
    event_on(TUESDAY - timedelta(days=60), opened, mirabelle)
    answer = Client().get("/open/agenda-nl.ics")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies
    (found,) = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    assert found["summary"] == "Tuin"
    assert "url" not in found
    assert "/open/agenda-nl.ics" in Client().get("/open/").content.decode()
