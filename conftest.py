"""The cast and the house rules that every test lives under.

Each person of the cast stands for a right: Mirabelle and Romarin are RAQ, Coquelicot coordinates, Noisetier
does administration, Saule research, Orme works at a host partner, Érable operates the installation.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from maillage.kit import clock, kept, testing
from maillage.kit.shipped import shipped_term as shipped_term
from maillage.people.models import Person, RoleMembership, SignInSession
from maillage.people.roles import Role
from maillage.people.sessions import PROVED_AT, SECOND_FACTOR

PASSWORD = "une phrase facile à retenir"  # noqa: S105
LONG_AGO = date(2020, 1, 1)

CAST = {
    "mirabelle": Role.RAQ,
    "romarin": Role.RAQ,
    "coquelicot": Role.COORDINATION,
    "noisetier": Role.ADMINISTRATION,
    "saule": Role.RESEARCH,
    "orme": Role.HOST_PARTNER,
    "erable": Role.OPERATOR,
}


@pytest.fixture(autouse=True)
def _unordered_rows_are_shuffled() -> Iterator[None]:
    with testing.shuffled_rows():
        yield


@pytest.fixture(scope="session", autouse=True)
def _ledger_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.ERASURE_LEDGER = tmp_path_factory.mktemp("ledger") / "erasures.txt"


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test() -> None:
    kept.forget()


@pytest.fixture(autouse=True)
def _same_chance(request: pytest.FixtureRequest) -> None:
    random.seed(request.node.nodeid)


def make_person(name: str, role: str, **fields: object) -> Person:
    """A saved person with that role since long ago, who can sign in with PASSWORD."""
    person = Person.objects.create(
        display_name=name.capitalize(),
        email=f"{name}-{uuid4().hex[:6]}@test.example"
        if fields.pop("anew", False)
        else f"{name}@test.example",
        password=make_password(PASSWORD),
        **fields,
    )
    RoleMembership.objects.create(person=person, role=role, first_day=LONG_AGO)
    return person


def _fixture(name: str, role: Role) -> Callable[..., Person]:
    @pytest.fixture(name=name)
    def member(db: None) -> Person:
        return make_person(name, role)

    return member


mirabelle = _fixture("mirabelle", Role.RAQ)
romarin = _fixture("romarin", Role.RAQ)
coquelicot = _fixture("coquelicot", Role.COORDINATION)
noisetier = _fixture("noisetier", Role.ADMINISTRATION)
saule = _fixture("saule", Role.RESEARCH)
orme = _fixture("orme", Role.HOST_PARTNER)
erable = _fixture("erable", Role.OPERATOR)


@pytest.fixture
def cast(
    mirabelle: Person,
    romarin: Person,
    coquelicot: Person,
    noisetier: Person,
    saule: Person,
    orme: Person,
    erable: Person,
) -> dict[str, Person]:
    """Everybody, by name."""
    return {
        "mirabelle": mirabelle,
        "romarin": romarin,
        "coquelicot": coquelicot,
        "noisetier": noisetier,
        "saule": saule,
        "orme": orme,
        "erable": erable,
    }


def open_session(client: Client, person: Person, moment: datetime | None = None) -> Client:
    """Sign the person in on this client, without the sign-in page."""
    client.force_login(person)
    session = client.session
    session[SECOND_FACTOR] = True
    session[PROVED_AT] = (moment or clock.now()).timestamp()
    session.save()
    moment = moment or clock.now()
    SignInSession.objects.filter(session_key=client.session.session_key).update(
        person=person, started_at=moment, last_used_at=moment
    )
    return client


SignedIn = Callable[[Person], Client]


@pytest.fixture
def as_person(db: None) -> SignedIn:
    """`as_person(mirabelle)` is a browser in which Mirabelle is signed in."""
    return lambda person: open_session(Client(), person)
