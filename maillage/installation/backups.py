"""`maillage backup` and `restore`: one SQLite file whatever the database, read again before it counts."""

import contextlib
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections

import maillage
from maillage.installation import copies, erasures
from maillage.installation.place import RefusedError
from maillage.kit import clock, ledger

DATABASE, MANIFEST = "database.sqlite3", "manifest.json"
SCRATCH = "scratch"
MB = 1_000_000


def is_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


def back_up(folder: Path) -> Path:
    """Make a backup in a folder of its own, read it again, and only then give it its name.

    Raises RefusedError when there is no room, or when the copy cannot be read again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_without_room(folder)
    target = folder / f"maillage-{clock.now():%Y%m%dT%H%M%S%fZ}"
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.mkdir(mode=0o700)
    try:
        file = unfinished / DATABASE
        if is_sqlite():
            _copy_file(Path(settings.DATABASES["default"]["NAME"]), file)
        else:
            with scratch(file):
                copies.make_tables(SCRATCH, copies.state_of("default"))
                copies.copy("default", SCRATCH)
        file.chmod(0o600)
        with scratch(file):
            found = _read_again(file)
        manifest = {"version": maillage.__version__, "digest": _digest(file), "content": found.as_dict()}
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1))
        ledger.copy_to(unfinished)
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target


def _read_again(file: Path) -> copies.Content:
    """Everything in it, counted and verified; a history altered before is copied as it is, and told."""
    with connections[SCRATCH].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            raise RefusedError(f"{file} cannot be read again whole: no backup was made.")
    found = copies.content(SCRATCH)
    if found.history_faults:
        print("The history in this backup is not what was sealed: `maillage doctor` says where.")
    return found


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's own copy: true even while people write; then on disk for good, in one file."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


@contextlib.contextmanager
def scratch(file: Path) -> Any:
    """A SQLite file as a second database, and afterwards one plain file again."""
    copies.connect(SCRATCH, f"sqlite:///{file}")
    try:
        yield
        with connections[SCRATCH].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        copies.disconnect(SCRATCH)


def _refuse_without_room(folder: Path) -> None:
    needed = settings.DISK_MINIMUM_MB * MB
    if is_sqlite():
        needed += Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise RefusedError(
            f"{folder} has {free // MB} MB free and a backup wants {needed // MB}: nothing was begun."
        )


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def manifest_of(backup: Path) -> dict[str, Any]:
    """What a backup says it holds; raises RefusedError if its file is not the one it was made with."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text())
        digest = _digest(backup / DATABASE)
    except (OSError, ValueError):
        raise RefusedError(f"{backup} is no backup of Maillage.") from None
    if manifest.get("digest") != digest:
        raise RefusedError(f"{backup} is damaged: its file is not the one that was made.")
    return manifest


def restore(backup: Path, *, kept_in: Path) -> None:
    """Put a backup in the place of the database; what was there is backed up first, or set aside."""
    manifest = manifest_of(backup)
    connections.close_all()
    try:
        print(f"What was there is kept: {back_up(kept_in)}")
    except (DatabaseError, sqlite3.Error, RefusedError) as fault:
        if not is_sqlite():
            raise
        print(f"What was there cannot be backed up ({type(fault).__name__}); its file is set aside.")
    connections.close_all()
    if is_sqlite():
        _replace_file(backup / DATABASE)
    else:
        _fill(backup / DATABASE, kept_in)
    found = copies.content("default")
    if differences := copies.Content(**manifest["content"]).differs_from(found):
        raise RefusedError(f"The restored database is not what the backup says: {differences[0]}.")
    call_command("migrate", interactive=False, verbosity=0)
    erasures.reconcile(beside=backup)
    print(
        f"Restored: {sum(found.counts.values())} rows, the history whole to its digest {found.last_digest}."
    )


def _replace_file(source: Path) -> None:
    current = Path(settings.DATABASES["default"]["NAME"])
    new = current.with_name(f"{current.name}.restoring")
    shutil.copyfile(source, new)
    new.chmod(0o600)
    aside = current.with_name(f"{current.name}.before-{clock.now():%Y%m%dT%H%M%SZ}")
    for ending in ("-wal", "-shm"):
        journal = current.with_name(current.name + ending)
        if journal.exists():
            journal.rename(aside.with_name(aside.name + ending))
    if current.exists():
        current.rename(aside)
    new.replace(current)


def _fill(file: Path, workplace: Path) -> None:
    """PostgreSQL: the tables as they were when the backup was made, then its rows."""
    copy = workplace / "restoring.sqlite3"
    shutil.copyfile(file, copy)
    try:
        with scratch(copy):
            copies.drop_tables("default")
            copies.make_tables("default", copies.state_of(SCRATCH))
            copies.copy(SCRATCH, "default")
    finally:
        copy.unlink(missing_ok=True)
