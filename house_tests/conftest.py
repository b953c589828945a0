"""A small town for the tests that walk through every address."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from fido2 import cbor
from pytest_django.plugin import DjangoDbBlocker

from conftest import CAST, LONG_AGO, PASSWORD, make_person, open_session
from house_tests.actors import Actors, add_actors, more_actors
from house_tests.calendar import Calendar, add_events, more_events
from house_tests.danger import add_danger
from house_tests.encounters import add_meeting, add_reminder, more_meetings
from house_tests.lists import add_line, bring
from house_tests.phones import Phones, add_phones, more_phones
from house_tests.words import add_term, add_words
from maillage.encounters.models import Intervention, Reminder
from maillage.figures.models import DailySum, Fold
from maillage.kit import clock
from maillage.kit.history import seal_pending
from maillage.kit.imports.models import ImportBatch
from maillage.kit.models import JobRun, QueuedMail
from maillage.kit.shipped import shipped_term
from maillage.kit.terms import Term, Vocabulary
from maillage.people.invitations import invite
from maillage.people.models import (
    AuthenticatorApp,
    Erasure,
    Passkey,
    Person,
    RecoveryCode,
    RightsRequest,
    RoleMembership,
    SignInSession,
    Skill,
    SpokenLanguage,
    Throttle,
    WayBack,
)
from maillage.people.operations import change_password, keep_vault, record_request
from maillage.people.roles import Role
from maillage.people.second_factor import new_sealed_secret
from maillage.people.vault import new_vault
from maillage.territory.models import (
    Absence,
    Assignment,
    BoundaryLayer,
    BoundaryShape,
    CallAnswer,
    Commune,
    CommuneAlias,
    DocumentedFigure,
    EpidemicPhase,
    FundingPeriod,
    HostAlias,
    HostContact,
    HostOrganisation,
    HostSite,
    MobilisationCall,
    Neighbourhood,
    NeighbourhoodAlias,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)

#: A public key as passkeys carry it (COSE, ES256).
ES256_KEY = cbor.encode({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})


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
    phase: EpidemicPhase
    call: MobilisationCall
    zone_call: MobilisationCall
    vocabulary: Vocabulary
    term: Term
    retired_term: Term
    proposed_term: Term
    actors: Actors
    import_to_map: ImportBatch
    import_to_read: ImportBatch
    import_done: ImportBatch
    calendar: Calendar
    phones: Phones
    meeting: Intervention
    reminder: Reminder


@dataclass
class Stage:
    """What the addresses are about."""

    cast: dict[str, Person]
    town: Town
    foreign_session: UUID
    foreign_passkey: UUID
    invitation: UUID
    membership: UUID
    request: UUID
    failed_run: int
    erasure_request: UUID
    erasure: UUID
    way_back: UUID
    nobody: UUID

    def grow(self) -> None:
        """Years later: more people, places, assignments and absences behind every page."""
        for number in range(12):
            person = make_person(f"raq{number}", "raq")
            _jobs_and_mail(number + 1)
            change_password(by=self.cast["mirabelle"], password="une phrase de plus")
            SpokenLanguage.objects.create(person=person, code="ar")
            invite(by=self.cast["coquelicot"], email=f"new{number}@test.example", role="raq")
            record_request(by=person, person=person, kind="access", words="", received_on=clock.today())
            _passkey(self.cast["mirabelle"], number)
            _way_back(person, self.cast["coquelicot"])
            Skill.objects.create(person=person, label="dessin")
            place = _place(self.town.commune, 100 + number)
            SelectedNeighbourhood.objects.create(neighbourhood=place, zone=self.town.zone, first_day=LONG_AGO)
            host, site = _host(f"Maison {number}", self.town.commune)
            _assignment(person, self.town.zone, site)
            Absence.objects.create(person=person, first_day=clock.today())
            HostContact.objects.create(person=person, organisation=host, first_day=LONG_AGO)
            past = {"first_day": LONG_AGO - timedelta(days=400 * number + 400), "last_day": LONG_AGO}
            FundingPeriod.objects.create(label=f"Année {number}", **past)
            _phase(**past)
            call = _call(f"Appel {number}")
            call.zones.add(self.town.zone)
            for asked in (call, self.town.call):
                _answer(asked, person)
            add_term(self.town.vocabulary, f"theme_{number}", became=self.town.term)
            Vocabulary.objects.create(code=f"question_{number}", label_fr=f"Question {number}")
            more_actors(self.town.actors, number, person)
            more_events(self.town.calendar, number, person)
            more_phones(self.town.phones)
            more_meetings(self.town.meeting, number, person)
            add_danger(person)
            for batch in (self.town.import_to_map, self.town.import_to_read, self.town.import_done):
                add_line(batch, number + 3)
            bring("ready", self.cast["mirabelle"])


def _way_back(person: Person, asker: Person) -> WayBack:
    return WayBack.objects.create(person=person, kind="factors", asked_by=asker, asked_at=clock.now())


def _passkey(person: Person, number: int) -> Passkey:
    return Passkey.objects.create(
        person=person,
        name=f"Téléphone {number}",
        credential_id=f"key-{person.pk}-{number}",
        credential=bytes(16) + (4).to_bytes(2, "big") + bytes(4) + ES256_KEY,
        added_at=clock.now(),
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


def _phase(**days: date) -> EpidemicPhase:
    return EpidemicPhase.objects.create(circulation=shipped_term("epidemic_phase", "weak"), **days)


def _call(title: str, **more: str) -> MobilisationCall:
    days = {"first_day": clock.today(), "last_day": clock.today() + timedelta(days=3)}
    return MobilisationCall.objects.create(
        kind=shipped_term("call_kind", "crisis"), title=title, text="Nous y allons.", **days, **more
    )


def _answer(call: MobilisationCall, person: Person) -> CallAnswer:
    halves = [key for key, _words in call.halves()]
    return CallAnswer.objects.create(
        call=call, person=person, availability="can", halves=halves, answered_at=clock.now()
    )


def _zone_call(zone: Zone, person: Person) -> MobilisationCall:
    """A call for the RAQs of a zone; somebody answered it."""
    call = _call("Dans la zone", called="zones")
    call.zones.add(zone)
    _answer(call, person)
    return call


def _boundaries() -> None:
    """A square around the first neighbourhood."""
    layer = BoundaryLayer.objects.create(
        layer="neighbourhoods", dated=LONG_AGO, credit_fr="Cadastre", file_name="a", loaded_at=clock.now()
    )
    square = [[[[300, 300], [330, 300], [330, 330], [300, 330]]]]
    BoundaryShape.objects.create(layer=layer, code="1", polygons=square, label_x=315, label_y=315)


def _town(cast: dict[str, Person]) -> Town:
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek", name_nl="Schaarbeek")
    CommuneAlias.objects.create(commune=commune, name="Schaarbeek-Schaerbeek")
    place, zone = _place(commune, 1), Zone.objects.create(ordinal=1, code="Zone 05")
    choice = SelectedNeighbourhood.objects.create(neighbourhood=place, zone=zone, first_day=LONG_AGO)
    SelectedNeighbourhood.objects.create(neighbourhood=_place(commune, 2), zone=zone, first_day=LONG_AGO)
    host, site = _host("Les Glycines", commune)
    other_host, other_site = _host("La Tonnelle", commune)
    _boundaries()
    add_danger(cast["coquelicot"])
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
        phase=_phase(first_day=LONG_AGO),
        call=_call("Partout"),
        zone_call=_zone_call(zone, cast["romarin"]),
        **add_words(),
        actors=add_actors(place, cast),
        import_to_map=bring("columns", cast["mirabelle"]),
        import_to_read=bring("ready", cast["mirabelle"]),
        import_done=bring("done", cast["mirabelle"]),
        calendar=add_events(place, commune, cast),
        phones=add_phones(cast["mirabelle"]),
        meeting=add_meeting(place, cast["mirabelle"], cast["romarin"]),
        reminder=add_reminder(cast["mirabelle"]),
    )


def _jobs_and_mail(number: int) -> JobRun:
    """A turn that went well, a mail that waits, and a turn that did not succeed: the last is given back."""
    moment = clock.now()
    for state in ("done", "failed"):
        run = JobRun.objects.create(
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
    return run


def _erasure_request(person: Person) -> RightsRequest:
    return record_request(by=person, person=person, kind="erasure", words="mon nom", received_on=LONG_AGO)


def _erasure(cast: dict[str, Person]) -> Erasure:
    """Coordination asked to erase somebody who still works here; nobody confirmed."""
    return Erasure.objects.create(
        number=1,
        request=_erasure_request(cast["romarin"]),
        asked_by=cast["coquelicot"],
        asked_at=clock.now(),
    )


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The town, built once for the tests of a module: the transaction of each lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(_built: Stage, db: None) -> Stage:
    """The town as it was built, whatever another test did to it."""
    return deepcopy(_built)


@pytest.fixture(scope="module")
def _cookies(_built: Stage, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """What the browser of each of the cast holds once they are signed in, made once as well."""
    with django_db_blocker.unblock():
        return {
            name: open_session(Client(), who).cookies.output(header="") for name, who in _built.cast.items()
        }


@pytest.fixture
def as_role(stage: Stage, _cookies: dict[str, str]) -> Callable[[str], Client]:
    """`as_role("mirabelle")` is a browser of its own in which Mirabelle of this town is signed in."""

    def browser(name: str) -> Client:
        client = Client()
        client.cookies.load(_cookies[name])
        return client

    return browser


def _stage() -> Stage:
    cast = {name: make_person(name, role) for name, role in CAST.items()}
    foreign = open_session(Client(), cast["romarin"])
    row = SignInSession.objects.get(session_key=foreign.session.session_key)
    SpokenLanguage.objects.create(person=cast["romarin"], code="nl")
    past = {"first_day": LONG_AGO, "last_day": LONG_AGO + timedelta(days=300)}
    RoleMembership.objects.create(person=cast["romarin"], role=Role.COORDINATION, **past)
    Skill.objects.create(person=cast["romarin"], label="affiches")
    Throttle.objects.create(key="0" * 64, tries=1, since=clock.now())
    for name in ("romarin", "mirabelle"):
        change_password(by=cast[name], password="une phrase de plus")
    AuthenticatorApp.objects.create(
        person=cast["romarin"], sealed_secret=new_sealed_secret(), added_at=clock.now()
    )
    RecoveryCode.objects.create(person=cast["romarin"], digest="0" * 64)
    new = new_vault(cast["saule"], PASSWORD)
    keep_vault(by=cast["saule"], key=new.key, locks=new.locks)
    seal_pending()
    sums = Fold.objects.create(measure="C7", definition=1, axes="gone", made_at=clock.now())
    DailySum.objects.create(fold=sums, day=LONG_AGO, amount=1)
    return Stage(
        cast=cast,
        town=_town(cast),
        foreign_session=row.public_id,
        foreign_passkey=_passkey(cast["romarin"], 0).pk,
        invitation=invite(by=cast["coquelicot"], email="new@test.example", role=Role.RAQ).pk,
        membership=cast["romarin"].memberships.get(role=Role.RAQ).pk,
        request=record_request(
            by=cast["romarin"], person=cast["romarin"], kind="access", words="", received_on=LONG_AGO
        ).pk,
        failed_run=_jobs_and_mail(0).pk,
        erasure_request=_erasure_request(cast["noisetier"]).pk,
        erasure=_erasure(cast).pk,
        way_back=_way_back(cast["romarin"], cast["coquelicot"]).pk,
        nobody=uuid4(),
    )
