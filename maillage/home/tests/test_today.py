"""The home page: what the rooms offer this person today, and an empty screen that helps."""

import re
from datetime import timedelta

import pytest
import time_machine

from conftest import LONG_AGO, SignedIn
from maillage.kit import clock
from maillage.kit.history import seal_pending
from maillage.kit.testing import at_most
from maillage.people.models import Person
from maillage.people.operations import change_password
from maillage.territory.models import Absence, Assignment, Zone
from maillage.territory.operations import withdraw_absence

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'"\w{64}"')


def test_i_am_greeted_by_name_with_the_day_and_my_role(mirabelle: Person, as_person: SignedIn) -> None:
    html = as_person(mirabelle).get("/").content.decode()
    assert "Bonjour Mirabelle" in html
    assert "· RAQ" in html


def test_with_nothing_to_show_it_says_where_to_go(saule: Person, as_person: SignedIn) -> None:
    html = as_person(saule).get("/").content.decode()
    assert "Rien ici aujourd’hui" in html
    assert 'href="/team/"' in html


def test_the_operator_sees_whether_history_is_sealed_and_nothing_it_tells(
    erable: Person, as_person: SignedIn
) -> None:
    assert "Rien n’est encore scellé" in as_person(erable).get("/").content.decode()
    change_password(by=erable, password="une autre phrase longue")
    seal_pending()
    html = as_person(erable).get("/").content.decode()
    assert "Blocs scellés" in html
    assert "a changé" not in html


def test_nobody_else_sees_the_state_of_the_installation(coquelicot: Person, as_person: SignedIn) -> None:
    assert "Blocs scellés" not in as_person(coquelicot).get("/").content.decode()


# --- Kept between two visits --------------------


@pytest.fixture
def away(mirabelle: Person, romarin: Person) -> Absence:
    """Mirabelle and Romarin share a zone; Romarin is away from tomorrow."""
    zone = Zone.objects.create(ordinal=1, code="Zone 05")
    for person in (mirabelle, romarin):
        Assignment.objects.create(person=person, zone=zone, first_day=LONG_AGO)
    return Absence.objects.create(person=romarin, first_day=clock.today() + timedelta(days=1))


def test_the_second_visit_asks_little_and_shows_the_same(
    away: Absence, mirabelle: Person, as_person: SignedIn
) -> None:
    browser = as_person(mirabelle)
    first = browser.get("/").content.decode()
    with at_most(12):
        second = browser.get("/").content.decode()
    assert "Romarin" in second
    assert TOKEN.sub("", first) == TOKEN.sub("", second)


def test_what_changes_is_there_at_once_and_so_is_the_next_day(
    away: Absence, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    browser = as_person(mirabelle)
    assert "Romarin</p>" in browser.get("/").content.decode()
    withdraw_absence(by=romarin, absence=away)
    assert "Romarin</p>" not in browser.get("/").content.decode()
    Absence.objects.create(person=romarin, first_day=clock.today() + timedelta(days=46))
    assert "Romarin</p>" not in browser.get("/").content.decode()
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert "Romarin</p>" in as_person(mirabelle).get("/").content.decode()


def test_nobody_gets_what_was_kept_for_another(
    away: Absence, mirabelle: Person, romarin: Person, saule: Person, as_person: SignedIn
) -> None:
    shown = [as_person(person).get("/").content.decode() for person in (mirabelle, romarin, saule)]
    assert ["Avec moi" in html for html in shown] == [True, True, False]
    Person.objects.filter(pk=mirabelle.pk).update(language="nl")
    assert "Avec moi" not in as_person(mirabelle).get("/").content.decode()
