"""A word about a meeting: sealed to its author, opened with their open vault, and by nothing else (P2)."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD, SignedIn
from maillage.encounters.forms import MeetingForm
from maillage.encounters.models import Intervention, SealedNote
from maillage.encounters.tests.conftest import noted, said
from maillage.people import vault
from maillage.people.models import Person, VaultLock

pytestmark = pytest.mark.django_db
WORD = "Le loyer en retard, à reprendre avec le propriétaire."


def with_vault(person: Person) -> Client:
    """Signed in by password, so that the vault is open."""
    new = vault.new_vault(person, PASSWORD)
    new.key.checked_at = new.key.made_at
    new.key.save()
    VaultLock.objects.bulk_create(new.locks)
    browser = Client()
    browser.post("/sign-in/", {"email": person.email, "password": PASSWORD})
    return browser


def test_my_word_is_sealed_and_i_alone_read_it_again(mirabelle: Person, as_person: SignedIn) -> None:
    browser = with_vault(mirabelle)
    browser.post("/encounters/new/", said(note=WORD))
    row = Intervention.objects.get()
    assert b"loyer" not in bytes(SealedNote.objects.get().sealed)
    address = reverse("encounters:read", args=[row.pk])
    assert WORD not in browser.get(row.get_absolute_url()).content.decode()
    answer = browser.post(address)
    assert WORD in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    closed = as_person(mirabelle).post(address).content.decode()
    assert WORD not in closed
    assert "Mon coffre est fermé" in closed


def test_a_word_moved_to_another_note_does_not_open(mirabelle: Person) -> None:
    browser = with_vault(mirabelle)
    browser.post("/encounters/new/", said(note=WORD))
    other = noted(mirabelle)
    SealedNote.objects.update(intervention=other)
    page = browser.post(reverse("encounters:read", args=[other.pk])).content.decode()
    assert WORD not in page
    assert "abîmé" in page


def test_a_note_too_long_is_refused_and_stays_as_typed(mirabelle: Person) -> None:
    browser = with_vault(mirabelle)
    answer = browser.post("/encounters/new/", said(note="a" * 200_000, key=str(uuid4())))
    assert answer.status_code == 422
    typed = BeautifulSoup(answer.content, "html.parser").select_one("textarea[name=note]")
    assert typed is not None
    assert len(typed.text.strip()) == 200_000


def test_without_a_vault_there_is_no_field_and_the_way_to_one(mirabelle: Person, as_person: SignedIn) -> None:
    assert "note" not in MeetingForm(by=mirabelle).fields
    page = as_person(mirabelle).get("/encounters/new/").content.decode()
    assert reverse("people:new_vault") in page
