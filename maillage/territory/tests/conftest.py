"""What the tests of the territory start from."""

from datetime import date

import pytest

from maillage.people.models import Person
from maillage.territory.facts import load_facts
from maillage.territory.models import Assignment, HostSite, Neighbourhood, SelectedNeighbourhood, Zone

MAY_2021 = date(2021, 5, 14)
MARCH_2023 = date(2023, 3, 15)
START = date(2026, 1, 5)
A_DAY = date(2026, 3, 2)


@pytest.fixture
def facts(db: None) -> None:
    """The shipped facts, loaded."""
    load_facts()


def place(name: str) -> Neighbourhood:
    return Neighbourhood.objects.get(name_fr=name)


def zone(number: str) -> Zone:
    return Zone.objects.get(code=f"Zone {number}")


@pytest.fixture
def zone_05(facts: None, mirabelle: Person, romarin: Person) -> Zone:
    """Zone 05 as lived: Colignon and Brabant, Mirabelle hosted at MM Neptune, Romarin at SSQ1030."""
    five = zone("05")
    for name in ("Colignon", "Quartier Brabant"):
        SelectedNeighbourhood.objects.create(neighbourhood=place(name), zone=five, first_day=START)
    for person, site in ((mirabelle, "MM Neptune"), (romarin, "SSQ1030")):
        Assignment.objects.create(
            person=person, zone=five, host_site=HostSite.objects.get(name=site), first_day=START
        )
    return five
