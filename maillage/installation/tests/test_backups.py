"""Backup and restore: verified, encrypted, one at a time, kept as long as told, all or nothing."""

import json
import resource
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from maillage.installation import backups, place, sealing
from maillage.installation.tests.conftest import Installation
from maillage.kit.backup_folder import kept_in, name_at

KILLED = """
import os, signal
from maillage.installation import backups, copies, restoring, sealing
def end(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
"""
NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


def path_in(told: str) -> Path:
    return Path(next(line for line in told.splitlines() if "Backup made" in line).split(": ", 1)[1])


@pytest.mark.django_db
def test_an_encrypted_backup_brings_back_what_was_there(installed: Installation, tmp_path: Path) -> None:
    identity = tmp_path / "identity.txt"
    identity.write_text(installed.say("backup-key"))
    before = installed.content()
    backup = path_in(installed.say("backup"))
    stored = backup / "database.sqlite3.age"
    assert stored.stat().st_mode & 0o077 == 0
    assert stored.read_bytes().startswith(b"age-encryption.org/v1")
    assert {path.name for path in backup.iterdir()} - {"erasures.txt"} == {stored.name, "manifest.json"}
    assert not any(b"SQLite format" in path.read_bytes() for path in backup.iterdir())
    secret = next(line for line in identity.read_text().splitlines() if line.startswith("AGE-SECRET"))
    assert all(secret.encode() not in path.read_bytes() for path in installed.folder.glob("*.*"))
    installed.add_people(1, "later")
    assert installed.content() != before
    assert "--identity" in installed.refused("restore", str(backup))
    assert kept_in(installed.folder / "backups")[0].path == backup, "refused before anything is done"
    told = installed.say("restore", str(backup), "--identity", str(identity))
    assert installed.content() == before
    assert str(before["last_digest"]) in told
    assert "What was there is kept" in told
    assert not (installed.folder / "backup.work").exists()


@pytest.mark.django_db
def test_a_damaged_backup_is_refused_and_nothing_changes(installed: Installation) -> None:
    before = installed.content()
    backup = path_in(installed.say("backup"))
    with (backup / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"altered")
    for asked, words in ((backup, "damaged"), (backup.parent, "no backup")):
        assert words in installed.refused("restore", str(asked))
    assert installed.content() == before


@pytest.mark.django_db
def test_a_backup_or_restore_killed_halfway_leaves_the_old_state(installed: Installation) -> None:
    before = installed.content()
    halfway = f"{KILLED}\nsealing.digest_of = end\nbackups.back_up(backups.settings.BACKUPS)"
    ended = installed.run("manage", "shell", "-c", halfway)
    assert ended.returncode == -signal.SIGKILL
    assert kept_in(installed.folder / "backups") == []
    backup = path_in(installed.say("backup"))
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    installed.add_people(1, "later")
    later = installed.content()
    halfway = f"""{KILLED}
from pathlib import Path
link = Path.hardlink_to
Path.hardlink_to = lambda *names: (link(*names), end())
copies._set_sequences = lambda alias, tables: alias == "default" and end()
restoring.restore(Path({str(backup)!r}), identity=None, kept_in=backups.settings.BACKUPS)"""
    assert installed.run("manage", "shell", "-c", halfway).returncode == -signal.SIGKILL
    assert installed.content() == later
    installed.say("restore", str(backup))
    assert installed.content() == before
    assert list(installed.folder.glob("*.restoring")) == []
    assert all(path.stat().st_nlink == 1 for path in installed.folder.glob("maillage.sqlite3*"))


@pytest.mark.django_db
def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(installed: Installation) -> None:
    before = installed.content()
    backup = path_in(installed.say("backup"))

    def nearly_full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    for words in (("backup",), ("restore", str(backup))):
        told = installed.refused(*words, preexec_fn=nearly_full)
        assert "did not go through" in told or "The system refuses (File too large" in told
    assert installed.content() == before
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    installed.append_settings("MAILLAGE_DISK_MINIMUM_MB=1000000")
    assert "nothing was begun" in installed.refused("backup")


@pytest.mark.django_db
def test_two_backups_at_once_are_refused(on_sqlite: Installation) -> None:
    with place.turn(on_sqlite.folder, "backup"):
        assert "wait until it ends" in on_sqlite.refused("backup")


def test_old_backups_go_and_the_newest_stays(tmp_path: Path, settings: Any) -> None:
    """D23: 90 days, also for a database file that a restore set aside."""
    settings.DATA_DIR, settings.BACKUP_DAYS = tmp_path, 90
    folder = tmp_path / "backups"
    made = [folder / name_at(NOW - timedelta(days=days)) for days in (300, 90, 89)]
    for path in made:
        path.mkdir(parents=True)
    aside = tmp_path / f"maillage.sqlite3{place.SET_ASIDE}20250101T000000Z"
    aside.touch()
    assert backups.prune(folder, NOW) == made[1::-1]
    assert aside.exists()
    assert backups.prune(folder, datetime.now(UTC) + timedelta(days=91)) == [aside]
    assert [each.path for each in kept_in(folder)] == [made[2]]


def test_another_identity_does_not_open_it(tmp_path: Path) -> None:
    (identity, recipient), (other, _) = sealing.new_identity(), sealing.new_identity()
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(b"of people " * 20_000)
    sealing.seal(plain, sealed, [recipient])
    for words, refusal in ((other, "does not open"), ("# none", "holds no identity")):
        (tmp_path / "identity").write_text(words)
        with pytest.raises(place.RefusedError, match=refusal):
            sealing.refuse_unless_opens(sealed, tmp_path / "identity")
    (tmp_path / "identity").write_text(f"# mine\n{identity}\n")
    sealing.open_sealed(sealed, opened, tmp_path / "identity")
    assert opened.read_bytes() == plain.read_bytes()


def test_a_folder_without_its_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"digest": "x"}))
    with pytest.raises(place.RefusedError, match="no backup"):
        backups.manifest_of(tmp_path)
