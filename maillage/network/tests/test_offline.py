"""The copy a phone keeps: small, versioned, without anything private (house.md 5, P7)."""

import gzip
import json
from typing import Any

import brotli
import pytest
from django.test import Client

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.network import offline, operations
from maillage.network.models import Actor, ContactPerson, PersonalSheet, SaturationReport
from maillage.network.offline import copy_for
from maillage.network.tests.made_up import make_directory
from maillage.people.models import Person
from maillage.territory.facts import mesh_units
from maillage.territory.models import Commune, Neighbourhood, NeighbourhoodCommune, Postcode

pytestmark = pytest.mark.django_db

URL = "/actors/copy.json"
MOST = 60_000  # bytes for a thousand actors, however they are packed


@pytest.fixture(autouse=True)
def _nothing_packed() -> None:
    """Each test has a database of its own, and packs its own copy."""
    offline._packed.clear()


@pytest.fixture
def tournesol(mirabelle: Person, romarin: Person) -> Actor:
    """A sheet with something private of every kind on it."""
    place = Neighbourhood.objects.create(name_fr="Colignon", latitude=50.867, longitude=4.37)
    site = {"neighbourhood": place, "street": "Rue de l’Exemple 12", "opening_hours": "Mo-Fr 09:00-12:00"}
    row = operations.add_actor(
        by=mirabelle,
        values={"name_fr": "Épicerie Le Tournesol", "papers": "none", "access": "walk_in"},
        beside={"themes": [shipped_term("theme", "food_aid")], "languages": ["ar", "fr"]},
        site=site,
        ways=[{"kind": "phone", "value": "+3220000000"}],
    )
    person = ContactPerson.objects.create(actor=row, function="accueil", name="Capucine Secrète")
    operations.add_way(
        by=mirabelle, actor=row, values={"kind": "phone", "value": "+32470000000", "person": person}
    )
    PersonalSheet.objects.create(actor=row, person=romarin, next_step="Rappeler Capucine")
    SaturationReport.objects.create(
        actor=row,
        kind=shipped_term("service_blockage", "saturated"),
        heard="Inscriptions suspendues",
        heard_on=clock.today(),
        reported_by=romarin,
    )
    return row


def copy(client: Client, **headers: str) -> Any:
    return client.get(URL, headers=headers)


def test_the_copy_holds_what_the_phone_shows_and_nothing_private(
    tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    answer = copy(as_person(mirabelle))
    said = answer.content.decode()
    for private in ("Secrète", "accueil", "470000000", "Rappeler", "Romarin", "Mirabelle"):
        assert private not in said
    told = json.loads(said)
    assert told["format"] == 1
    assert told["actors"]["fr"] == ["Épicerie Le Tournesol"]
    assert told["actors"]["entry"] == [101]
    assert told["phones"]["number"] == ["+3220000000"]
    assert told["lists"]["hours"] == ["Mo-Fr 09:00-12:00"]
    assert told["lists"]["place"][told["sites"]["place"][0]][0] == "Colignon"
    marks = told["actors"]["languages"][0]
    assert [code for at, code in enumerate(told["lists"]["language"]) if marks >> at & 1] == ["ar", "fr"]
    assert "Inscriptions suspendues" in told["full"]["words"][0]


def test_saturation_stays_in_the_team_p7(tournesol: Actor, orme: Person, as_person: SignedIn) -> None:
    answer = copy(as_person(orme))
    assert "full" not in answer.json()
    assert "Inscriptions" not in answer.content.decode()


def test_a_copy_one_has_is_not_sent_again_until_something_changes(
    tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    client = as_person(mirabelle)
    first = copy(client)
    assert first["Cache-Control"] == "private, no-store"
    assert first.json()["version"] in first["ETag"]
    known = {"If-None-Match": first["ETag"]}
    assert copy(client, **known).status_code == 304
    operations.change_way(by=mirabelle, way=tournesol.ways.get(person=None), values={"value": "+3220000001"})
    second = copy(client, **known)
    assert second.status_code == 200
    assert second.json()["phones"]["number"] == ["+3220000001"]


def test_the_copy_travels_packed(tournesol: Actor, mirabelle: Person, as_person: SignedIn) -> None:
    client = as_person(mirabelle)
    plain = copy(client).content
    for way, open_again in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = copy(client, **{"Accept-Encoding": f"{way}, deflate"})
        assert answer["Content-Encoding"] == way
        assert open_again(answer.content) == plain


def test_a_thousand_actors_fit_in_sixty_kilobytes(mirabelle: Person) -> None:
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek")
    Postcode.objects.create(commune=commune, code="1030")
    for unit in list(mesh_units())[:60]:
        place = Neighbourhood.objects.create(
            name_fr=f"Quartier {unit.code}", latitude=unit.latitude, longitude=unit.longitude
        )
        NeighbourhoodCommune.objects.create(neighbourhood=place, commune=commune, share=100)
    for code in ("food_aid", "physical_health", "income", "housing", "debts", "school", "digital", "energy"):
        shipped_term("theme", code)
    for code in ("pharmacy", "cpas", "amo", "medical_centre", "food_aid", "police"):
        shipped_term("actor_type", code)
    shipped_term("actor_public", "everyone")
    make_directory(1000, indexed=False)
    whole = copy_for(mirabelle, clock.today())
    assert len(json.loads(whole)["actors"]["id"]) == 1000
    assert len(brotli.compress(whole, quality=9)) <= MOST
    assert len(gzip.compress(whole, 9)) <= MOST
