"""Real installations in folders of their own, on the database the tests run on, driven by real processes.

What takes long (migrations, a history with rows in it) is made once a session; each test gets a copy.
"""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.db.backends.base.base import NO_DB_ALIAS

from maillage.installation import copies, place

HOST = "raq.example.org"
OURS = ("MAILLAGE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
LAST_RELEASE = Path(__file__).with_name("last_release.json")
ROWS = 30
#: Written for the models of any version: people by their columns, entries under their true commitments.
FILL = f"""
from maillage.installation.tests.conftest import add_people
from maillage.kit import history
add_people("default", {ROWS})
while history.seal_pending(): pass
"""
RELEASED = (
    """
from maillage.installation import copies
from maillage.installation.tests.conftest import add_places
copies.make_tables("default", %r)
add_places("default")
"""
    + FILL
)


def add_people(alias: str, number: int, name: str = "p") -> None:
    """People, and an unsealed entry of the history about each."""
    from django.db import transaction

    from maillage.kit import clock, history

    tables: dict[str, Any] = {model._meta.label: model for model in copies.tables_at(alias)}
    person_model, entry_model = tables["people.Person"], tables["kit.HistoryEntry"]
    with transaction.atomic(using=alias):
        for each in range(number):
            person = person_model(display_name=f"Persónne {each}", email=f"{name}{each}@test.example")
            person.save(using=alias)
            entry = entry_model(
                at=clock.now(),
                by_id=person.pk,
                verb="people.card.saved",
                subject_kind="people.person",
                subject_id=str(person.pk),
                details="{}",
                request_id="",
                salt=secrets.token_hex(16),
            )
            entry.commitment = history.commitment_of(entry)
            entry.save(using=alias)


def add_places(alias: str) -> None:
    """A commune and a zone, by the columns they always had; a host, with the codes of the last release."""
    tables: dict[str, Any] = {model._meta.label: model for model in copies.tables_at(alias)}
    tables["territory.Commune"](nis="21015", name_fr="Schaerbeek", name_nl="Schaarbeek").save(using=alias)
    tables["territory.Zone"](ordinal=1, code="Zone 05").save(using=alias)
    host = tables["territory.HostOrganisation"]
    host(name="Les Glycines", kind="social_service", community_stance="lacks_means").save(using=alias)


@dataclass
class Installation:
    """One data folder, and what an operator types about it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return kept | {"MAILLAGE_DATA": str(self.folder), "PYTHONWARNINGS": "error"} | self.environment

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "maillage.installation", *words]

    def run(
        self, *words: str, preexec_fn: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`maillage …` without a terminal."""
        return subprocess.run(
            self.command(*words),
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=preexec_fn,  # noqa: PLW1509 (a limit on the child, and no threads here)
        )

    def say(self, *words: str) -> str:
        """The same, which must go well; what it said."""
        told = self.run(*words)
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout

    def refused(self, *words: str, preexec_fn: Callable[[], None] | None = None) -> str:
        """The same, which must be refused in one sentence; the sentence."""
        told = self.run(*words, preexec_fn=preexec_fn)
        assert told.returncode == 1, told.stdout + told.stderr
        assert len(told.stderr.strip().splitlines()) == 1, told.stderr
        return told.stderr

    def python(self, code: str) -> str:
        """Run Python with the installation's settings; what it printed."""
        return self.say("manage", "shell", "--no-imports", "-c", code).strip()

    def append_settings(self, line: str) -> None:
        with (self.folder / "maillage.env").open("a") as file:
            file.write(f"{line}\n")

    @property
    def database(self) -> str:
        """The address its settings name."""
        lines = (self.folder / "maillage.env").read_text().splitlines()
        named = [line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL=")]
        return named[-1] if named else f"sqlite:///{self.folder / 'maillage.sqlite3'}"

    @contextlib.contextmanager
    def opened(self) -> Iterator[str]:
        """Its database, within the test's own process; the alias."""
        alias = NO_DB_ALIAS  # the one that Django lets every test reach
        copies.connect(alias, self.database)
        try:
            yield alias
        finally:
            copies.disconnect(alias)

    def content(self) -> dict[str, Any]:
        """Rows of each table, and where the history ends."""
        with self.opened() as alias:
            return copies.content(alias).as_dict()

    def add_people(self, number: int, name: str) -> None:
        with self.opened() as alias:
            add_people(alias, number, name)


# --- Databases --------------------


def _server() -> str:
    """The tests' own PostgreSQL; empty when they run on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _new_database(template: str = "") -> str:
    """An empty database on that server, or one equal to another."""
    if not (server := _server()):
        return ""
    name = f"maillage_{uuid4().hex[:10]}"
    like = f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{like}".encode())
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _drop(url: str) -> None:
    if url:
        with psycopg.connect(_server(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)".encode())


def _made(folder: Path) -> Installation:
    """Settings and key, on an empty database."""
    place.make(folder, hosts=HOST, bind="127.0.0.1:8000", database=_new_database(), mail="", mail_from="")
    return Installation(folder)


@pytest.fixture
def fresh_database() -> Iterator[Callable[[], str]]:
    """A new empty database on the tests' own PostgreSQL; an empty address when they run on SQLite."""
    made = list[str]()

    def make() -> str:
        made.append(_new_database())
        return made[-1]

    yield make
    for url in made:
        _drop(url)


# --- Made once a session --------------------


@pytest.fixture(scope="session")
def _on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of this version on SQLite, with people and a sealed history."""
    one = Installation(tmp_path_factory.mktemp("sqlite") / "data")
    one.say("init", "--host", HOST)
    one.python(FILL)
    return one


@pytest.fixture(scope="session")
def _filled(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Installation]:
    """The same on the database the tests run on."""
    if not _server():
        yield request.getfixturevalue("_on_sqlite")
        return
    one = _made(tmp_path_factory.mktemp("filled") / "data")
    one.say("init")
    one.python(FILL)
    yield one
    _drop(one.database)


@pytest.fixture(scope="session")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of the last release with people and a sealed history."""
    one = _made(tmp_path_factory.mktemp("released") / "data")
    one.python(RELEASED % list(json.loads(LAST_RELEASE.read_text()).items()))
    yield one
    if _server():
        _drop(one.database)


def _copy(one: Installation, folder: Path) -> Installation:
    shutil.copytree(one.folder, folder)
    if _server():
        place.replace_setting(folder, place.DATABASE, _new_database(one.database))
    return Installation(folder)


# --- For each test --------------------


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Installation]:
    """Settings and key, on an empty database: nothing migrated yet."""
    one = _made(tmp_path / "bare")
    yield one
    if _server():
        _drop(one.database)


@pytest.fixture
def on_sqlite(_on_sqlite: Installation, tmp_path: Path) -> Installation:
    """A whole installation with rows on SQLite, whatever the tests run on."""
    shutil.copytree(_on_sqlite.folder, tmp_path / "sqlite")
    return Installation(tmp_path / "sqlite")


@pytest.fixture
def installed(_filled: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A whole installation with rows, on the database the tests run on."""
    one = _copy(_filled, tmp_path / "installed")
    yield one
    if _server():
        _drop(one.database)


@pytest.fixture
def released(_released: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The same, as the last release left it."""
    one = _copy(_released, tmp_path / "released")
    yield one
    if _server():
        _drop(one.database)
