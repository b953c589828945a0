"""An import goes on by itself: its lines are read, applied or undone by lots, each whole or not at all.

A short list is done at once; a long one by the worker, so that nobody waits. What was interrupted goes on.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from maillage.kit import clock
from maillage.kit.imports.importable import Applied, Importable, Item, Values, importable
from maillage.kit.imports.models import (
    UNSAID,
    WORKING,
    BatchState,
    Choice,
    Finding,
    ImportBatch,
    ImportLine,
    LineState,
)
from maillage.kit.jobs import job
from maillage.kit.operations import RefusedError

AT_ONCE = 500
SMALL = 200  # a list of so many lines is done while its reader waits
STALLED = timedelta(minutes=5)
KEPT = timedelta(days=90)


def set_going(batch: ImportBatch) -> None:
    """Do a short list now; leave a long one to the worker."""
    if batch.lines.count() <= SMALL:
        go_on(batch)
    else:
        go_on_later.enqueue(str(batch.pk))


@task()
def go_on_later(pk: str) -> None:
    """The worker's part."""
    go_on(ImportBatch.objects.get(pk=pk))


def go_on(batch: ImportBatch) -> None:
    """Do whatever the state of the import asks for, to its end."""
    steps = {BatchState.LOOKING: _look, BatchState.APPLYING: _apply, BatchState.UNDOING: _undo}
    step = steps.get(BatchState(batch.state))
    if step is not None:
        with translation.override(batch.language):
            step(batch)
        batch.refresh_from_db()


def _lots(batch: ImportBatch, **which: Any) -> Iterator[list[ImportLine]]:
    """The lines in their order, a lot at a time; all of them at once where they belong together."""
    last, most = 0, None if importable(batch.kind).whole else AT_ONCE
    while lot := list(batch.lines.filter(number__gt=last, **which).order_by("number")[:most]):
        yield lot
        last = lot[-1].number


def _keep(batch: ImportBatch, lines: Sequence[ImportLine], *fields: str) -> None:
    ImportLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=list(fields), batch_size=AT_ONCE
    )
    ImportBatch.objects.filter(pk=batch.pk).update(moved_at=clock.now())


def _reached(batch: ImportBatch, before: BatchState, after: BatchState) -> None:
    ImportBatch.objects.filter(pk=batch.pk, state=before).update(state=after, moved_at=clock.now())


def _standing(batch: ImportBatch, state: BatchState) -> bool:
    """Whether it is still this step's turn; holds the import until the lot is done."""
    return ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=state).first() is not None


# --- Reading ------------------------------------------------------------------------------------------------


def _look(batch: ImportBatch) -> None:
    """What each line is: always from the first one, since a line may resemble an earlier one."""
    kind = importable(batch.kind)
    read, find = kind.reader(), kind.finder()
    for lot in _lots(batch):
        said: dict[int, Values] = {}
        for line in lot:
            understood = kind.understand(batch.mapping, line.cells, read)
            line.finding, line.match, line.match_line, line.choice = Finding.ERROR, None, None, ""
            if not understood.errors:
                found = find(understood.values, line.number)
                line.finding, line.match, line.match_line = found.finding, found.match, found.match_line
                line.choice = found.choice
                said[line.number] = understood.values
        rows = kind.rows([line.match for line in lot if line.match and line.finding == Finding.CHANGE])
        for line in lot:
            if line.match in rows and not kind.changes(said[line.number], rows[line.match]):
                line.finding, line.choice = Finding.SAME, ""
        with transaction.atomic():
            if not _standing(batch, BatchState.LOOKING):
                return
            _keep(batch, lot, "finding", "match", "match_line", "choice")
    _reached(batch, BatchState.LOOKING, BatchState.READY)


# --- Applying -----------------------------------------------------------------------------------------------

GOES_IN = Q(choice__in=(Choice.TAKE, Choice.JOIN)) | Q(choice="", finding__in=list(UNSAID))


def _apply(batch: ImportBatch) -> None:
    kind = importable(batch.kind)
    read = kind.reader()
    with transaction.atomic():
        if not _standing(batch, BatchState.APPLYING):
            return
        batch.lines.filter(state=LineState.WAITING).exclude(GOES_IN).update(state=LineState.LEFT)
    for lot in _lots(batch, state=LineState.WAITING):
        with transaction.atomic():
            if not _standing(batch, BatchState.APPLYING):
                return
            items = [_item(kind, batch, line, read) for line in lot]
            for line, became in zip(lot, _put_in(kind, items, batch.moved_by), strict=True):
                if isinstance(became, str):
                    line.state, line.said = LineState.REFUSED, became[:300]
                else:
                    line.state, line.row, line.trace = LineState.DONE, became.row, became.trace
            _keep(batch, lot, "state", "said", "row", "trace")
    _reached(batch, BatchState.APPLYING, BatchState.DONE)


def _item(kind: Importable, batch: ImportBatch, line: ImportLine, read: Any) -> Item:
    values = kind.understand(batch.mapping, line.cells, read).values
    return Item(line.number, values, line.match if line.decision == Choice.JOIN else None)


def _put_in(kind: Importable, items: Sequence[Item], by: Any) -> list[Applied | str]:
    """Each line's row, or the sentence that refuses it: a lot that fails is tried line by line.

    Lines that belong together go in together; what refuses one refuses them all.
    """
    try:
        with transaction.atomic():
            return list(kind.apply(items, by=by))
    except (RefusedError, IntegrityError, DataError) as fault:
        if len(items) > 1 and not kind.whole:
            return [became for item in items for became in _put_in(kind, [item], by)]
        said = str(fault.sentence) if isinstance(fault, RefusedError) else ""
        said = said or _("The database refuses this line: something in it contradicts what is there.")
        return [said for _item in items]


# --- Undoing ------------------------------------------------------------------------------------------------


def _undo(batch: ImportBatch) -> None:
    kind = importable(batch.kind)
    for lot in _lots(batch, state=LineState.DONE):
        with transaction.atomic():
            if not _standing(batch, BatchState.UNDOING):
                return
            done = [Applied(line.row, line.trace) for line in lot if line.row is not None]
            for line, gone in zip(lot, kind.undo(done, by=batch.moved_by), strict=True):
                line.state = LineState.UNDONE if gone else LineState.CHANGED
            _keep(batch, lot, "state")
    _reached(batch, BatchState.UNDOING, BatchState.UNDONE)


# --- Jobs ---------------------------------------------------------------------------------------------------


@job("kit.resume_imports", schedule="every 5 minutes", label=gettext_lazy("Go on with interrupted imports"))
def resume_imports() -> None:
    for batch in ImportBatch.objects.filter(state__in=WORKING, moved_at__lt=clock.now() - STALLED):
        go_on_later.enqueue(str(batch.pk))


@job("kit.empty_imports", schedule="daily 03:40", label=gettext_lazy("Empty the lines of old imports"))
def empty_imports() -> None:
    """After ninety days what was in a file is nowhere but where it was imported."""
    moment = clock.now()
    old = ImportBatch.objects.filter(made_at__lt=moment - KEPT, emptied_at=None).exclude(state__in=WORKING)
    for batch in old:
        with transaction.atomic():
            batch.lines.update(cells=[], trace=None, said="")
            ImportBatch.objects.filter(pk=batch.pk).update(emptied_at=moment)
