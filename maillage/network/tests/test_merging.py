"""Two sheets of one actor are found, become one, and can be two again (U-CO-04)."""

import pytest

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.network import duplicates, merging, operations
from maillage.network.models import Actor, ActorMerge, Contact, Doubt, PersonalSheet, SaturationReport, Site
from maillage.network.tests.conftest import MakeActor
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


def found(*asked: str, **by: object) -> list[str]:
    return [one.actor.name_fr for one in duplicates.candidates(*asked, **by)]  # type: ignore[arg-type]


def test_a_sheet_is_found_by_a_name_that_resembles_a_number_or_an_address(make_actor: MakeActor) -> None:
    make_actor("Épicerie sociale Le Tournesol", phone="+3222034567", street="Rue de l’Exemple 12")
    make_actor("Maison médicale du Nord", aliases=["MM Nord"])
    make_actor("Pharmacie du Midi")
    assert found("Le tournessol, epicerie") == ["Épicerie sociale Le Tournesol"]
    assert found("mm nord") == ["Maison médicale du Nord"]
    assert found("Autre chose", reached=["+3222034567"]) == ["Épicerie sociale Le Tournesol"]
    assert found("Autre chose", street="rue de l'exemple, 12") == ["Épicerie sociale Le Tournesol"]
    assert found("Maison médicale du Sud") == []


def test_keys_follow_the_sheet(make_actor: MakeActor, coquelicot: Person) -> None:
    actor = make_actor("La Louche")
    operations.change_actor(by=coquelicot, actor=actor, values={"name_fr": "Le Bol"})
    assert found("La Louche") == []
    assert found("le bol") == ["Le Bol"]
    before = sorted(actor.keys.values_list("key", flat=True))
    duplicates.remember_all()
    assert sorted(actor.keys.values_list("key", flat=True)) == before


def test_nothing_that_points_to_an_actor_is_forgotten() -> None:
    """A new table that points to an actor must say what merging makes of its rows."""
    pointing = {
        relation.get_accessor_name()
        for relation in Actor._meta.related_objects
        if relation.related_model._meta.app_label == "network"
    }
    assert pointing == merging.GATHERED | merging.LEFT


def rows_of_all() -> dict[str, list[dict[str, object]]]:
    """Everything the two sheets hold, but how often it was saved."""
    models = (Actor, Site, PersonalSheet, Contact, SaturationReport, Doubt)
    told = {}
    for model in models:
        rows = model._default_manager.order_by("pk").values()
        told[model.__name__] = [{k: v for k, v in row.items() if k != "version"} for row in rows]
    for actor in Actor.objects.order_by("pk"):
        beside = [actor.aliases, actor.languages, actor.themes, actor.keys]
        told[str(actor.pk)] = [{"rows": sorted(map(str, rows.all()))} for rows in beside]  # type: ignore[attr-defined]
    return told


@pytest.fixture
def twins(make_actor: MakeActor, mirabelle: Person, romarin: Person) -> tuple[Actor, Actor]:
    kept = make_actor("Le Tournesol", phone="+3222034567", street="Rue de l’Exemple 12")
    gone = make_actor("Épicerie Tournesol", phone="+3222034567", street="rue de l'exemple 12", papers="none")
    gone.languages.create(code="ar")
    gone.themes.add(shipped_term("theme", "food_aid"))
    for actor, person in ((kept, mirabelle), (gone, mirabelle), (gone, romarin)):
        sheet = PersonalSheet.objects.create(actor=actor, person=person)
        outcome = shipped_term("actor_first_outcome", "simple_meeting")
        Contact.objects.create(
            sheet=sheet, happened_on=clock.today(), outcome=outcome, recorded_at=clock.now()
        )
    way = gone.ways.get()
    Doubt.objects.create(actor=gone, about="way", way=way, raised_by=romarin, raised_at=clock.now())
    kind = shipped_term("service_blockage", "saturated")
    SaturationReport.objects.create(actor=gone, kind=kind, reported_by=romarin, heard_on=clock.today())
    return kept, gone


def test_two_sheets_become_one_and_two_again_exactly(
    twins: tuple[Actor, Actor], coquelicot: Person, mirabelle: Person
) -> None:
    kept, gone = twins
    before = rows_of_all()
    merge = operations.merge_actors(by=coquelicot, kept=kept, gone=gone, taken=["name_fr"])
    kept.refresh_from_db()
    assert (kept.name_fr, kept.papers) == ("Épicerie Tournesol", "none")
    assert [str(alias) for alias in kept.aliases.all()] == ["Le Tournesol"]
    assert list(Actor.objects.standing()) == [kept]
    assert kept.sites.count() == kept.ways.count() == 1
    assert kept.personal_sheets.count() == 2
    assert kept.personal_sheets.get(person=mirabelle).contacts.count() == 2
    assert kept.ways.get().doubts.count() == kept.reports.count() == kept.doubts.count() == 1
    assert found("tournesol") == ["Épicerie Tournesol"]
    assert set(kept.indexed_words.values_list("word", flat=True)) >= {"tournesol", "epicerie"}
    assert not gone.indexed_words.exists()
    operations.part_actors(by=coquelicot, merge=merge)
    assert rows_of_all() == before
    with pytest.raises(RefusedError):
        operations.part_actors(by=coquelicot, merge=merge)


def test_the_old_address_leads_to_the_sheet_that_stays(
    twins: tuple[Actor, Actor], coquelicot: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    kept, gone = twins
    page = as_person(coquelicot).get(f"/actors/{kept.pk}/merge/")
    assert b"Tournesol" in page.content
    answer = as_person(coquelicot).post(f"/actors/{kept.pk}/merge/{gone.pk}/", {"name_fr": "gone"})
    assert answer.status_code == 302
    old = as_person(mirabelle).get(f"/actors/{gone.pk}/")
    assert (old.status_code, old["Location"]) == (302, f"/actors/{kept.pk}/")
    merge = ActorMerge.objects.get()
    as_person(coquelicot).post(f"/actors/merges/{merge.pk}/undo/")
    assert as_person(mirabelle).get(f"/actors/{gone.pk}/").status_code == 200


def test_a_new_sheet_that_resembles_one_asks_first_and_keeps_what_was_typed(
    make_actor: MakeActor, mirabelle: Person, as_person: SignedIn
) -> None:
    known = make_actor("Épicerie Le Tournesol")
    client, typed = as_person(mirabelle), {"name_fr": "Epicerie le tournesol", "papers": "none"}
    asked = client.post("/actors/new/", typed)
    assert asked.status_code == 422
    assert known.get_absolute_url() in asked.content.decode()
    assert Actor.objects.count() == 1
    assert client.post("/actors/new/", typed | {"is_another": "on"}).status_code == 302
    assert Actor.objects.count() == 2
    part = client.get("/actors/new/?name_fr=tournesol", headers={"HX-Request": "true", "HX-Target": "twins"})
    assert known.get_absolute_url() in part.content.decode()
