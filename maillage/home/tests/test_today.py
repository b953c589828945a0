"""The home page: what the rooms offer this person today, and an empty screen that helps."""

import pytest

from conftest import SignedIn
from maillage.kit.history import seal_pending
from maillage.people.models import Person
from maillage.people.operations import change_password

pytestmark = pytest.mark.django_db


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
