"""History: one append-only log in sentences, sealed in a chain of blocks (house.md 3 and 4, trust T13).

Entries commit unchained, together with what they tell; `seal_pending` chains them within seconds. `verify`
reads the chain again from its first block. The chain proves that nothing sealed was altered, removed or
slipped in; it cannot by itself prove that the newest blocks were not cut off: note the last digest elsewhere.

`empty` takes content and salt out of entries (an erasure, T16); a chained entry of its own says of which, so
that nobody empties silently.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, locks
from maillage.kit.middleware import current_request_id
from maillage.kit.models import HistoryBlock, HistoryEntry
from maillage.kit.policy import Reader

GENESIS = "0" * 64
BLOCK_SIZE = 10_000
EMPTIED = "kit.history.emptied"
EMPTIED_AT_ONCE = 1000

Sentence = Promise | str
VERBS: dict[str, Sentence] = {}


class UnknownVerbError(LookupError):
    """A verb nobody declared: history would not know how to say it."""


def declare(verb: str, sentence: Sentence) -> None:
    """Make `verb` sayable. The sentence names the author as %(who)s. Raises ValueError the second time."""
    if verb in VERBS:
        raise ValueError(f"the verb {verb!r} is declared twice")
    VERBS[verb] = sentence


def record(
    *,
    by: Reader | None,
    verb: str,
    subject: models.Model,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> HistoryEntry:
    """Write down that `by` did `verb` to `subject`; `by` is None for the software itself.

    `changes` maps a field name to [before, after], or to None where the history must not keep the values
    (see `changes_between`). Raises UnknownVerbError.
    """
    entry = _entry(by, verb, subject, changes or {}, reason)
    entry.save(force_insert=True)
    return entry


def record_each(*, by: Reader | None, verb: str, told: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """Write one entry for each row, all at once. Raises UnknownVerbError."""
    entries = [_entry(by, verb, subject, changes, "") for subject, changes in told]
    models.QuerySet[HistoryEntry](HistoryEntry).bulk_create(entries)


def _entry(
    by: Reader | None, verb: str, subject: models.Model, changes: dict[str, Any], reason: str
) -> HistoryEntry:
    if verb not in VERBS:
        raise UnknownVerbError(verb)
    entry = HistoryEntry(
        at=clock.now(),
        by_id=by.pk if by else None,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=_details(changes, reason),
        request_id=current_request_id(),
        salt=secrets.token_hex(16),
    )
    entry.commitment = commitment_of(entry)
    return entry


def commitment_of(entry: HistoryEntry) -> str:
    """The salted SHA-256 that stands for the whole entry in the chain, in hexadecimal."""
    content = [
        entry.at.isoformat(),
        str(entry.by_id or ""),
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
        entry.request_id,
    ]
    return hashlib.sha256((entry.salt + _canonical(content)).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _details(changes: dict[str, Any], reason: str) -> str:
    return _canonical({"changes": changes, "reason": reason})


#: What an entry holds that tells neither values nor a reason.
NO_DETAILS = _details({}, "")


# --- What changed --------------------


def snapshot(row: models.Model) -> dict[str, Any]:
    """The values of a row's own columns, to be held against it after a change."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def changes_between(before: dict[str, Any], row: models.Model) -> dict[str, Any]:
    """Which fields differ: [before, after] where the model lets history keep values, else None."""
    keeps: frozenset[str] = getattr(row, "history_keeps", frozenset())
    changes: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        old, new = before.get(column.attname), getattr(row, column.attname)
        if old != new and column.name != "version":
            plain = getattr(column, "value_to_keep", _plain)
            changes[column.name] = [plain(old), plain(new)] if column.name in keeps else None
    return changes


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


# --- Emptying --------------------

declare(EMPTIED, _("%(who)s emptied lines of the history, because somebody was erased"))


def with_content() -> models.QuerySet[HistoryEntry]:
    """The entries that hold something an erasure may take out."""
    return HistoryEntry.objects.exclude(details__in=["", NO_DETAILS]).exclude(verb=EMPTIED)


def empty(entries: list[HistoryEntry], *, by: Reader | None) -> int:
    """Take details and salt out of these entries; return how many.

    What remains of each, and its commitment, is bound by a new entry, which is chained at once, in the same
    transaction. Raises RuntimeError outside one.
    """
    locks.hold("kit.history")
    chosen = [entry for entry in entries if entry.details and entry.verb != EMPTIED]
    for start in range(0, len(chosen), EMPTIED_AT_ONCE):
        batch = chosen[start : start + EMPTIED_AT_ONCE]
        rows = models.QuerySet[HistoryEntry](HistoryEntry)
        rows.filter(pk__in=[entry.pk for entry in batch]).update(details="", salt="")
        remains = {str(entry.pk): remainder_of(entry) for entry in batch}
        record(by=by, verb=EMPTIED, subject=batch[0], changes={"emptied": remains})
    while seal_pending():
        pass
    return len(chosen)


def remainder_of(entry: HistoryEntry) -> str:
    """The SHA-256 of what an emptied entry still says: who, when, which verb, on what, and its commitment."""
    remains = [
        str(entry.pk),
        entry.at.isoformat(),
        str(entry.by_id or ""),
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.request_id,
        entry.commitment,
    ]
    return hashlib.sha256(_canonical(remains).encode()).hexdigest()


def _said_to_be_emptied(using: str) -> dict[int, str]:
    """Of each entry that a chained one says was emptied: what remains of it."""
    said: dict[int, str] = {}
    rows = HistoryEntry.objects.using(using).filter(
        subject_kind=HistoryEntry._meta.label_lower, verb=EMPTIED, block__isnull=False
    )
    for entry in rows.order_by("id").iterator():
        if entry.commitment == commitment_of(entry):  # an altered one says nothing; its block tells of it
            told = json.loads(entry.details)["changes"]["emptied"]
            said.update({int(number): remains for number, remains in told.items()})
    return said


# --- The chain --------------------


def digest_of(block: HistoryBlock, entries: list[tuple[int, str]]) -> str:
    """What seals a block: the block before, its own number and moment, and every entry in it."""
    head = f"{block.previous_digest}:{block.number}:{block.sealed_at.isoformat()}:{block.entry_count}"
    chained = hashlib.sha256(head.encode())
    for number, commitment in entries:
        chained.update(f"\n{number}:{commitment}".encode())
    return chained.hexdigest()


def seal_pending(size: int = BLOCK_SIZE) -> int:
    """Chain committed entries that no block holds yet into one new block; return how many.

    Sealers wait for one another; entries that commit meanwhile wait for the next block.
    """
    with transaction.atomic():
        locks.hold("kit.history")
        pending = list(
            HistoryEntry.objects.filter(block__isnull=True)
            .order_by("id")
            .values_list("id", "commitment")[:size]
        )
        if not pending:
            return 0
        last = HistoryBlock.objects.order_by("-number").first()
        block = HistoryBlock(
            number=last.number + 1 if last else 1,
            sealed_at=clock.now(),
            entry_count=len(pending),
            previous_digest=last.digest if last else GENESIS,
        )
        block.digest = digest_of(block, pending)
        block.save()
        _attach(block, pending)
    return len(pending)


def _attach(block: HistoryBlock, pending: list[tuple[int, str]]) -> None:
    """The one change an entry ever sees: the block that seals it. SQLite binds 32,766 values at most."""
    rows = models.QuerySet[HistoryEntry](HistoryEntry)
    first, last = pending[0][0], pending[-1][0]
    chosen = rows.filter(block__isnull=True, id__gte=first, id__lte=last)
    if chosen.count() != len(pending):  # an older entry committed meanwhile: it waits for the next block
        chosen = rows.filter(block__isnull=True, id__in=[number for number, _ in pending])
    if chosen.update(block=block) != len(pending):
        raise RuntimeError("entries were sealed outside the sealer's lock")


@dataclass
class Verification:
    """What reading the chain again found."""

    blocks: int = 0
    entries: int = 0
    emptied: int = 0
    tail: int = 0
    last_digest: str = GENESIS
    faults: list[str] = field(default_factory=list)

    @property
    def is_true(self) -> bool:
        return not self.faults


def verify(
    progress: Callable[[int], None] = lambda blocks: None, *, using: str = DEFAULT_DB_ALIAS
) -> Verification:
    """Read the whole chain again: every block, every commitment, every entry; report the unsealed tail."""
    found = Verification(tail=HistoryEntry.objects.using(using).filter(block__isnull=True).count())
    emptied = _said_to_be_emptied(using)
    for block in HistoryBlock.objects.using(using).order_by("number").iterator():
        found.blocks += 1
        if block.number != found.blocks:
            found.faults.append(f"block {found.blocks} is missing before block {block.number}")
            found.blocks = block.number
        if block.previous_digest != found.last_digest:
            found.faults.append(f"block {block.number} does not follow the block before it")
        _verify_block(block, found, emptied)
        found.last_digest = block.digest
        progress(found.blocks)
    return found


def _verify_block(block: HistoryBlock, found: Verification, emptied: dict[int, str]) -> None:
    chained: list[tuple[int, str]] = []
    for entry in _entries_of(block):
        if not entry.salt and not entry.details:
            found.emptied += 1
            if emptied.get(entry.pk) != remainder_of(entry):
                found.faults.append(
                    f"entry {entry.pk} in block {block.number} was emptied, and nothing chained says so"
                )
        elif entry.commitment != commitment_of(entry):
            found.faults.append(f"entry {entry.pk} in block {block.number} was altered")
        chained.append((entry.pk, entry.commitment))
    found.entries += len(chained)
    if len(chained) != block.entry_count or digest_of(block, chained) != block.digest:
        found.faults.append(f"block {block.number} does not hold what was sealed in it")


def _entries_of(block: HistoryBlock) -> Iterator[HistoryEntry]:
    rows = HistoryEntry.objects.using(block._state.db).filter(block=block)
    return rows.order_by("id").iterator(chunk_size=2000)
