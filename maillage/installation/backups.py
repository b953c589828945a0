"""`maillage backup`: one SQLite file whatever the database, read again and encrypted before it counts."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

import maillage
from maillage.installation import copies, place, sealing
from maillage.installation.place import RefusedError
from maillage.kit import clock, ledger
from maillage.kit.backup_folder import ENCRYPTED, MANIFEST, PLAIN, Kept, kept_in, name_at

SCRATCH = "scratch"
UNFINISHED = ".unfinished"
MB = 1_000_000


def is_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


def back_up(folder: Path) -> Path:
    """Make a backup in a folder of its own, read it again, and only then give it its name.

    Raises RefusedError when there is no room, when the copy cannot be read again, or while another is made.
    """
    with place.turn(Path(settings.DATA_DIR), "backup"):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_without_room(folder)
            return _made(folder / name_at(clock.now()))
        except (OSError, sqlite3.Error, DatabaseError) as fault:
            raise RefusedError(
                f"The backup did not go through ({place.reason(fault)}): none was made, nothing else changed."
            ) from fault
        finally:
            shutil.rmtree(folder / UNFINISHED, ignore_errors=True)


def _made(target: Path) -> Path:
    unfinished = target.with_name(UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)  # left by whoever was killed
    unfinished.mkdir(mode=0o700)
    with workplace() as work:
        plain = work / PLAIN
        _copy_to(plain)
        with scratch(plain):
            found = _read_again(plain)
        kept = unfinished / (ENCRYPTED if settings.BACKUP_RECIPIENTS else PLAIN)
        if settings.BACKUP_RECIPIENTS:
            sealing.seal(plain, kept, settings.BACKUP_RECIPIENTS)
        else:
            shutil.copyfile(plain, kept)
    kept.chmod(0o600)
    manifest = {
        "version": maillage.__version__,
        "digest": sealing.digest_of(kept),
        "recipients": settings.BACKUP_RECIPIENTS,
        "content": found.as_dict(),
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1))
    ledger.copy_to(unfinished)
    for path in (kept, unfinished / MANIFEST, unfinished):
        place.flush(path)
    unfinished.rename(target)
    place.flush(target.parent)
    return target


def _copy_to(plain: Path) -> None:
    if is_sqlite():
        _copy_file(Path(settings.DATABASES["default"]["NAME"]), plain)
        return
    with scratch(plain):
        copies.make_tables(SCRATCH, copies.state_of("default"))
        copies.copy("default", SCRATCH)


def _read_again(file: Path) -> copies.Content:
    """Everything in it, counted and verified; a history altered before is copied as it is, and told."""
    with connections[SCRATCH].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            raise RefusedError(f"{file.name} cannot be read again whole: no backup was made.")
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
def workplace() -> Iterator[Path]:
    """A private folder for a moment, beside the database: what is readable never lies anywhere else."""
    folder = Path(settings.DATA_DIR) / "backup.work"
    _sweep(folder)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """What a backup or a restoration left when it was killed: copies, and a second name of the database."""
    shutil.rmtree(folder, ignore_errors=True)
    if not is_sqlite():
        return
    current = Path(settings.DATABASES["default"]["NAME"])
    current.with_name(f"{current.name}{place.ARRIVING}").unlink(missing_ok=True)
    for aside in current.parent.glob(f"{current.name}{place.SET_ASIDE}*"):
        if current.exists() and aside.samefile(current):
            aside.unlink()


@contextlib.contextmanager
def scratch(file: Path) -> Any:
    """A SQLite file as a second database, and afterwards one plain file again."""
    copies.connect(SCRATCH, f"sqlite:///{file}")
    try:
        with connections[SCRATCH].cursor() as cursor:
            for quick in ("journal_mode=MEMORY", "synchronous=OFF"):  # who is interrupted begins again
                cursor.execute(f"PRAGMA {quick}")
        yield
        with connections[SCRATCH].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        copies.disconnect(SCRATCH)


def _refuse_without_room(folder: Path) -> None:
    """A readable copy for a moment beside the database, and the backup where it is wanted."""
    places = [Path(settings.DATA_DIR), folder]
    disks = [where.stat().st_dev for where in places]
    for where, disk in zip(places, disks, strict=True):
        needed = settings.DISK_MINIMUM_MB * MB + disks.count(disk) * _size()
        free = shutil.disk_usage(where).free
        if free < needed:
            raise RefusedError(
                f"{where} has {free // MB} MB free and a backup wants {needed // MB}: nothing was begun."
            )


def _size() -> int:
    if is_sqlite():
        return Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


# --- What a backup says of itself --------------------


def manifest_of(backup: Path) -> dict[str, Any]:
    """What a backup says it holds; raises RefusedError if its file is not the one it was made with."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text())
        digest = sealing.digest_of(file_of(backup))
    except (OSError, ValueError):
        raise RefusedError(f"{backup} is no backup of Maillage.") from None
    if manifest.get("digest") != digest:
        raise RefusedError(f"{backup} is damaged: its file is not the one that was made.")
    return manifest


def file_of(backup: Path) -> Path:
    sealed = backup / ENCRYPTED
    return sealed if sealed.exists() else backup / PLAIN


# --- How long backups are kept (D23) --------------------


def prune(folder: Path, moment: datetime) -> list[Path]:
    """Remove what would be older than the settings allow by tomorrow, and say what; the newest stays.

    A database file that `restore` or a move set aside is a copy like any other, and goes as they do.
    """
    limit = moment - timedelta(days=settings.BACKUP_DAYS - 1)
    old: list[Path] = [each.path for each in kept_in(folder)[1:] if each.made_at < limit]
    for path in old:
        shutil.rmtree(path)
    for path in Path(settings.DATA_DIR).glob(f"*{place.SET_ASIDE}*"):
        if path.stat().st_mtime < limit.timestamp():
            path.unlink()
            old.append(path)
    return old


def newest() -> Kept | None:
    """The last backup in the usual folder."""
    return next(iter(kept_in(Path(settings.BACKUPS))), None)
