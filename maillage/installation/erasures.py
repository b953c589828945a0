"""Erasures outlive backups: whom the ledger names is erased again before anybody reads (T16)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from maillage.installation.place import RefusedError
from maillage.kit import clock, ledger
from maillage.kit.upkeep import rewrite_database

NOT_REWRITTEN = timedelta(days=1)


def reconcile(beside: Path | None = None) -> None:
    """Bring database and ledger to agree, and leave nothing of who was erased in the files.

    The ledgers of the backups around `beside` are taken in first: this machine may be a new one. Raises
    RefusedError when a ledger cannot be read or written.
    """
    from maillage.people import erasing

    try:
        if beside is not None:
            ledger.take_in(sorted(path for path in beside.absolute().parent.iterdir() if path.is_dir()))
        repeated, noted = erasing.reconcile()
        if repeated:
            rewrite_database()
    except OSError as fault:
        raise RefusedError(
            f"The ledger of erasures cannot be read or written ({type(fault).__name__}, {ledger.place()}): "
            "it says whom a backup must not bring back, so nothing is served without it."
        ) from fault
    if repeated:
        print(f"Erased again, as the ledger of erasures says: {repeated}.")
    if noted:
        print(f"Noted in the ledger of erasures, which had lost them: {noted}.")


def findings() -> Iterator[tuple[bool, str]]:
    """What the doctor says of the ledger: well or not, and a sentence."""
    from maillage.people import erasing

    found, lost = ledger.read(), erasing.missing_from_ledger()
    held = erasing.to_repeat()
    if held:
        yield (
            False,
            f"The ledger of erasures names {len(held)} whom the database holds: start `maillage serve`.",
        )
    if lost:
        yield (
            False,
            (
                f"The ledger of erasures has lost {len(lost)} whom the database erased: {ledger.place()} was "
                "removed or replaced. `maillage serve` writes them anew when it starts."
            ),
        )
    if found.unread:
        yield False, f"{found.unread} lines of {ledger.place()} cannot be read."
    if found.to_rewrite and clock.now() - found.to_rewrite[0].at > NOT_REWRITTEN:
        yield False, "The files of the database still hold traces of an erasure: its job did not succeed."
    if not (held or lost or found.unread):
        yield True, f"The ledger of erasures and the database agree ({len(found.people)})."
