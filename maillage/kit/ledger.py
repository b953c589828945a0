"""The ledger of erasures: a small file beside the database, of keys and moments alone (T16).

A restored backup brings back who was erased since; the ledger, which no backup replaces, says whom to erase
again before anybody reads (`people.erasing.repeat_erasures`). It is only added to. A line is one of

    erased 2026-11-21T10:00:00+00:00 KEY-OF-THE-PERSON KEY-OF-THE-ERASURE
    rewritten 2026-11-21T10:05:00+00:00

and the second says that the database was written anew, without what had been erased until then.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

ERASED, REWRITTEN = "erased", "rewritten"


@dataclass(frozen=True)
class Line:
    """One erasure: when, of whom, and which."""

    at: datetime
    person: UUID
    erasure: UUID

    def __str__(self) -> str:
        return f"{ERASED} {self.at.isoformat()} {self.person} {self.erasure}"


@dataclass
class Ledger:
    """What one ledger says: erasures, those since the database was last rewritten, lines not understood."""

    lines: list[Line] = field(default_factory=list)
    to_rewrite: list[Line] = field(default_factory=list)
    unread: int = 0

    @property
    def people(self) -> set[UUID]:
        return {line.person for line in self.lines}


def place() -> Path:
    """Where the ledger of this installation lies."""
    return Path(settings.ERASURE_LEDGER)


def read(file: Path | None = None) -> Ledger:
    """A ledger; an empty one when there is no file. A line cut short by a power cut is counted, and left."""
    found, file = Ledger(), file or place()
    for words in file.read_text(errors="replace").splitlines() if file.exists() else []:
        try:
            _understand(words.split(), found)
        except (ValueError, IndexError):
            found.unread += 1
    return found


def _understand(words: list[str], found: Ledger) -> None:
    if words[0] == REWRITTEN:
        found.to_rewrite.clear()
        return
    if words[0] != ERASED:
        raise ValueError(words[0])
    line = Line(datetime.fromisoformat(words[1]), UUID(words[2]), UUID(words[3]))
    found.lines.append(line)
    found.to_rewrite.append(line)


def note(*, person: Any, erasure: Any, at: datetime) -> None:
    """Add an erasure. Raises OSError: then nothing may be erased."""
    _add(str(Line(at, person, erasure)))


def note_rewritten(at: datetime) -> None:
    """The database holds nothing any more of whom the lines before name."""
    _add(f"{REWRITTEN} {at.isoformat()}")


def _add(line: str) -> None:
    """One line, on disk for good when this returns; a line cut short before stays on its own."""
    file = place()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(number).st_size
        begun = "" if size == 0 or os.pread(number, 1, size - 1) == b"\n" else "\n"
        os.write(number, f"{begun}{line}\n".encode())
        os.fsync(number)
    finally:
        os.close(number)


def copy_to(folder: Path) -> None:
    """A copy beside a backup, so that a backup on another machine knows too."""
    if place().exists():
        shutil.copyfile(place(), folder / place().name)


def take_in(folders: Iterable[Path]) -> int:
    """Add the erasures that the ledgers beside these backups know and ours does not; how many."""
    known, added = read().people, 0
    for folder in folders:
        for line in read(folder / place().name).lines:
            if line.person not in known:
                note(person=line.person, erasure=line.erasure, at=line.at)
                known.add(line.person)
                added += 1
    return added
