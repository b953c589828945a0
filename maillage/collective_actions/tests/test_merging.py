"""Two labels turn out to be one action, and can be two again (domain 4.3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import merging, operations
from maillage.collective_actions.facts import FOLDER, load_facts
from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import (
    Action,
    ActionAlias,
    ActionMerge,
    Event,
    Placement,
    Review,
    Series,
)
from maillage.collective_actions.rhythms import Every, Rhythm
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.imports.shipped import load_list
from maillage.kit.operations import RefusedError
from maillage.kit.shipped import load_vocabularies, shipped_term
from maillage.people.models import Person
from maillage.territory.facts import load_facts as load_territory

pytestmark = pytest.mark.django_db


def rows_of_all() -> dict[str, Any]:
    """Everything about the two, but how often it was saved."""
    told: dict[str, Any] = {}
    for model in (Action, ActionAlias, Event, Series, Review, Placement):
        rows = model._default_manager.order_by("pk").values()
        told[model.__name__] = [{k: v for k, v in row.items() if k not in ("version", "id")} for row in rows]
    for action in Action.objects.order_by("pk"):
        ties = {name: sorted(map(str, getattr(action, name).all())) for name in merging.TIES}
        told[str(action.pk)] = [ties]
    return told


def test_nothing_that_points_to_an_action_is_forgotten() -> None:
    """A new table that points to an action must say what merging makes of its rows."""
    pointing = {relation.get_accessor_name() for relation in Action._meta.related_objects}
    assert pointing == merging.GATHERED | merging.LEFT
    assert {field.name for field in Action._meta.many_to_many} == set(merging.TIES)


def test_vacci_bus_koekelberg_is_vaccibus_and_its_two_events_count_there(coquelicot: Person) -> None:
    load_vocabularies()
    load_territory()
    load_list("actions", FOLDER / "actions.csv")
    ActionAlias.objects.get(name="Vacci-Bus Koekelberg").delete()
    with pytest.raises(RefusedError, match="Vacci-Bus Koekelberg.*Vaccibus"):
        load_facts()  # a spelling nobody knows is reported: no twin is made
    twin = operations.add_action(by=coquelicot, values={"name_fr": "Vacci-Bus Koekelberg"})
    load_facts()
    one = Action.objects.get(name_fr="Vaccibus")
    held = Event.objects.held()
    assert (twin, one) in Labels().alike()
    assert (held.filter(action=one).count(), held.filter(action=twin).count()) == (39, 2)
    merge = operations.merge_actions(by=coquelicot, kept=one, gone=twin)
    assert (held.filter(action=one).count(), Event.objects.count()) == (41, 152)
    assert Labels().called("vacci bus KOEKELBERG") == [one]
    operations.part_actions(by=coquelicot, merge=merge)
    assert (held.filter(action=one).count(), held.filter(action=twin).count()) == (39, 2)


def test_everything_goes_on_under_one_and_comes_back_exactly(mirabelle: Person, coquelicot: Person) -> None:
    today, add = clock.today(), operations.add_action
    kept = add(by=mirabelle, values={"name_fr": "Stand infos", "public": "tout le monde"})
    field = shipped_term("collective_category", "covid_raq")
    said = {"origin": "Dit à l’évaluation.", "born_at": event_on(today, kept, mirabelle)}
    gone = add(
        by=mirabelle,
        values={"name_fr": "Stand Saint-Servais", "aims": "Informer.", "is_discreet": True, **said},
        beside={"aliases": ["Stand du marché"], "categories": [field], "leads": [mirabelle]},
    )
    kept = operations.change_action(by=mirabelle, action=kept, values={"derived_from": gone})
    add(by=mirabelle, values={"name_fr": "Stand du soir", "derived_from": gone})
    event_on(today - timedelta(days=2), gone, mirabelle)
    weekly = Rhythm(Every.WEEK, weekdays=(0,), times=3)
    operations.add_series(by=mirabelle, action=gone, first_day=today, rhythm=weekly, values={}, raqs=[])
    Review.objects.create(action=gone, due_on=today)
    Placement.objects.create(action=gone, person=mirabelle, placed_on=today, position=40)
    before = rows_of_all()
    assert [each.name for each in merging.differences(kept, gone) if each.suggested] == ["is_discreet"]
    merge = operations.merge_actions(by=coquelicot, kept=kept, gone=gone, taken=["name_fr"])
    kept.refresh_from_db()
    assert (kept.name_fr, kept.aims, kept.public) == ("Stand Saint-Servais", "Informer.", "tout le monde")
    assert sorted(map(str, kept.aliases.all())) == ["Stand du marché", "Stand infos"]
    assert (kept.events.count(), kept.series.count(), kept.derived_from) == (5, 1, None)
    assert (kept.origin, kept.origin_is_shared) == ("Dit à l’évaluation.", False)  # not to hosts
    assert kept.reviews.count() == kept.placements.count() == kept.offspring.count() == 1
    assert list(kept.categories.all()) == [field]
    operations.part_actions(by=coquelicot, merge=merge)
    assert rows_of_all() == before
    with pytest.raises(RefusedError):
        operations.part_actions(by=coquelicot, merge=merge)


def test_an_action_never_grows_out_of_itself_by_being_joined(mirabelle: Person, coquelicot: Person) -> None:
    oldest = operations.add_action(by=mirabelle, values={"name_fr": "Stand"})
    between = operations.add_action(by=mirabelle, values={"name_fr": "Café", "derived_from": oldest})
    last = operations.add_action(by=mirabelle, values={"name_fr": "Stand du café", "derived_from": between})
    with pytest.raises(RefusedError):
        operations.merge_actions(by=coquelicot, kept=last, gone=oldest)
    assert not Action.objects.exclude(merged_into=None).exists()


def test_coordination_sees_what_resembles_and_the_old_address_leads_on(
    mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    kept = operations.add_action(by=mirabelle, values={"name_fr": "Vaccibus"})
    gone = operations.add_action(by=mirabelle, values={"name_fr": "Vacci-Bus Koekelberg", "stage": "idea"})
    client, actions = as_person(coquelicot), reverse("collective_actions:actions")
    url = reverse("collective_actions:merge_action", args=[kept.pk, gone.pk])
    assert url in client.get(actions).content.decode()
    assert url in client.get(reverse("collective_actions:choose_action", args=[kept.pk])).content.decode()
    assert url not in as_person(mirabelle).get(actions).content.decode()
    assert client.post(url, {"name_fr": "kept"}).status_code == 302
    kept.refresh_from_db()
    assert kept.stage == "under_way"
    old = as_person(mirabelle).get(gone.get_absolute_url())
    assert (old.status_code, old["Location"]) == (302, kept.get_absolute_url())
    merge = ActionMerge.objects.get()
    client.post(reverse("collective_actions:part_actions", args=[merge.pk]))
    assert as_person(mirabelle).get(gone.get_absolute_url()).status_code == 200
    assert url not in client.get(actions).content.decode()  # they are two: nobody is asked again
