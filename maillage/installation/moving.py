"""`maillage move-to-postgres`: everything from SQLite to an empty PostgreSQL, compared at the end."""

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from maillage.installation import backups, copies, place, restoring
from maillage.installation.place import RefusedError
from maillage.settings.reader import Reader

TARGET = "postgres"


def move(url: str, folder: Path) -> None:
    """Copy, compare, and only then write the new address into the settings.
    SQLite's file is set aside.
    Raises RefusedError when the target holds rows, does not answer, or is not equal in the end.
    """
    if not backups.is_sqlite():
        raise RefusedError("This installation is not on SQLite: there is nothing to move.")
    try:
        url = Reader({"DATABASE": url}).database_url("DATABASE", "")
    except ImproperlyConfigured as refusal:
        raise RefusedError(str(refusal)) from None
    if url.startswith("sqlite"):
        raise RefusedError("The target is SQLite again: expected postgres://user:password@host/name.")
    copies.connect(TARGET, url)
    try:
        copies.refuse_unless_empty(TARGET)
        copies.make_tables(TARGET, copies.state_of("default"))
        copies.copy("default", TARGET, _told)
        before, after = copies.content("default"), copies.content(TARGET)
    except DatabaseError as fault:
        raise RefusedError(
            f"PostgreSQL does not take it ({type(fault).__name__}): nothing changed here."
        ) from fault
    finally:
        copies.disconnect(TARGET)
    if differences := before.differs_from(after):
        raise RefusedError(f"The copy is not equal: {differences[0]}. The settings stay on SQLite.")
    place.replace_setting(folder, place.DATABASE, url)
    print(f"Moved: {sum(after.counts.values())} rows in {len(after.counts)} tables, counted on both sides.")
    print(f"The history is whole to its digest {after.last_digest}. The settings now name PostgreSQL.")
    _set_aside(Path(settings.DATABASES["default"]["NAME"]))


def _set_aside(file: Path) -> None:
    """The SQLite file is from now on a copy, kept as long as a backup."""
    connections.close_all()
    aside = restoring.aside_of(file)
    restoring.fold_journal(file, aside)
    file.rename(aside)
    os.utime(aside)
    print(f"The SQLite file is kept for {settings.BACKUP_DAYS} days: {aside}")


def _told(table: str, done: int, total: int) -> None:
    if done == total or done % 50_000 < copies.ROWS_AT_ONCE:
        print(f"  {table}: {done} of {total}", flush=True)
