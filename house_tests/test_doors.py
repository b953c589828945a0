"""URL × role: who gets what, everywhere (house rule; a stranger 404, a reader 403)."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from conftest import SignedIn
from house_tests.conftest import Stage
from house_tests.doors import DOORS, ROLES, Door, addresses

pytestmark = pytest.mark.django_db

CASES = [
    pytest.param(name, door, id=f"{name} {door.method} {n}")
    for name, doors in DOORS.items()
    for n, door in enumerate(doors)
]


def test_every_address_stands_in_the_table_and_nothing_else() -> None:
    assert sorted(DOORS) == sorted(addresses())


def test_an_address_missing_from_the_table_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DOORS, "people:team")
    with pytest.raises(AssertionError, match="people:team"):
        test_every_address_stands_in_the_table_and_nothing_else()


@pytest.mark.parametrize(("name", "door"), CASES)
def test_everybody_gets_what_the_table_says(
    name: str, door: Door, stage: Stage, as_role: Callable[[str], Client]
) -> None:
    url = reverse(name, kwargs=door.arguments(stage))
    got = {}
    for who in ROLES:
        with transaction.atomic():
            answer = getattr(as_role(who), door.method)(url, door.data)
            got[who] = answer.status_code
            transaction.set_rollback(True)
    assert got == {who: door.expected(who) for who in ROLES}
    assert getattr(Client(), door.method)(url, door.data).status_code == door.outside


@pytest.mark.parametrize(("name", "door"), CASES)
def test_a_locked_session_gets_nothing_t9(name: str, door: Door, stage: Stage, as_person: SignedIn) -> None:
    """Every address asks the password, but for locking, unlocking, signing out, and choosing a language."""
    client = as_person(stage.cast["coquelicot"])
    client.post(reverse("people:lock"))
    answer = getattr(client, door.method)(reverse(name, kwargs=door.arguments(stage)), door.data)
    view = resolve(reverse(name, kwargs=door.arguments(stage))).func
    assert (answer.status_code == 401) != getattr(view, "open_while_locked", False)
