"""Who sees and changes what of the territory (D2, domain 3.21): a stranger gets 404, a reader 403."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from maillage.kit.policy import fetch, permits, permits_adding, policy_of, visible
from maillage.people.models import Person
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    DocumentedFigure,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.tests.conftest import A_DAY

PLACES: tuple[type[Model], ...] = (Commune, Neighbourhood, Zone, SelectedNeighbourhood)
TEAM_ONLY: tuple[type[Model], ...] = (Absence, FundingPeriod, DocumentedFigure)
ORGANISED: tuple[type[Model], ...] = (HostOrganisation, HostSite, HostContact, Assignment)


@pytest.fixture
def lived(zone_05: Zone, mirabelle: Person, orme: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day like any other: Mirabelle is away, Orme speaks for MM Neptune."""
    monkeypatch.setattr("maillage.kit.clock.today", lambda: A_DAY)
    Absence.objects.create(person=mirabelle, first_day=A_DAY)
    neptune = HostOrganisation.objects.get(name="MM Neptune")
    HostContact.objects.create(person=orme, organisation=neptune, first_day=date(2026, 1, 1))
    other = HostOrganisation.objects.get(name="Brabantia")
    HostContact.objects.create(person=mirabelle, organisation=other, first_day=date(2020, 1, 1))


def _sees(person: Person, model: type[Model]) -> int:
    return visible(model._default_manager.all(), person).count()


def test_every_model_of_the_room_has_its_policy() -> None:
    for model in apps.get_app_config("territory").get_models():
        assert policy_of(model).model is model


@pytest.mark.usefixtures("lived")
def test_the_team_reads_everything(
    mirabelle: Person, coquelicot: Person, noisetier: Person, saule: Person
) -> None:
    for model in PLACES + TEAM_ONLY + ORGANISED:
        rows = model._default_manager.count()
        for person in (mirabelle, coquelicot, noisetier, saule):
            assert _sees(person, model) == rows > 0, model


@pytest.mark.usefixtures("lived")
def test_coordination_changes_and_the_others_do_not(
    coquelicot: Person, noisetier: Person, saule: Person, mirabelle: Person
) -> None:
    for model in (Zone, Neighbourhood, HostOrganisation, HostSite, Assignment, FundingPeriod):
        row: Any = model._default_manager.first()
        assert permits(coquelicot, "may_change", row)
        assert permits_adding(coquelicot, model)
        for person in (noisetier, saule, mirabelle):
            assert not permits(person, "may_change", row), model
            assert not permits_adding(person, model)
    assert not permits_adding(coquelicot, Commune)
    assert not permits(coquelicot, "may_change", DocumentedFigure.objects.all()[0])


@pytest.mark.usefixtures("lived")
def test_d2_a_host_partner_reads_places_and_their_own_house(orme: Person) -> None:
    for model in PLACES:
        assert _sees(orme, model) == model._default_manager.count()
    for model in TEAM_ONLY:
        assert _sees(orme, model) == 0
    assert [str(row) for row in visible(HostOrganisation.objects.all(), orme)] == ["MM Neptune"]
    assert [str(row) for row in visible(HostSite.objects.all(), orme)] == ["MM Neptune"]
    assert [row.person for row in visible(HostContact.objects.all(), orme)] == [orme]
    hosted = {str(row.person) for row in visible(Assignment.objects.all(), orme)}
    assert hosted == {"Mirabelle", "RAQ 1"}


@pytest.mark.usefixtures("lived")
def test_a_contact_that_ended_opens_nothing(orme: Person) -> None:
    HostContact.objects.filter(person=orme).update(last_day=date(2026, 2, 1))
    assert _sees(orme, HostOrganisation) == 0


@pytest.mark.usefixtures("lived")
def test_the_operator_reads_places_only(erable: Person) -> None:
    for model in PLACES:
        assert _sees(erable, model) == model._default_manager.count()
    for model in TEAM_ONLY + ORGANISED:
        assert _sees(erable, model) == 0


@pytest.mark.usefixtures("lived")
def test_an_absence_is_changed_by_its_owner_and_coordination(
    mirabelle: Person, romarin: Person, coquelicot: Person, orme: Person
) -> None:
    row = Absence.objects.get()
    assert permits(mirabelle, "may_change", row)
    assert permits(coquelicot, "may_change", row)
    with pytest.raises(PermissionDenied):
        fetch(Absence.objects.all(), romarin, "may_change", pk=row.pk)
    with pytest.raises(Http404):
        fetch(Absence.objects.all(), orme, pk=row.pk)
    assert not permits_adding(orme, Absence)
