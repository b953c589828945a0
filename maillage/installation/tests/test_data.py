"""Backup, restore, upgrade and the move to PostgreSQL: counted, verified, refused rather than half done."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from devtools.postgres import temporary_postgres
from maillage.installation.tests.conftest import Installation

pytestmark = pytest.mark.django_db

LAST_RELEASE = Path(__file__).with_name("last_release.json")
#: Written for the models of any version: people by their columns, entries under their true commitments.
FILL = """
import uuid, secrets
from types import SimpleNamespace
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from maillage.kit import clock, history
from maillage.installation import copies
apps = MigrationExecutor(connection).loader.project_state(copies.state_of("default")).apps
Person, Entry = apps.get_model("people", "Person"), apps.get_model("kit", "HistoryEntry")
for number in range(%d):
    person = Person.objects.create(display_name=f"Pers\\u00f3nne {number}", email=f"%s{number}@test.example")
    entry = Entry(at=clock.now(), by_id=person.pk, verb="people.card.saved", subject_kind="people.person",
        subject_id=str(person.pk), details="{}", request_id="", salt=secrets.token_hex(16))
    entry.commitment = history.commitment_of(entry)
    entry.save()
while history.seal_pending(): pass
"""
COUNTED = """
import json
from maillage.installation import copies
print(json.dumps(copies.content("default").as_dict()))
"""


def fill(installation: Installation, people: int = 30, name: str = "p") -> None:
    installation.python(FILL % (people, name))


def rows(installation: Installation, table: str) -> int:
    counts = content(installation)["counts"]
    assert isinstance(counts, dict)
    return int(counts[table])


def content(installation: Installation) -> dict[str, object]:
    found: dict[str, object] = json.loads(installation.python(COUNTED))
    return found


def path_in(told: str) -> Path:
    return Path(next(line for line in told.splitlines() if "Backup made" in line).split(": ", 1)[1])


def test_a_backup_brings_back_what_was_there(installed: Installation) -> None:
    fill(installed)
    before = content(installed)
    backup = path_in(installed.say("backup"))
    assert (backup / "database.sqlite3").stat().st_mode & 0o077 == 0
    fill(installed, 1, "later")
    assert content(installed) != before
    told = installed.say("restore", str(backup))
    assert content(installed) == before
    assert str(before["last_digest"]) in told
    assert "What was there is kept" in told
    installed.python("from maillage.kit import history; assert history.verify().is_true")
    fill(installed, 1, "afterwards")


def test_a_damaged_backup_is_refused_and_nothing_changes(installed: Installation) -> None:
    fill(installed)
    before = content(installed)
    backup = path_in(installed.say("backup"))
    with (backup / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"altered")
    for asked, words in ((backup, "damaged"), (backup.parent, "no backup")):
        told = installed.run("restore", str(asked))
        assert told.returncode == 1
        assert words in told.stderr
    assert content(installed) == before


def test_a_backup_does_not_begin_on_a_disk_nearly_full(installed: Installation) -> None:
    installed.append_settings("MAILLAGE_DISK_MINIMUM_MB=1000000")
    told = installed.run("backup")
    assert told.returncode == 1
    assert "nothing was begun" in told.stderr
    assert "MB free, less than" in installed.run("doctor").stdout


def test_an_upgrade_from_the_last_release_keeps_every_row_and_the_chain(bare: Installation) -> None:
    for app, name in json.loads(LAST_RELEASE.read_text()).items():
        bare.say("manage", "migrate", app, name, "--verbosity", "0")
    fill(bare)
    before = content(bare)
    assert "maillage upgrade" in bare.run("serve").stderr
    told = bare.run("upgrade").stdout
    after = content(bare)
    for table, count in dict(before["counts"]).items():  # type: ignore[call-overload]
        now = after["counts"][table]  # type: ignore[index]
        if table == "kit_historyentry":
            assert now == count + 1, "the words of the new version are told in one entry"
        elif table not in {"django_content_type", "auth_permission"}:
            assert now == count, table
    assert after["last_digest"] == before["last_digest"]
    assert after["history_faults"] == 0
    assert "migrations went through" in told
    assert "The history is whole: 30 entries sealed" in told
    assert path_in(told).exists()
    assert "of this version already" in bare.run("upgrade").stdout


def test_the_backup_of_an_upgrade_leads_back_and_forward_again(bare: Installation) -> None:
    for app, name in json.loads(LAST_RELEASE.read_text()).items():
        bare.say("manage", "migrate", app, name, "--verbosity", "0")
    fill(bare)
    digest = content(bare)["last_digest"]
    backup = path_in(bare.run("upgrade").stdout)
    fill(bare, 1, "later")
    assert content(bare)["last_digest"] != digest
    bare.say("restore", str(backup))
    assert content(bare)["last_digest"] == digest
    assert "of this version already" in bare.run("upgrade").stdout


def test_the_doctor_finds_an_altered_history_and_a_key_others_may_read(on_sqlite: Installation) -> None:
    fill(on_sqlite)
    with closing(sqlite3.connect(on_sqlite.folder / "maillage.sqlite3")) as database, database:
        database.execute("UPDATE kit_historyentry SET details = 'x' WHERE id = 7")
    (on_sqlite.folder / "maillage.env").chmod(0o644)
    told = on_sqlite.run("doctor")
    assert told.returncode == 1
    assert "entry 7 in block 1 was altered" in told.stdout
    assert "maillage.env may be read by others" in told.stdout


def test_the_doctor_finds_a_clock_that_went_back_and_a_mail_server_that_is_away(
    on_sqlite: Installation,
) -> None:
    fill(on_sqlite, 1)
    with closing(sqlite3.connect(on_sqlite.folder / "maillage.sqlite3")) as database, database:
        database.execute("UPDATE kit_historyentry SET at = '2199-01-01 00:00:00'")
    on_sqlite.append_settings("MAILLAGE_MAIL=smtp://127.0.0.1:1")
    on_sqlite.append_settings("MAILLAGE_MAIL_FROM=maillage@raq.example.org")
    told = on_sqlite.run("doctor", "--quick").stdout
    assert "moments still to come" in told
    assert "127.0.0.1:1 does not take us" in told


# --- To PostgreSQL --------------------


@pytest.fixture
def postgres(fresh_database: Callable[[], str]) -> Iterator[str]:
    """An empty PostgreSQL: the tests' own, or one started for this."""
    url = fresh_database()
    if url:
        yield url
        return
    with temporary_postgres() as started:
        yield started


def test_everything_moves_to_postgres_and_life_goes_on_there(on_sqlite: Installation, postgres: str) -> None:
    fill(on_sqlite)
    before = content(on_sqlite)
    told = on_sqlite.say("move-to-postgres", postgres)
    assert content(on_sqlite) == before
    assert on_sqlite.python("from django.db import connection; print(connection.vendor)") == "postgresql"
    moved = rows(on_sqlite, "kit_historyentry")
    assert f"kit_historyentry: {moved} of {moved}" in told
    assert str(before["last_digest"]) in told
    fill(on_sqlite, 2, "later")
    assert rows(on_sqlite, "kit_historyentry") == moved + 2
    again = on_sqlite.run("move-to-postgres", postgres)
    assert again.returncode == 1
    assert "nothing to move" in again.stderr


def test_a_database_that_holds_rows_is_left_as_it_is(on_sqlite: Installation, postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE TABLE kit_historyentry (id integer)")
        connection.execute("INSERT INTO kit_historyentry VALUES (1)")
    before = (on_sqlite.folder / "maillage.env").read_text()
    told = on_sqlite.run("move-to-postgres", postgres)
    assert told.returncode == 1
    assert "not empty" in told.stderr
    assert (on_sqlite.folder / "maillage.env").read_text() == before


def test_a_postgres_that_does_not_answer_changes_nothing(on_sqlite: Installation) -> None:
    told = on_sqlite.run("move-to-postgres", "postgres://nobody@127.0.0.1:1/nothing")
    assert told.returncode == 1
    assert "nothing changed here" in told.stderr
