"""Upgrade from the last release and the move to PostgreSQL: every row, the whole chain, or the old state."""

import signal
from collections.abc import Callable, Iterator

import psycopg
import pytest

from devtools.postgres import temporary_postgres
from maillage.installation.tests.conftest import ROWS, Installation
from maillage.installation.tests.test_backups import KILLED, path_in

pytestmark = pytest.mark.django_db

MADE_BY_DJANGO = {"django_content_type", "auth_permission"}


ANSWERS_KEPT = """
from maillage.territory.models import HostOrganisation
host = HostOrganisation.objects.get()
assert (host.kind.code, host.community_stance.code) == ("general_social_service", "no_means")
"""


def test_an_upgrade_from_the_last_release_keeps_every_row_and_leads_back(released: Installation) -> None:
    before = released.content()
    assert "maillage upgrade" in released.refused("serve")
    told = released.run("upgrade").stdout
    after = released.content()
    for table, count in before["counts"].items():
        told_once = table == "kit_historyentry"  # the words of the new version are told in one entry
        if table not in MADE_BY_DJANGO:
            assert after["counts"][table] == count + told_once, table
    assert (after["last_digest"], after["history_faults"]) == (before["last_digest"], 0)
    released.python(ANSWERS_KEPT)
    assert "migrations went through" in told
    assert f"The history is whole: {ROWS} entries sealed" in told
    released.add_people(1, "later")
    released.say("restore", str(path_in(told)))
    back = released.content()
    assert back["last_digest"] == before["last_digest"]
    assert back["counts"]["people_person"] == before["counts"]["people_person"]
    assert "of this version already" in released.run("upgrade").stdout


def test_an_upgrade_killed_halfway_goes_on_where_it_was(released: Installation) -> None:
    before = released.content()
    halfway = f"""{KILLED}
from django.db.migrations.executor import MigrationExecutor
from maillage.installation import upgrading
apply, applied = MigrationExecutor.apply_migration, []
def third(self, state, migration, **kwargs):
    if self.connection.alias == "default":
        applied.append(migration)
    return end() if len(applied) == 3 else apply(self, state, migration, **kwargs)
MigrationExecutor.apply_migration = third
upgrading.upgrade()"""
    assert released.run("manage", "shell", "-c", halfway).returncode == -signal.SIGKILL
    assert "maillage upgrade" in released.refused("serve")
    assert "migrations went through" in released.run("upgrade").stdout
    after = released.content()
    assert after["counts"]["people_person"] == before["counts"]["people_person"]
    assert (after["last_digest"], after["history_faults"]) == (before["last_digest"], 0)


def test_a_database_of_another_version_is_not_served(bare: Installation) -> None:
    assert "maillage upgrade" in bare.refused("serve")


# --- To PostgreSQL --------------------


@pytest.fixture(scope="session")
def _own_postgres() -> Iterator[str]:
    with temporary_postgres() as started:
        yield started


@pytest.fixture
def postgres(fresh_database: Callable[[], str], request: pytest.FixtureRequest) -> str:
    """An empty PostgreSQL: a database on the tests' own, or on one started for these tests."""
    if url := fresh_database():
        return url
    server: str = request.getfixturevalue("_own_postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server


def test_everything_moves_to_postgres_and_life_goes_on_there(on_sqlite: Installation, postgres: str) -> None:
    before = on_sqlite.content()
    halfway = f"""{KILLED}
from pathlib import Path
from maillage.installation import moving
copies._set_sequences = end
moving.move({postgres!r}, Path({str(on_sqlite.folder)!r}))"""
    assert on_sqlite.run("manage", "shell", "-c", halfway).returncode == -signal.SIGKILL
    assert on_sqlite.database.startswith("sqlite")
    assert on_sqlite.content() == before
    told = on_sqlite.say("move-to-postgres", postgres)
    assert on_sqlite.database == postgres
    assert on_sqlite.content() == before
    moved = before["counts"]["kit_historyentry"]
    assert f"kit_historyentry: {moved} of {moved}" in told
    assert str(before["last_digest"]) in told
    assert "The SQLite file is kept for 90 days" in told
    on_sqlite.add_people(2, "later")
    assert on_sqlite.content()["counts"]["kit_historyentry"] == moved + 2
    assert "nothing to move" in on_sqlite.refused("move-to-postgres", postgres)


def test_a_database_that_holds_rows_or_does_not_answer_changes_nothing(
    on_sqlite: Installation, postgres: str
) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE TABLE kit_historyentry (id integer)")
        connection.execute("INSERT INTO kit_historyentry VALUES (1)")
    before = (on_sqlite.folder / "maillage.env").read_text()
    assert "not empty" in on_sqlite.refused("move-to-postgres", postgres)
    away = "postgres://nobody@127.0.0.1:1/nothing"
    assert "nothing changed here" in on_sqlite.refused("move-to-postgres", away)
    assert (on_sqlite.folder / "maillage.env").read_text() == before
    on_sqlite.environment["DATABASE_URL"] = on_sqlite.database
    assert "in the environment" in on_sqlite.refused("move-to-postgres", postgres)
