"""What the tests of local actors start from: actors, and one in a zone that two colleagues cover."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import LONG_AGO, make_person, shipped_term
from maillage.kit import clock
from maillage.network import operations
from maillage.network.models import Actor, Contact, Site
from maillage.people.models import Person
from maillage.territory.models import Assignment, Neighbourhood, SelectedNeighbourhood, Zone

MakeActor = Callable[..., Actor]


def zone_of_one_place(number: int, *team: Person) -> Neighbourhood:
    """A zone with one neighbourhood, each a step further east, covered by these colleagues."""
    zone = Zone.objects.create(ordinal=number, code=f"Zone {number:02}")
    place = Neighbourhood.objects.create(
        name_fr=f"Quartier {number}", latitude=50.85, longitude=4.30 + number / 100
    )
    SelectedNeighbourhood.objects.create(neighbourhood=place, zone=zone, first_day=LONG_AGO)
    for person in team:
        Assignment.objects.create(person=person, zone=zone, first_day=LONG_AGO)
    return place


def actor_in(place: Neighbourhood | None, name: str, by: Person) -> Actor:
    actor = operations.add_actor(by=by, values={"name_fr": name})
    if place is not None:
        Site.objects.create(actor=actor, neighbourhood=place)
    return actor


def outcome(code: str) -> Any:
    return shipped_term("actor_first_outcome", code)


def contact(
    actor: Actor, by: Person, code: str = "simple_meeting", on: date | None = None, **values: Any
) -> Contact:
    """A contact noted by its operation; reasons of refusal by their codes."""
    reasons = [shipped_term("actor_refusal_reason", each) for each in values.pop("reasons", ())]
    given = {"happened_on": on or clock.today(), "outcome": outcome(code)} | values
    return operations.note_contact(by=by, actor=actor, values=given, beside={"refusal_reasons": reasons})


def days_ago(number: int) -> date:
    return clock.today() - timedelta(days=number)


@pytest.fixture
def colignon(mirabelle: Person, romarin: Person) -> Neighbourhood:
    """The place Mirabelle and Romarin cover together."""
    return zone_of_one_place(5, mirabelle, romarin)


@pytest.fixture
def tournesol(colignon: Neighbourhood, mirabelle: Person) -> Actor:
    return actor_in(colignon, "Le Tournesol", mirabelle)


@pytest.fixture
def garance(db: None) -> Person:
    return make_person("garance", "raq")


@pytest.fixture
def make_actor(db: None, coquelicot: Person) -> MakeActor:
    """`make_actor("Le Tournesol", phone="+3222034567", street="Rue de l’Exemple 12")`."""

    def make(name: str, *, phone: str = "", street: str = "", aliases: Any = (), **values: Any) -> Actor:
        return operations.add_actor(
            by=coquelicot,
            values={"name_fr": name, **values},
            beside={"aliases": aliases},
            site={"street": street} if street else None,
            ways=[{"kind": "phone", "value": phone}] if phone else [],
        )

    return make
