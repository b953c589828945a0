"""Both states of the documents load from the shipped facts (U-CO-02, domain 4.5 and 4.6, D11, D14)."""

import pytest

from maillage.kit.models import HistoryEntry
from maillage.people.models import Person
from maillage.territory.coverage import Pairing, coverage_on, covering
from maillage.territory.facts import load_facts
from maillage.territory.figures import documented_and_counted
from maillage.territory.models import (
    Assignment,
    Commune,
    DocumentedFigure,
    FundingPeriod,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.tests.conftest import MARCH_2023, MAY_2021, place

pytestmark = pytest.mark.usefixtures("facts")


def test_the_mesh_has_145_units_in_19_communes() -> None:
    units = Neighbourhood.objects.exclude(monitoring_code=None)
    assert units.count() == 145
    assert units.filter(kind="residential").count() == 118
    assert (Commune.objects.count(), Postcode.objects.count()) == (19, 22)
    assert str(place("Quartier Brabant").main_commune) == "Schaerbeek"
    assert not units.filter(shares=None).exists()


def test_2021_has_30_neighbourhoods_10_zones_18_raq_16_sites() -> None:
    chosen = SelectedNeighbourhood.objects.standing().on(MAY_2021)
    assert chosen.count() == 30
    assert chosen.values("zone").distinct().count() == 10
    work = Assignment.objects.standing().on(MAY_2021)
    assert work.values("person").distinct().count() == 18
    assert work.values("host_site").distinct().count() == 16
    assert HostSite.objects.count() == 16
    assert HostOrganisation.objects.count() == 13
    assert [zone.code for zone in Zone.objects.all()] == [
        f"Zone {number}" for number in ("05", "06", "07", "08", "09", "10", "12", "14", "16", "17")
    ]


def test_d11_deduced_cells_are_flagged_and_printed_ones_are_not() -> None:
    chosen = SelectedNeighbourhood.objects.filter(source="A1")
    assert all("zone" in row.inferred for row in chosen)
    assert sum("raq" in row.inferred for row in chosen) == 12
    work = Assignment.objects.filter(source="A1")
    assert all("zone" in row.inferred for row in work)
    hosts = {row.person.display_name for row in work if "host" in row.inferred}
    assert hosts == {"RAQ 3", "RAQ 11"}
    assert str(work.get(person__display_name="RAQ 3").host_site) == "SSQ1030"
    assert str(work.get(person__display_name="RAQ 11").host_site) == "Het Begin"


def test_the_typing_error_of_annex_1_is_kept_as_printed() -> None:
    assert SelectedNeighbourhood.objects.get(
        source="A1", neighbourhood=place("Chaussée de Haecht")
    ).name_as_printed == ("Chauséee de Haecht")
    assert place("Chaussée de Haecht").aliases.filter(name="Chauséee de Haecht").exists()


def test_the_18_raq_of_annex_1_are_numbers_that_cannot_sign_in() -> None:
    people = Person.objects.filter(display_name__startswith="RAQ ")
    assert people.count() == 18
    assert not people.exclude(email=None, is_active=False).exists()
    assert people.get(display_name="RAQ 14").job_title == "Assistante de Projet Communautaire"


def test_march_2023_has_18_listed_neighbourhoods_in_11_communes() -> None:
    chosen = SelectedNeighbourhood.objects.standing().on(MARCH_2023).select_related("neighbourhood")
    assert chosen.count() == 18
    assert len({row.commune_as_printed for row in chosen}) == 11
    printed = {row.name_as_printed: row.neighbourhood.name_fr for row in chosen}
    assert printed["Centre Historique"] == "Molenbeek Historique"
    assert printed["La Chasse"] == "Chasse"
    doubtful = {row.name_as_printed for row in chosen if "place" in row.inferred}
    assert doubtful == {"Quartier Vanhuffel", "Cureghem"}
    assert all(row.zone is None for row in chosen)


def test_cureghem_of_2023_speaks_for_its_three_parts() -> None:
    whole = place("Cureghem")
    assert whole.parts.count() == 3
    assert covering(place("Cureghem Bara"), MARCH_2023).selections[0].neighbourhood == whole
    assert covering(whole, MAY_2021).zone == Zone.objects.get(code="Zone 12")


def test_2021_reads_as_annex_1_prints_it() -> None:
    seen = coverage_on(MAY_2021)
    brabant = seen[place("Quartier Brabant").pk]
    assert [worker.person.display_name for worker in brabant.workers] == ["RAQ 1", "RAQ 2"]
    assert brabant.pairing is Pairing.PAIR
    assert {str(site) for site in brabant.hosts} == {"MM Neptune", "SSQ1030"}
    assert seen[place("Saint-Josse Centre").pk].pairing is Pairing.ALONE
    assert seen[place("Marolles").pk].pairing is Pairing.NOBODY
    assert sum(answer.is_covered for answer in seen.values()) == 31  # thirty, and Cureghem through its parts


def test_d14_printed_figures_stand_beside_what_assignments_count() -> None:
    shown = {(row.figure.source, row.figure.subject): row for row in documented_and_counted()}
    assert (shown["R3", "neighbourhoods"].figure.printed, shown["R3", "neighbourhoods"].counted) == (
        "30",
        "30",
    )
    assert (shown["R12d", "hosts"].figure.printed, shown["R12d", "hosts"].counted) == ("15", "13")
    assert (shown["R3", "communes"].figure.printed, shown["R3", "communes"].counted) == ("8", "11")
    assert shown["R3", "raq_per_zone"].counted == "1–2"
    assert shown["F", "communes"].counted == "11"
    assert shown["F", "raq"].counted == "–", "no assignment of 2023 is known: that is not nobody"
    assert DocumentedFigure.objects.filter(subject="neighbourhoods", source="F").count() == 2


def test_funding_periods_are_dated_and_sourced() -> None:
    assert [(str(row.first_day), str(row.last_day), row.source) for row in FundingPeriod.objects.all()] == [
        ("2022-01-01", "2022-12-31", "R3"),
        ("2021-04-01", "2021-12-31", "R3"),
    ]


def test_loading_again_adds_nothing_and_undoes_nothing() -> None:
    Neighbourhood.objects.filter(name_fr="Marolles").update(name_nl="De Marollen")
    SelectedNeighbourhood.objects.filter(source="F").delete()
    before = HistoryEntry.objects.count()
    assert load_facts() == 18
    assert load_facts() == 0
    assert HistoryEntry.objects.count() == before + 1
    assert place("Marolles").name_nl == "De Marollen"


def test_the_software_itself_tells_history_once() -> None:
    assert [(entry.verb, entry.by) for entry in HistoryEntry.objects.all()] == [
        ("territory.facts.loaded", None)
    ]
