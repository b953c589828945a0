"""When something does not go through, people get a human page, and nothing of the request comes back."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from conftest import SignedIn
from house_tests.test_every_page import findings
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_text_too_long_for_the_server_gets_413(
    mirabelle: Person, as_person: SignedIn, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = as_person(mirabelle).post("/me/", {"experience": "secret " * 500})
    assert answer.status_code == 413
    assert "trop" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert findings(answer.content.decode()) == []


def test_a_database_that_does_not_answer_gets_503_and_a_time_f44(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr("maillage.people.throttle.take", away)
    client = Client(raise_request_exception=False, headers={"Accept-Language": "nl"})
    answer = client.post("/sign-in/", {"email": "mirabelle@test.example", "password": "x"})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    html = answer.content.decode()
    assert 'lang="nl"' in html
    assert "mirabelle" not in html
    assert findings(html) == []


def test_a_fault_of_ours_gets_500_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("the secret of mirabelle@test.example")

    monkeypatch.setattr("maillage.people.throttle.take", broken)
    client = Client(raise_request_exception=False)
    answer = client.post("/sign-in/", {"email": "mirabelle@test.example", "password": "x"})
    assert answer.status_code == 500
    assert "mirabelle" not in answer.content.decode()
    assert findings(answer.content.decode()) == []


def test_a_form_without_proof_of_origin_gets_a_human_403(mirabelle: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"email": mirabelle.email, "password": "x"})
    assert answer.status_code == 403
    assert "ouvert" in answer.content.decode()


def test_unlocking_keeps_the_forms_of_other_tabs_valid(mirabelle: Person) -> None:
    from conftest import PASSWORD, open_session

    client = open_session(Client(enforce_csrf_checks=True), mirabelle)
    client.get("/me/")
    token = client.cookies["csrftoken"].value
    client.post("/session/lock/", headers={"X-CSRFToken": token})
    unlocked = client.post("/session/unlock/", {"password": PASSWORD}, headers={"X-CSRFToken": token})
    assert unlocked.status_code == 204
    alive = client.post("/session/alive/", headers={"X-CSRFToken": token})
    assert alive.status_code == 204
