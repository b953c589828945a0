"""A zone with one neighbourhood, covered by two colleagues, and how a form is filled in."""

from typing import Any

import pytest

from conftest import LONG_AGO, shipped_term
from maillage.encounters.forms import MeetingForm
from maillage.encounters.models import Intervention
from maillage.kit import clock
from maillage.people.models import Person
from maillage.territory.models import (
    Assignment,
    Commune,
    Neighbourhood,
    NeighbourhoodCommune,
    SelectedNeighbourhood,
    Zone,
)

WORDS = {
    "meeting_place": ("street", "host_office"),
    "theme": ("housing", "energy", "covid"),
    "action_done": ("inform", "listen"),
    "initiator": ("raq", "third_person"),
    "third_party_kind": ("relative",),
    "first_contact_setting": ("round_alone",),
    "non_take_up": ("not_known", "not_asked"),
    "right_lacking": ("income", "housing"),
}


def said(**more: Any) -> dict[str, Any]:
    """What a phone or a page sends of a meeting that was only listening."""
    listened = {
        "happened_on": clock.today().isoformat(),
        "actions_done": ["listen"],
    }
    return listened | more


def term(vocabulary: str, code: str) -> str:
    return str(shipped_term(vocabulary, code).code)


def noted(by: Person, **more: Any) -> Intervention:
    """A note kept by the form, as a page keeps it."""
    form = MeetingForm(said(**more), by=by)
    assert form.is_valid(), form.errors
    return form.keep(by=by)


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    for vocabulary, codes in WORDS.items():
        for code in codes:
            shipped_term(vocabulary, code)


@pytest.fixture
def place(mirabelle: Person, romarin: Person) -> Neighbourhood:
    """Both cover its zone."""
    found = Neighbourhood.objects.create(name_fr="Brabant")
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek")
    NeighbourhoodCommune.objects.create(neighbourhood=found, commune=commune, share=100)
    zone = Zone.objects.create(ordinal=5, code="Zone 05")
    SelectedNeighbourhood.objects.create(neighbourhood=found, zone=zone, first_day=LONG_AGO)
    for person in (mirabelle, romarin):
        Assignment.objects.create(person=person, zone=zone, first_day=LONG_AGO)
    return found
