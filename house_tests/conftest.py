"""A small town for the tests that walk through every address."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from conftest import LONG_AGO, SignedIn, make_person
from maillage.kit import clock
from maillage.kit.history import seal_pending
from maillage.kit.models import JobRun, QueuedMail
from maillage.people.models import Person, RoleMembership, SignInSession, Skill, SpokenLanguage, Throttle
from maillage.people.operations import change_password
from maillage.people.roles import Role
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    CommuneAlias,
    DocumentedFigure,
    FundingPeriod,
    HostAlias,
    HostContact,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    NeighbourhoodAlias,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)


@dataclass
class Town:
    """Two neighbourhoods of one zone, two hosts, and who works there."""

    commune: Commune
    place: Neighbourhood
    zone: Zone
    choice: SelectedNeighbourhood
    host: HostOrganisation
    other_host: HostOrganisation
    site: HostSite
    assignment: Assignment
    other_assignment: Assignment
    absence: Absence
    contact: HostContact
    funding: FundingPeriod


@dataclass
class Stage:
    """What the addresses are about."""

    cast: dict[str, Person]
    town: Town
    foreign_session: UUID
    nobody: UUID

    def grow(self) -> None:
        """Years later: more people, places, assignments and absences behind every page."""
        for number in range(12):
            person = make_person(f"raq{number}", "raq")
            _jobs_and_mail(number + 1)
            change_password(by=self.cast["mirabelle"], password="une phrase de plus")
            SpokenLanguage.objects.create(person=person, code="ar")
            Skill.objects.create(person=person, label="dessin")
            place = _place(self.town.commune, 100 + number)
            SelectedNeighbourhood.objects.create(neighbourhood=place, zone=self.town.zone, first_day=LONG_AGO)
            host, site = _host(f"Maison {number}", self.town.commune)
            _assignment(person, self.town.zone, site)
            Absence.objects.create(person=person, first_day=clock.today())
            HostContact.objects.create(person=person, organisation=host, first_day=LONG_AGO)
            FundingPeriod.objects.create(
                label=f"Année {number}",
                first_day=LONG_AGO - timedelta(days=400 * number + 400),
                last_day=LONG_AGO,
            )


def _place(commune: Commune, number: int) -> Neighbourhood:
    place = Neighbourhood.objects.create(
        name_fr=f"Quartier {number}",
        name_nl=f"Wijk {number}",
        monitoring_code=str(number),
        kind="residential",
        area_km2=0.5,
        latitude=50.85 + number / 1000,
        longitude=4.35 + number / 900,
    )
    NeighbourhoodCommune.objects.create(neighbourhood=place, commune=commune, share=100)
    NeighbourhoodAlias.objects.create(neighbourhood=place, name=f"Le {number}")
    return place


def _host(name: str, commune: Commune) -> tuple[HostOrganisation, HostSite]:
    host = HostOrganisation.objects.create(name=name)
    HostAlias.objects.create(organisation=host, name=f"{name} asbl")
    postcode = Postcode.objects.get_or_create(commune=commune, code="1030")[0]
    site = HostSite.objects.create(organisation=host, name=f"{name}, accueil", postcode=postcode)
    return host, site


def _assignment(person: Person, zone: Zone, site: HostSite) -> Assignment:
    return Assignment.objects.create(person=person, zone=zone, host_site=site, first_day=LONG_AGO)


def _town(cast: dict[str, Person]) -> Town:
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek", name_nl="Schaarbeek")
    CommuneAlias.objects.create(commune=commune, name="Schaarbeek-Schaerbeek")
    place, zone = _place(commune, 1), Zone.objects.create(ordinal=1, code="Zone 05")
    choice = SelectedNeighbourhood.objects.create(neighbourhood=place, zone=zone, first_day=LONG_AGO)
    SelectedNeighbourhood.objects.create(neighbourhood=_place(commune, 2), zone=zone, first_day=LONG_AGO)
    host, site = _host("Les Glycines", commune)
    other_host, other_site = _host("La Tonnelle", commune)
    DocumentedFigure.objects.create(subject="raq", printed="18", source="R12d", dated=LONG_AGO)
    return Town(
        commune=commune,
        place=place,
        zone=zone,
        choice=choice,
        host=host,
        other_host=other_host,
        site=site,
        assignment=_assignment(cast["mirabelle"], zone, site),
        other_assignment=_assignment(cast["romarin"], zone, other_site),
        absence=Absence.objects.create(person=cast["mirabelle"], first_day=clock.today()),
        contact=HostContact.objects.create(person=cast["orme"], organisation=host, first_day=LONG_AGO),
        funding=FundingPeriod.objects.create(label="2021", first_day=LONG_AGO),
    )


def _jobs_and_mail(number: int) -> None:
    moment = clock.now()
    for state in ("done", "failed"):
        JobRun.objects.create(
            name="kit.send_mail",
            slot=f"{state} {number}",
            state=state,
            due_at=moment,
            ended_at=moment,
            fault="OSError, mail.py 1",
        )
    QueuedMail.objects.create(
        recipient="a@test.example",
        subject="Maillage",
        queued_at=moment,
        next_try_at=moment,
        answer="450 later",
    )


@pytest.fixture
def stage(cast: dict[str, Person], as_person: SignedIn) -> Stage:
    foreign = as_person(cast["romarin"])
    row = SignInSession.objects.get(session_key=foreign.session.session_key)
    SpokenLanguage.objects.create(person=cast["romarin"], code="nl")
    past = {"first_day": LONG_AGO, "last_day": LONG_AGO + timedelta(days=300)}
    RoleMembership.objects.create(person=cast["romarin"], role=Role.COORDINATION, **past)
    Skill.objects.create(person=cast["romarin"], label="affiches")
    Throttle.objects.create(key="0" * 64, tries=1, since=clock.now())
    change_password(by=cast["romarin"], password="une phrase de plus")
    seal_pending()
    _jobs_and_mail(0)
    return Stage(cast=cast, town=_town(cast), foreign_session=row.public_id, nobody=uuid4())
