"""An erasure leaves nothing in the files, and no backup brings anybody back (T16, D23)."""

from pathlib import Path
from typing import Any

import pytest

from maillage.installation import erasures
from maillage.installation.tests.conftest import Installation
from maillage.kit import clock, ledger
from maillage.kit.upkeep import rewrite_database
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

NAME, ADDRESS, WORDS = "Zébuline Quartefeuille", "zebuline@quartefeuille.example", "j’élève des tritons"
#: Somebody writes, leaves, asks; a backup is made; then two people erase.
ERASE = f"""
from pathlib import Path
from django.conf import settings
from maillage.installation import backups
from maillage.kit import clock, history
from maillage.kit.upkeep import rewrite_database
from maillage.people import departures, erasing, operations
from maillage.people.models import Person, RoleMembership
day = clock.today()
people = {{}}
for name, role in (("{NAME}", "raq"), ("Ask", "coordination"), ("Confirm", "operator")):
    address = "{ADDRESS}" if role == "raq" else f"{{name}}@test.example"
    people[role] = person = Person.objects.create(display_name=name, email=address)
    person.password = "secret-of-hers" if role == "raq" else ""
    person.save()
    RoleMembership.objects.create(person=people[role], role=role, first_day=day)
raq, first, second = people.values()
for turn in range(40):
    words = {{"experience": "{WORDS} " * (turn + 1), "phone": f"0470 12 34 {{turn + 10}}"}}
    operations.change_profile(by=raq, values=words, languages=["ar"], skills=[f"{WORDS} {{turn}}"])
asked = operations.record_request(by=raq, person=raq, kind="erasure", words="{WORDS}", received_on=day)
departures.note_departure(by=first, person=raq)
history.seal_pending()
backup = backups.back_up(Path(settings.DATA_DIR) / "backups")
erasing.confirm_erasure(by=second, row=erasing.ask_erasure(by=first, request=asked))
rewrite_database()
print(raq.pk, backup)
"""


def left_in(folder: Path) -> list[str]:
    """Which of her words lie in which of the database's files."""
    words = [
        word.encode() for word in (NAME, ADDRESS, WORDS, "Quartefeuille", "secret-of-hers", "0470 12 34")
    ]
    return [
        f"{word.decode()} in {file.name}"
        for file in folder.glob("maillage.sqlite3*")
        for word in words
        if word in file.read_bytes()
    ]


def test_nothing_is_left_in_the_files_and_a_restored_backup_is_erased_again(on_sqlite: Installation) -> None:
    """Also when the ledger is that of another machine (F45)."""
    key, backup = on_sqlite.python(ERASE).split()
    assert NAME.encode() in (Path(backup) / "database.sqlite3").read_bytes(), "else this proves nothing"
    assert left_in(on_sqlite.folder) == []
    book = (on_sqlite.folder / "erasures.txt").read_text()
    assert key in book
    assert "Z" not in book
    (on_sqlite.folder / "erasures.txt").unlink()  # as on another machine: the backups' own ledgers tell
    later = on_sqlite.folder / "backups" / "later"
    later.mkdir()
    (later / "erasures.txt").write_text(book)
    told = on_sqlite.say("restore", backup)
    assert "Erased again, as the ledger of erasures says: 1." in told
    assert left_in(on_sqlite.folder) == []
    assert "The ledger of erasures and the database agree (1)" in on_sqlite.run("doctor").stdout


def test_the_doctor_says_where_ledger_and_database_disagree(
    settings: Any, tmp_path: Path, mirabelle: Person, romarin: Person
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"
    ledger.note(person=mirabelle.pk, erasure=mirabelle.pk, at=clock.now() - 2 * erasures.NOT_REWRITTEN)
    Person.objects.filter(pk=romarin.pk).update(erased_on=clock.today())
    sentences = [sentence for well, sentence in erasures.findings() if not well]
    assert len(sentences) == 3


@pytest.mark.django_db(transaction=True)
def test_the_files_are_written_anew_after_an_erasure_alone(
    settings: Any, tmp_path: Path, mirabelle: Person
) -> None:
    """On the database the tests run on: SQLite's whole file, PostgreSQL's tables."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"
    rewrite_database()
    assert not settings.ERASURE_LEDGER.exists()
    ledger.note(person=mirabelle.pk, erasure=mirabelle.pk, at=clock.now())
    rewrite_database()
    assert ledger.read().to_rewrite == []
