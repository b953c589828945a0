"""An action grows out of another: its line before and after, and never a loop (U-RAQ-22)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.family import family_of
from maillage.collective_actions.models import Action
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


def grown(by: Person, name: str, origin: Action | None, **values: object) -> Action:
    """An action that grew out of another."""
    return operations.add_action(by=by, values={"name_fr": name, "derived_from": origin, **values})


def names(action: Action, reader: Person) -> tuple[list[str], list[str]]:
    """What it grew out of, and what grew out of it, as that reader may know it."""
    family = family_of(action, reader)
    shown = (family.earlier, family.later) if family else ([], [])
    return [str(kin.action) for kin in shown[0]], [str(kin.action) for kin in shown[1]]


def test_a_family_is_told_with_its_days_and_ends_where_a_host_may_see_no_further(
    stand: Action, mirabelle: Person, orme: Person, as_person: SignedIn
) -> None:
    table = grown(mirabelle, "Table", stand)
    quiet = grown(mirabelle, "Permanence calme", table, is_discreet=True)
    walk = grown(mirabelle, "Marche", quiet)
    ours = grown(mirabelle, "Atelier", table)
    day = clock.today() - timedelta(days=30)
    event_on(day, ours, mirabelle)
    assert names(table, mirabelle) == ([str(stand)], ["Atelier", "Permanence calme", "Marche"])
    assert names(table, orme) == ([str(stand)], ["Atelier"])
    assert names(walk, orme) == ([], [])
    page = as_person(orme).get(table.get_absolute_url()).content.decode()
    assert f"premier événement le {clock.in_words(day)}" in page
    assert "Permanence calme" not in page
    operations.withdraw_action(by=mirabelle, action=stand)
    assert names(table, mirabelle)[0] == []


def test_its_cost_does_not_grow_with_the_family(stand: Action, mirabelle: Person) -> None:
    last, asked = stand, []
    assert family_of(stand, mirabelle) is None
    for number in range(6):
        last = grown(mirabelle, f"Suite {number}", last)
        with CaptureQueriesContext(connection) as queries:
            family_of(stand, mirabelle)
        asked.append(len(queries))
    assert len(set(asked)) == 1
    assert names(last, mirabelle)[0] == [str(stand), *[f"Suite {number}" for number in range(5)]]


def test_an_action_does_not_grow_out_of_its_own_offspring(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    table = grown(mirabelle, "Table", stand)
    walk = grown(mirabelle, "Marche", table)
    url = reverse("collective_actions:change_action", args=[stand.pk])
    answer = as_person(mirabelle).post(
        url, {"version": stand.version, "name_fr": stand.name_fr, "derived_from": walk.pk}
    )
    assert answer.status_code == 422
    assert "« Marche »" in str(answer.context["form"].errors["derived_from"]).replace("\xa0", " ")
    for origin in (table, walk):
        with pytest.raises(RefusedError):
            operations.change_action(by=mirabelle, action=stand, values={"derived_from": origin})
    stand.refresh_from_db()
    assert stand.derived_from is None
