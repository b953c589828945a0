"""What Maillage holds of me, and what I may ask about it (T16)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from conftest import SignedIn
from maillage.kit import clock
from maillage.people.models import AuthenticatorApp, Person, RightsRequest, Skill
from maillage.people.second_factor import new_sealed_secret

pytestmark = pytest.mark.django_db


def test_i_read_everything_held_of_me_and_nothing_of_others(
    as_person: SignedIn, mirabelle: Person, romarin: Person
) -> None:
    Skill.objects.create(person=mirabelle, label="dessin")
    Skill.objects.create(person=romarin, label="affiches")
    app = AuthenticatorApp.objects.create(
        person=mirabelle, sealed_secret=new_sealed_secret(), added_at=clock.now()
    )
    browser: Client = as_person(mirabelle)
    page, file = browser.get("/me/data/").content.decode(), browser.post("/me/data.json").json()
    assert "dessin" in page
    assert "affiches" not in page
    assert {"what": "dessin", "more": ""} in [fact for facts in file.values() for fact in facts]
    for secret in (app.sealed_secret, mirabelle.password):
        assert secret not in str(file)


def test_a_request_says_by_when_it_is_answered_and_is_answered(
    as_person: SignedIn, mirabelle: Person, coquelicot: Person
) -> None:
    hers, coordination = as_person(mirabelle), as_person(coquelicot)
    hers.post("/me/data/", {"kind": "rectification", "words": "mon nom"})
    row = RightsRequest.objects.get()
    assert row.due_on == clock.today() + timedelta(days=30)
    assert clock.in_words(row.due_on, "Y") in hers.get("/me/data/").content.decode()
    assert "mon nom" in coordination.get("/accounts/requests/").content.decode()
    coordination.post(f"/accounts/requests/{row.pk}/answer/", {"answer": "C’est corrigé."})
    assert "C’est corrigé." in hers.get("/me/data/").content.decode()


def test_an_answer_is_given_once(as_person: SignedIn, mirabelle: Person, coquelicot: Person) -> None:
    as_person(mirabelle).post("/me/data/", {"kind": "access"})
    row, browser = RightsRequest.objects.get(), as_person(coquelicot)
    browser.post(f"/accounts/requests/{row.pk}/answer/", {"answer": "Voici."})
    browser.post(f"/accounts/requests/{row.pk}/answer/", {"answer": "Autre chose."})
    assert RightsRequest.objects.get().answer == "Voici."


def test_a_request_by_letter_counts_from_the_day_it_came(
    as_person: SignedIn, mirabelle: Person, coquelicot: Person
) -> None:
    sent = {"kind": "erasure", "received_on": "2026-03-02"}
    as_person(coquelicot).post(f"/accounts/{mirabelle.pk}/request/", sent)
    assert RightsRequest.objects.get(person=mirabelle).due_on == date(2026, 4, 1)
