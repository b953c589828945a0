"""The directory in open formats: complete, harmless, and for everybody only what is public (P7)."""

import csv
import io
import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.imports.importable import guess, importable
from maillage.kit.imports.reading import read_table
from maillage.network.exchange.formats import FORMATS
from maillage.network.exchange.schedules import weekly
from maillage.network.models import Actor, ContactPerson, Doubt, PersonalSheet, SaturationReport, Way
from maillage.network.tests.conftest import MakeActor
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

#: What HSDS 3.0 asks of each thing it knows, as far as we say it.
REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "phones": {"id", "number"},
    "location": {"id", "location_type"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "taxonomy_term": {"id", "name", "description"},
    "organization_identifiers": {"id", "identifier_type", "identifier"},
}


@pytest.fixture
def actor(make_actor: MakeActor, mirabelle: Person, romarin: Person) -> Actor:
    """A sheet with everything, public."""
    actor = make_actor(
        "Le Tournesol",
        phone="+3222034567",
        street="Rue de l’Exemple 12",
        aliases=["=Soupe, & cie"],
        name_nl="De Zonnebloem",
        papers="none",
        specifics_fr="Demander Zoé",
        is_public=True,
        enterprise_number="0123456789",
        kind=shipped_term("actor_type", "food_aid"),
    )
    actor.themes.add(shipped_term("theme", "food_aid"))
    actor.languages.create(code="ar")
    actor.sites.update(opening_hours="Mo-We 09:30-13:00,14:00-16:00; PH off", latitude=50.86, longitude=4.37)
    person = ContactPerson.objects.create(actor=actor, function="accueil", name="Capucine")
    Way.objects.create(actor=actor, person=person, kind="email", value="capucine@acteurs.example")
    wrong = Way.objects.create(actor=actor, kind="phone", value="+3222039999")
    Doubt.objects.create(actor=actor, about="way", way=wrong, raised_by=romarin, raised_at=clock.now())
    PersonalSheet.objects.create(actor=actor, person=mirabelle, next_step="rappeler")
    kind = shipped_term("service_blockage", "saturated")
    SaturationReport.objects.create(
        actor=actor, kind=kind, heard="Inscriptions suspendues", reported_by=romarin, heard_on=clock.today()
    )
    return actor


def written(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("latin-1" if "xlsx" in address else "utf-8")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FORMATS)
def test_everybody_reads_what_is_public_and_nothing_else(
    name: str, actor: Actor, make_actor: MakeActor, as_person: SignedIn, mirabelle: Person
) -> None:
    make_actor("La Cachette")
    client = Client()
    answer = client.get(f"/open/actors/fr/{name}/")
    assert "public" in answer["Cache-Control"]
    assert answer.cookies == {}
    if name == "xlsx":
        table = read_table(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        text = json.dumps([table.headers, table.lines], ensure_ascii=False)
        team = ""
    else:
        text = written(client, f"/open/actors/fr/{name}/")
        team = written(as_person(mirabelle), f"/actors/export/fr/{name}/")
        assert "Capucine" in team or name == "geojson"
        assert "Cachette" in team or name == "geojson"
    assert "Le Tournesol" in text
    for private in ("Cachette", "Capucine", "capucine", "Zoé"):
        assert private not in text, f"{private} in {name}"
    assert "203 99 99" not in text
    assert "22039999" not in text
    for never in ("suspendues", "rappeler", "Romarin", "Mirabelle"):
        assert never not in text + team


def things(told: Any, name: str = "service") -> Any:
    """Every object of a service, with what it is."""
    if isinstance(told, dict):
        yield name, told
        for key, value in told.items():
            yield from things(value, key)
    elif isinstance(told, list):
        for each in told:
            yield from things(each, name)


def test_hsds_says_what_it_must_under_the_same_ids_in_every_language(actor: Actor) -> None:
    french, dutch = (json.loads(written(Client(), f"/open/actors/{code}/hsds/"))[0] for code in ("fr", "nl"))
    assert (french["name"], dutch["name"]) == ("Le Tournesol", "De Zonnebloem")
    ids = [[each["id"] for _name, each in things(told)] for told in (french, dutch)]
    assert ids[0] == ids[1]
    assert all(UUID(one) for one in ids[0])
    found = list(things(french))
    assert {name for name, _each in found} >= REQUIRED.keys()
    for name, each in found:
        assert REQUIRED.get(name, {"id"}) <= each.keys(), name
    schedules = [each for name, each in found if name == "schedules"]
    assert [(each["byday"], each["opens_at"]) for each in schedules] == [
        ("MO,TU,WE", "09:30"),
        ("MO,TU,WE", "14:00"),
    ]


def test_a_table_is_harmless_and_comes_in_again_as_it_was(
    actor: Actor, as_person: SignedIn, coquelicot: Person
) -> None:
    text = written(as_person(coquelicot), "/actors/export/fr/csv/")
    line = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert not [cell for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]
    kind = importable("actors")
    table = read_table(text.encode())
    understood = kind.understand(guess(kind, table.headers), table.lines[0][1], kind.reader())
    assert understood.errors == []
    assert kind.finder()(understood.values, 2).match == actor.pk
    assert kind.changes(understood.values, kind.rows([actor.pk])[actor.pk]) == []


def test_a_card_is_folded_and_escaped(actor: Actor) -> None:
    text = written(Client(), "/open/actors/fr/vcard/")
    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert "NICKNAME:=Soupe\\, & cie\r\n" in text
    assert "TEL;VALUE=uri;TYPE=work:tel:+3222034567\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_memory_does_not_grow_with_the_directory(
    actor: Actor, make_actor: MakeActor, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_actor(f"Comptoir {number}", is_public=True, street=f"Rue du Levain {number}")
    with django_assert_max_num_queries(14):
        assert len(json.loads(written(Client(), "/open/actors/fr/geojson/"))["features"]) == 7


def test_hours_of_the_week_are_understood_and_others_left() -> None:
    rules = weekly("Mo,We 09:00-12:00,13:00-16:00; Fr 09:00-12:00; PH off")
    assert [(rule.days, rule.opens, rule.closes) for rule in rules] == [
        (("Mo", "We", "Fr"), "09:00", "12:00"),
        (("Mo", "We"), "13:00", "16:00"),
    ]
    assert weekly('Mo-Fr 09:00-12:00 "on call"') == []
