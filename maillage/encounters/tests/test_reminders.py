"""Pense-bêtes: sealed to their author, read with an open vault, gone on their day or by one tap (P15)."""

import base64
import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.encounters import reminders
from maillage.encounters.models import Reminder
from maillage.encounters.tests.test_notes import with_vault
from maillage.kit import clock, sealing
from maillage.kit.models import HistoryEntry
from maillage.people import vault
from maillage.people.models import Person
from maillage.sync import intake, operations, receiving_key
from maillage.sync.models import Envelope

pytestmark = pytest.mark.django_db
SAID = {"nickname": "La dame au chien", "number": "0470 00 00 00", "why": "rappeler pour le bail"}


def test_mine_is_sealed_and_read_again_by_me_alone(
    mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    browser = with_vault(mirabelle)
    key = str(uuid4())
    for _twice in range(2):
        assert browser.post("/encounters/reminders/new/", SAID | {"key": key}).status_code == 302
    row = Reminder.objects.get()
    assert row.erased_on == clock.today() + timedelta(days=30)
    assert b"dame" not in bytes(row.sealed)
    assert "dame" not in json.dumps(list(HistoryEntry.objects.values("verb", "details")))
    assert "dame" not in browser.get("/encounters/reminders/").content.decode()
    answer = browser.post("/encounters/reminders/read/")
    assert all(words in answer.content.decode() for words in SAID.values())
    assert answer["Cache-Control"] == "no-store"
    closed = as_person(mirabelle).post("/encounters/reminders/read/").content.decode()
    assert "dame" not in closed
    assert "Mon coffre est fermé" in closed
    other = as_person(romarin)
    assert other.post(reverse("encounters:erase_reminder", args=[row.pk])).status_code == 404


def test_it_is_written_with_a_closed_vault_and_not_without_one(
    mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    with_vault(mirabelle)
    as_person(mirabelle).post("/encounters/reminders/new/", SAID)
    assert Reminder.objects.count() == 1
    without = as_person(romarin)
    assert reverse("people:new_vault") in without.get("/encounters/reminders/new/").content.decode()
    refused = without.post("/encounters/reminders/new/", SAID)
    assert refused.status_code == 422


def test_erased_it_is_gone_from_what_the_phone_sent_too(mirabelle: Person) -> None:
    browser = with_vault(mirabelle)
    device, _token = operations.add_device(by=mirabelle, label="Firefox")
    key, public = uuid4(), bytes(receiving_key.current().public_key)
    text = vault.seal_to(mirabelle, json.dumps(SAID), purpose=reminders.PURPOSE, record=key)
    assert text is not None
    values = {"key": str(key), "sealed_reminder": base64.b64encode(text).decode()}
    content = sealing.seal(
        json.dumps({"values": values}).encode(), public, purpose=reminders.KIND, record=key
    )
    digest = hashlib.sha256(content).hexdigest()
    sent = intake.Sent(key, reminders.KIND, 1, clock.now(), content, digest)
    assert intake.receive(device, [sent])[0].envelope.state == "applied"
    assert SAID["why"] in browser.post("/encounters/reminders/read/").content.decode()
    browser.post(reverse("encounters:erase_reminder", args=[key]))
    assert not Reminder.objects.exists()
    assert bytes(Envelope.objects.get().content) == b""
    assert intake.receive(device, [sent])[0].known
    assert not Reminder.objects.exists()


def test_it_goes_by_itself_on_its_day(mirabelle: Person) -> None:
    row = reminders.write_reminder(by=mirabelle, sealed=b"sealed", key=uuid4())
    assert reminders.let_go(row.erased_on - timedelta(days=1)) == 0
    assert reminders.let_go(row.erased_on) == 1
    verbs = HistoryEntry.objects.filter(verb__startswith="encounters.reminder").order_by("at", "pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "encounters.reminder.written",
        "encounters.reminder.expired",
    ]
