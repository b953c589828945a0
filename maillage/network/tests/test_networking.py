"""Where networking stands: by place, never by worker (U-CO-16, U-HP-04, P3, D7, ET5)."""

from typing import Any

import pytest
from django.urls import reverse

from conftest import LONG_AGO, SignedIn, make_person
from maillage.kit import clock
from maillage.kit.periods import Period
from maillage.network import networking
from maillage.network.models import Contact
from maillage.network.models.contacts import PROJECT_BEGAN
from maillage.network.networking import everywhere, in_zone, stopped, untouched
from maillage.network.shelter import Cell, merged, shows_one
from maillage.network.tests.conftest import actor_in, contact, days_ago, zone_of_one_place
from maillage.people.models import Person
from maillage.territory.behind import Span
from maillage.territory.models import (
    Assignment,
    HostContact,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    Zone,
)

DAY = clock.today()
EVER = Period(PROJECT_BEGAN, DAY)
HOST_PAGE = reverse("network:for_host")


@pytest.fixture
def city(
    colignon: Neighbourhood, mirabelle: Person, romarin: Person, garance: Person
) -> dict[str, Neighbourhood]:
    """Zone 05 of two, 07 of Garance alone, 08 of two of whom one made contacts, 19 of nobody."""
    pair = [make_person(name, "raq") for name in ("tilleul", "sureau")]
    places = {
        "05": colignon,
        "07": zone_of_one_place(7, garance),
        "08": zone_of_one_place(8, *pair),
        "19": zone_of_one_place(19),
    }
    shop, school = actor_in(colignon, "Le Tournesol", mirabelle), actor_in(places["07"], "École", garance)
    contact(shop, mirabelle, "collective", days_ago(5))
    contact(shop, romarin, "simple_meeting", days_ago(200))
    contact(school, garance, "refusal", days_ago(9), reasons=["overload", "no_interest"])
    contact(actor_in(places["08"], "Serre", pair[0]), pair[0], "simple_meeting", days_ago(120))
    actor_in(colignon, "Jamais vue", mirabelle)
    actor_in(None, "Sans adresse", mirabelle)
    return places


def test_a_place_of_one_raq_stands_with_its_neighbours_and_nothing_gives_it_back_p3(
    city: dict[str, Neighbourhood], coquelicot: Person
) -> None:
    state = everywhere(EVER, DAY, coquelicot)
    lines = {row.name: row.figures for row in state.rows}
    assert set(lines) == {"Quartier 5", "Quartier 7, Quartier 8", "Quartier 19", "ailleurs"}
    assert (lines["Quartier 5"].contacts, lines["Quartier 5"].collaboration) == (2, 1)
    assert (lines["Quartier 7, Quartier 8"].refusal, lines["Quartier 7, Quartier 8"].met) == (1, 1)
    assert sum(figures.contacts for figures in lines.values()) == state.total.contacts == 4
    assert not any(shows_one(row.group) for row in state.rows)
    assert [number for _term, number in state.reasons] == [1, 1], "two reasons behind one refusal"


def test_no_figure_at_all_when_one_raq_stands_behind_all_of_them_p3(
    garance: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    contact(actor_in(zone_of_one_place(7, garance), "École", garance), garance, "refusal")
    assert everywhere(EVER, DAY, coquelicot).rows == []
    assert "au moins deux RAQ" in as_person(coquelicot).get(reverse("network:overview")).content.decode()


def _cell(assigned: Any, makers: Any) -> Cell:
    """A place with these people, each a letter, behind it on one day."""
    return Cell(None, None, tuple(Span(person, DAY, DAY) for person in assigned), frozenset(makers))


@pytest.mark.parametrize(
    ("assigned", "makers", "alone"),
    [
        ("", "", False),
        ("a", "", True),
        ("ab", "", False),
        ("ab", "a", True),
        ("a", "ab", True),
        ("", "a", True),
    ],
)
def test_two_raqs_stand_behind_a_place_assigned_and_having_made_the_contacts(
    assigned: str, makers: str, alone: bool
) -> None:
    cell = _cell(assigned, makers)
    assert shows_one((cell,)) is alone
    other = _cell("xy", "xy")
    assert len(merged([cell, other])) == (1 if alone else 2)


def test_a_raq_reads_their_own_zone_neighbourhood_by_neighbourhood(
    city: dict[str, Neighbourhood], garance: Person, as_person: SignedIn
) -> None:
    state = in_zone(Zone.objects.get(ordinal=7), EVER, DAY, garance)
    assert [(row.name, row.figures.refusal) for row in state.rows] == [("Quartier 7", 1)]
    page = as_person(garance).get(reverse("network:overview")).content.decode()
    assert "Quartier 5" not in page
    assert "Serre" not in page


def test_what_was_never_followed_up_and_what_stopped_at_a_simple_meeting(
    city: dict[str, Neighbourhood], coquelicot: Person, as_person: SignedIn
) -> None:
    """A contact of any of us moves an actor on: Le Tournesol did not stop."""
    assert [str(each) for each in untouched(coquelicot, None)] == ["Jamais vue", "Sans adresse"]
    assert [str(each) for each in stopped(coquelicot, None, days_ago(90))] == ["Serre"]
    assert not stopped(coquelicot, None, days_ago(180))
    asked = {"stopped": "6", "period": "quarters"}
    assert as_person(coquelicot).get(reverse("network:overview"), asked).status_code == 200


def test_the_page_names_no_worker_and_has_no_axis_of_them_et5(
    city: dict[str, Neighbourhood], coquelicot: Person, as_person: SignedIn
) -> None:
    page = as_person(coquelicot).get(reverse("network:overview")).content.decode()
    assert not {name for name in ("Mirabelle", "Romarin", "Garance", "Tilleul", "Sureau") if name in page}
    assert not hasattr(networking.Figures, "person")


@pytest.fixture
def host(city: dict[str, Neighbourhood], orme: Person, garance: Person) -> HostOrganisation:
    """Orme speaks for the host of Garance, who works alone in zone 07."""
    host = HostOrganisation.objects.create(name="Les Glycines")
    site = HostSite.objects.create(name="Accueil", organisation=host)
    HostContact.objects.create(person=orme, organisation=host, first_day=LONG_AGO)
    Assignment.objects.filter(person=garance).update(host_site=site)
    return host


def test_a_host_reads_figures_of_closed_quarters_without_prose_or_name_u_hp_04(
    host: HostOrganisation, orme: Person, as_person: SignedIn
) -> None:
    last = networking.closed_quarters(DAY)[0].first_day
    Contact.objects.update(happened_on=last, words="Entre nous")
    page = as_person(orme).get(HOST_PAGE).content.decode()
    file = as_person(orme).get(reverse("network:for_host_csv")).content.decode()
    assert "Quartier 7, Quartier 8" in page
    assert "Refus de collaborer;1" in file
    for word in ("Entre nous", "Garance", "Tilleul", "Quartier 5"):
        assert word not in page + file
    assert "all" not in networking.periods_on(DAY, running=False), (
        "no running day, so no day told by subtraction"
    )


def test_a_raq_reads_what_their_host_reads_d2(
    host: HostOrganisation, garance: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    page = as_person(garance).get(HOST_PAGE).content.decode()
    assert "Ce que voit mon hébergeur" in page
    assert "Les Glycines" in page
    assert "Les Glycines" not in as_person(mirabelle).get(HOST_PAGE).content.decode()
