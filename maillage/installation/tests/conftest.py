"""Real installations in folders of their own, on the database the tests run on, driven by real processes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

HOST = "raq.example.org"
OURS = ("MAILLAGE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


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

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`maillage …` without a terminal."""
        return subprocess.run(
            self.command(*words),
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def say(self, *words: str) -> str:
        """The same, which must go well; what it said."""
        told = self.run(*words)
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout

    def python(self, code: str) -> str:
        """Run Python with the installation's settings; what it printed."""
        return self.say("manage", "shell", "--no-imports", "-c", code).strip()

    def append_settings(self, line: str) -> None:
        with (self.folder / "maillage.env").open("a") as file:
            file.write(f"{line}\n")


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture
def fresh_database() -> Iterator[Callable[[], str]]:
    """A new empty database on the tests' own PostgreSQL; an empty address when they run on SQLite."""
    server, made = os.environ.get("DATABASE_URL", ""), list[str]()

    def make() -> str:
        if not server.startswith("postgres"):
            return ""
        made.append(f"maillage_{uuid4().hex[:10]}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}".encode())
        return _named(server, made[-1])

    yield make
    for name in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def bare(tmp_path: Path, fresh_database: Callable[[], str]) -> Installation:
    """Settings and key, on an empty database: nothing migrated yet."""
    from maillage.installation import place

    one = Installation(tmp_path / "data")
    url = fresh_database()
    place.make(one.folder, hosts=HOST, bind="127.0.0.1:8000", database=url, mail="", mail_from="")
    return one


@pytest.fixture(scope="session")
def _first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite, made once and copied for each test."""
    one = Installation(tmp_path_factory.mktemp("first") / "data")
    one.say("init", "--host", HOST)
    return one.folder


@pytest.fixture
def on_sqlite(_first: Path, tmp_path: Path) -> Installation:
    shutil.copytree(_first, tmp_path / "sqlite")
    return Installation(tmp_path / "sqlite")


@pytest.fixture
def installed(request: pytest.FixtureRequest) -> Installation:
    """A whole installation on the database the tests run on."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        copied: Installation = request.getfixturevalue("on_sqlite")
        return copied
    one: Installation = request.getfixturevalue("bare")
    one.say("init")
    return one
