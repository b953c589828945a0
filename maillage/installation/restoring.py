"""`maillage restore`: a backup in the place of the database, all of it or nothing.

Whoever is killed on the way leaves the database of before, or the restored one; never half of each.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from maillage.installation import backups, copies, erasures, place, sealing
from maillage.installation.place import RefusedError
from maillage.kit import clock
from maillage.kit.backup_folder import ENCRYPTED, PLAIN


def restore(backup: Path, *, identity: Path | None, kept_in: Path) -> None:
    """Put a backup in the place of the database; what was there is backed up first, or set aside.

    Raises RefusedError before anything changed when the backup is damaged or does not open.
    """
    manifest = backups.manifest_of(backup)
    stored = backups.file_of(backup)
    if stored.name == ENCRYPTED:
        sealing.refuse_unless_opens(stored, identity)
    _keep_what_is_there(kept_in)
    with _opened(stored, identity) as file:
        if backups.is_sqlite():
            _replace_file(file)
        else:
            _fill(file)
    found = copies.content("default")
    if differences := copies.Content(**manifest["content"]).differs_from(found):
        raise RefusedError(f"The restored database is not what the backup says: {differences[0]}.")
    call_command("migrate", interactive=False, verbosity=0)
    erasures.reconcile(beside=backup)
    print(
        f"Restored: {sum(found.counts.values())} rows, the history whole to its digest {found.last_digest}."
    )


@contextlib.contextmanager
def _opened(stored: Path, identity: Path | None) -> Iterator[Path]:
    """A readable copy of its database, for a moment; meanwhile nobody makes a backup."""
    with place.turn(Path(settings.DATA_DIR), "backup"), backups.workplace() as work:
        plain = work / PLAIN
        if stored.name == ENCRYPTED:
            sealing.open_sealed(stored, plain, identity)
        else:
            shutil.copyfile(stored, plain)
        plain.chmod(0o600)
        yield plain


def _keep_what_is_there(folder: Path) -> None:
    connections.close_all()
    try:
        print(f"What was there is kept: {backups.back_up(folder)}")
    except RefusedError as refusal:
        if not backups.is_sqlite():
            raise
        print(f"What was there cannot be backed up; its file is set aside. {refusal}")
    connections.close_all()


def _replace_file(new: Path) -> None:
    """One rename decides: before it the old database is whole, after it the new one is."""
    current = Path(settings.DATABASES["default"]["NAME"])
    aside = aside_of(current)
    arriving = current.with_name(f"{current.name}{place.ARRIVING}")
    shutil.move(new, arriving)
    place.flush(arriving)
    if current.exists():
        fold_journal(current, aside)
        aside.hardlink_to(current)
    arriving.replace(current)
    place.flush(current.parent)
    if aside.exists():
        os.utime(aside)  # from now on it is kept as long as a backup


def aside_of(current: Path) -> Path:
    """The name of a database file that another one replaces."""
    return current.with_name(f"{current.name}{place.SET_ASIDE}{clock.now():%Y%m%dT%H%M%S%fZ}")


def fold_journal(current: Path, aside: Path) -> None:
    """What SQLite still holds in files beside goes into the database: the next one must not find it."""
    try:
        with closing(sqlite3.connect(current)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        for ending in ("-wal", "-shm"):
            journal = current.with_name(current.name + ending)
            if journal.exists():
                journal.rename(aside.with_name(aside.name + ending))


def _fill(file: Path) -> None:
    """PostgreSQL, in one transaction: the tables as they were when the backup was made, then its rows."""
    with backups.scratch(file), transaction.atomic(using="default"):
        copies.drop_tables("default")
        copies.make_tables("default", copies.state_of(backups.SCRATCH))
        with connections["default"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # Django's migrations leave some immediate
        copies.copy(backups.SCRATCH, "default")
