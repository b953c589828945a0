"""Backups as they lie in their folder: their names say when they were made (house.md 7)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = re.compile(r"maillage-(?P<moment>\d{8}T\d{12})Z")
PLAIN, ENCRYPTED, MANIFEST = "database.sqlite3", "database.sqlite3.age", "manifest.json"


@dataclass(frozen=True)
class Kept:
    """One backup that was made whole."""

    path: Path
    made_at: datetime
    encrypted: bool


def name_at(moment: datetime) -> str:
    """The name of a backup that covers everything up to that moment."""
    return f"maillage-{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}Z"


def kept_in(folder: Path) -> list[Kept]:
    """The backups there, newest first; what is unfinished has another name and is not among them."""
    found = []
    for path in folder.glob("maillage-*Z") if folder.is_dir() else ():
        if match := NAME.fullmatch(path.name):
            moment = datetime.strptime(f"{match['moment']}+0000", "%Y%m%dT%H%M%S%f%z")
            found.append(Kept(path, moment, (path / ENCRYPTED).exists()))
    return sorted(found, key=lambda each: each.made_at, reverse=True)
