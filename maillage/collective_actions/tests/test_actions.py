"""Actions have one name each, however it is spelt; an idea becomes one in one tap (U-RAQ-20, U-RAQ-46)."""

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action
from maillage.kit.models import HistoryEntry
from maillage.kit.shipped import shipped_term
from maillage.network import merging
from maillage.network import operations as network_operations
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
ACTIONS = reverse("collective_actions:actions")


def test_two_spellings_of_one_action_are_answered_by_the_known_one(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    client, url = as_person(mirabelle), reverse("collective_actions:add_action")
    answer = client.post(url, {"name_fr": "STAND INFOS SAINT SERVAIS"})
    assert answer.status_code == 422
    assert str(stand) in str(answer.context["form"].errors["name_fr"])
    answer = client.post(url, {"name_fr": "Autre stand", "aliases": "stand infos saint-servais"})
    assert str(stand) in str(answer.context["form"].errors["aliases"])
    assert Action.objects.count() == 1


def test_an_action_is_found_by_its_other_name_without_accents_and_by_its_field(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    covid, client = shipped_term("collective_category", "covid_raq"), as_person(mirabelle)
    operations.change_action(
        by=mirabelle, action=stand, values={}, beside={"aliases": ["Marché d’été"], "categories": [covid]}
    )
    operations.add_action(by=mirabelle, values={"name_fr": "Visite des pharmacies"})
    assert list(client.get(f"{ACTIONS}?q=marche+d'ete").context["actions"]) == [stand]
    assert list(client.get(f"{ACTIONS}?category=covid_raq").context["actions"]) == [stand]
    nowhere = client.get(f"{ACTIONS}?category=none").context["actions"]
    assert [str(action) for action in nowhere] == ["Visite des pharmacies"]


def test_an_idea_becomes_an_action_in_one_tap_and_keeps_where_it_comes_from(
    mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    ideas = reverse("collective_actions:ideas")
    data = {"name_fr": "Un potager", "origin": "Des parents le demandent."}
    as_person(mirabelle).post(reverse("collective_actions:add_idea"), data)
    idea, client = Action.objects.get(), as_person(romarin)
    assert "Des parents le demandent." in client.get(ideas).content.decode()
    assert not client.get(ACTIONS).context["actions"]
    client.post(reverse("collective_actions:start_action", args=[idea.pk]))
    assert client.get(ACTIONS).context["actions"] == [idea]
    page = client.get(ideas)
    assert list(page.context["became"]) == [idea]
    assert "Des parents le demandent." in page.content.decode()
    assert HistoryEntry.objects.filter(verb="collective_actions.action.started").count() == 1


def test_when_two_sheets_are_one_actor_its_actions_follow_and_come_back(
    stand: Action, mirabelle: Person
) -> None:
    kept, gone = (
        network_operations.add_actor(by=mirabelle, values={"name_fr": name})
        for name in ("MM Nord", "MM du Nord")
    )
    operations.change_action(by=mirabelle, action=stand, values={}, beside={"partners": [gone]})
    trace = merging.merge(kept, gone, [])
    assert kept in stand.partners.all()
    trace.undo()
    assert list(stand.partners.all()) == [gone]
