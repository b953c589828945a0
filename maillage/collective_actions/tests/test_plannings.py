"""The planning of a partner is looked through, taken over, followed and given back (U-GV-03, point 6)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Event, PlannedEntry, Planning, PlanningChange
from maillage.collective_actions.plannings import ics, reading
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.imports.models import ImportBatch
from maillage.people.models import Person
from maillage.territory.models import Commune, Postcode

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PAGE = "/agenda/planning/"


def on(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%Y%m%d}"


def entry(uid: str, days: int, hours: str = "10-12", *more: str) -> str:
    """One entry on the clock of Brussels as Outlook names it."""
    start, end = (f";TZID=Romance Standard Time:{on(days)}T{each}0000" for each in hours.split("-"))
    lines = [f"UID:{uid}@partner.example", f"DTSTART{start}", f"DTEND{end}", *more]
    if not any(line.startswith("SUMMARY") for line in more):
        lines.append("SUMMARY:Vaccibus")
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def planning(*entries: str, head: str = "X-WR-CALNAME:COCOM") -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", head, *entries, "END:VCALENDAR", ""])


@pytest.fixture
def bus(mirabelle: Person) -> Action:
    commune = Commune.objects.create(name_fr="Schaerbeek", name_nl="Schaarbeek", nis="21015")
    Postcode.objects.create(commune=commune, code="1030")
    return operations.add_action(
        by=mirabelle, values={"name_fr": "Vaccibus du canal"}, beside={"aliases": ["Vacci-Bus", "Vaccibus"]}
    )


@pytest.fixture
def coordination(as_person: SignedIn, coquelicot: Person) -> Client:
    return as_person(coquelicot)


def bring(client: Client, content: str, **data: Any) -> ImportBatch:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("planning.ics", content.encode()), **data})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("made_at")


def take(client: Client, content: str, **choices: str) -> ImportBatch:
    batch = bring(client, content)
    assert client.post(f"/imports/{batch.pk}/choose/", {**choices, "apply": "yes"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "done"
    return batch


def findings(batch: ImportBatch) -> list[str]:
    return list(batch.lines.order_by("number").values_list("finding", flat=True))


def test_a_planning_is_looked_through_taken_over_and_given_back(coordination: Client, bus: Action) -> None:
    content = planning(
        entry(
            "1", 3, "10-16", "LOCATION:Place Liedts\\, 1030 Schaerbeek", "ATTENDEE;CN=Jeanne:mailto:j@x.be"
        ),
        entry("2", 5, "10-12", "LOCATION:Quai oublié"),
        entry("3", 6, "10-12", "SUMMARY:Vaccibuss"),
        entry("4", 7, "16-10"),
        entry("5", 8),
        entry("6", 9, "10-12", "SUMMARY:"),
    )
    batch = bring(coordination, content)
    assert findings(batch) == ["error", "new", "new", "error", "new", "error"]
    assert not Event.objects.exists()
    page = coordination.get(batch.get_absolute_url()).content.decode()
    for sentence in ("Il finirait avant de commencer", "Vaccibuss", "Vaccibus du canal", "Quai oublié"):
        assert sentence in page
    assert "Jeanne" not in str(list(batch.lines.values_list("cells", flat=True)))
    coordination.post(f"/imports/{batch.pk}/choose/", {"line-5": "leave", "apply": "yes"})
    first, second = Event.objects.order_by("day")
    assert (first.action, first.start, first.end, first.state) == (bus, time(10), time(16), "planned")
    assert (first.place, str(first.commune), first.title) == ("Place Liedts", "Schaerbeek", "")
    assert (second.place, second.commune, second.source) == ("Quai oublié", None, "COCOM")
    assert Planning.objects.get().name == "COCOM"
    assert findings(bring(coordination, content)).count("same") == 2
    operations.change_event(by=None, event=second, values={"title": "Avec nous"})
    coordination.post(f"/imports/{batch.pk}/undo/")
    assert list(Event.objects.standing()) == [second]
    assert list(PlannedEntry.objects.values_list("event", flat=True)) == [second.pk]


def test_later_what_changed_is_shown_taken_over_and_told_to_who_is_noted(
    coordination: Client, bus: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    take(coordination, planning(*(entry(str(n), n + 3) for n in range(5))))
    moved, by_hand, cancelled, gone, held = Event.objects.order_by("day")
    for event in (moved, by_hand, cancelled, gone):
        operations.change_event(by=mirabelle, event=event, values={}, beside={"raqs": [mirabelle]})
    by_hand.refresh_from_db()
    operations.change_event(by=mirabelle, event=by_hand, values={"start": time(9)})
    Event.objects.filter(pk=held.pk).update(state="held")
    again = planning(
        entry("0", 3, "14-16", "SEQUENCE:1"),
        entry("1", 4, "15-16", "SEQUENCE:1"),
        entry("2", 5, "10-12", "STATUS:CANCELLED"),
        entry("4", 9, "10-12", "SEQUENCE:2"),
    )
    batch = bring(coordination, again)
    assert findings(batch) == ["change", "same", "change", "same", "change"]
    page = coordination.get(batch.get_absolute_url()).content.decode()
    for words in (
        "10:00 – 12:00 → 14:00 – 16:00",
        "n’est plus dans le fichier",
        "cela reste",
        "Il a eu lieu",
    ):
        assert words in page, words
    coordination.post(f"/imports/{batch.pk}/choose/", {"line-5": "join", "apply": "yes"})
    rows = {row.pk: (row.start, row.state) for row in Event.objects.all()}
    assert rows[moved.pk] == (time(14), "planned")
    assert rows[by_hand.pk] == (time(9), "planned")
    assert (rows[cancelled.pk][1], rows[gone.pk][1], rows[held.pk][1]) == ("cancelled", "cancelled", "held")
    client = as_person(mirabelle)
    home = client.get("/").content.decode()
    assert "Le planning a changé" in home
    assert "10:00 – 12:00 → 14:00 – 16:00" in home
    assert PlanningChange.objects.filter(person=mirabelle).count() == 3
    for told in PlanningChange.objects.all():
        client.post(reverse("collective_actions:see_change", args=[told.pk]))
    assert "Le planning a changé" not in client.get("/").content.decode()
    coordination.post(f"/imports/{batch.pk}/undo/")
    assert set(Event.objects.values_list("state", flat=True)) == {"planned", "held"}
    assert not PlanningChange.objects.exists()


def test_an_event_noted_by_hand_is_not_made_twice(
    coordination: Client, bus: Action, mirabelle: Person
) -> None:
    known = event_on(clock.today() + timedelta(days=3), bus, mirabelle, place="", end=None)
    content = planning(entry("1", 3, "10-12", "LOCATION:Place Liedts"))
    batch = bring(coordination, content, action="vacci bus")
    assert findings(batch) == ["duplicate"]
    coordination.post(f"/imports/{batch.pk}/choose/", {"line-1": "join", "apply": "yes"})
    known.refresh_from_db()
    assert (Event.objects.count(), known.place) == (1, "Place Liedts")
    assert findings(bring(coordination, content)) == ["same"]


BROKEN = {
    "empty": b"",
    "not a calendar": b"Nom;Jour\nVaccibus;2026-12-03\n",
    "an image": b"\x89PNG\r\n\0\0\0",
    "nothing in it": planning().encode(),
    "ten megabytes": b"BEGIN:VCALENDAR\n" + b"X" * 10_000_000,
    "a hundred thousand": planning(*["BEGIN:VEVENT\nEND:VEVENT"] * 50_000).encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(coordination: Client, content: bytes) -> None:
    answer = coordination.post(PAGE, {"file": SimpleUploadedFile("x.ics", content)})
    assert answer.status_code == 422
    assert 'class="field__error"' in answer.content.decode()
    assert not ImportBatch.objects.exists()


TROUBLES = {
    "no_day": ["DTSTART:later"],
    "too_far": ["DTSTART:16000101T100000"],
    "ends_before": ["DTSTART:20261203T100000", "DTEND:20261203T090000"],
    "zone_unknown": ["DTSTART;TZID=Atlantis:20261203T100000"],
    "zone_broken": ["DTSTART;TZID=Broken:20261203T100000"],
    "rule": ["DTSTART:20261203T100000", "RRULE:FREQ=SECONDLY"],
    "too_long": ["DTSTART:20261203T100000", "RRULE:FREQ=YEARLY;UNTIL=20991231"],
    "too_many_days": ["DTSTART:20261203T100000", "RRULE:FREQ=DAILY;COUNT=500"],
    "many_days": ["DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20270303"],
    "nothing_left": ["DTSTART:20200101T100000", "RRULE:FREQ=DAILY;COUNT=3"],
    "private": ["CLASS:PRIVATE", "DTSTART:20261203T100000"],
}
ZONE = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        "TZID:Broken",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
)


def rows(*entries: str, head: str = ZONE) -> list[dict[str, Any]]:
    return ics.read(planning(*entries, head=head), TODAY)[1:]


def test_each_trouble_of_an_entry_has_its_sentence_and_keeps_no_other_out() -> None:
    for code, lines in TROUBLES.items():
        broken = "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])
        fine = "\r\n".join(["BEGIN:VEVENT", "UID:2", "DTSTART:20261203T100000Z", "END:VEVENT"])
        found = {row["uid"]: row for row in rows(broken, fine)}
        assert found["1"]["trouble"] == code
        assert reading.trouble_in_words(f"{code}|x")
        assert (found["2"]["day"], found["2"]["start"]) == ("2026-12-03", "11:00")
    assert set(TROUBLES) | {"cut_off", "no_title", "unreadable"} == set(reading.TROUBLES)
    assert rows("BEGIN:VEVENT\r\nDTSTART:20261203T1000")[0]["trouble"] == "cut_off"


def test_what_comes_back_is_days_on_the_clock_of_people() -> None:
    weekly = [
        "UID:1",
        "DTSTART;TZID=Europe/London:20270318T090000",
        "DTEND;TZID=Europe/London:20270318T100000",
    ]
    rule = ["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/London:20270325T090000"]
    apart = ["UID:1", "RECURRENCE-ID:20270401T080000Z", "DTSTART:20270402T080000Z", "STATUS:CANCELLED"]
    found = rows(*("\r\n".join(["BEGIN:VEVENT", *each, "END:VEVENT"]) for each in (weekly + rule, apart)))
    assert [(row["uid"], row["day"], row["start"], row["state"]) for row in found] == [
        ("1/20270318", "2027-03-18", "10:00", "planned"),
        ("1/20270401", "2027-04-02", "10:00", "cancelled"),
        ("1/20270408", "2027-04-08", "10:00", "planned"),
    ]
    whole = rows("BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261203\r\nDTEND:20261205\r\nEND:VEVENT")
    assert [(row["day"], row["start"]) for row in whole] == [("2026-12-03", ""), ("2026-12-04", "")]
    goes_on = rows("BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261203T100000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT")
    assert 50 <= len(goes_on) <= 55
    assert goes_on[0]["goes_on"]
