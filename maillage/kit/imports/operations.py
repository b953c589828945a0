"""The steps of an import, each told once: bring, check columns, choose, apply, undo, give up."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.imports.importable import Importable, guess, importable, key_of
from maillage.kit.imports.models import OFFERED, BatchState, Choice, Finding, ImportBatch, ImportLine
from maillage.kit.imports.reading import Table
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.policy import Reader

LINES_AT_ONCE = 1_000


@operation("kit.import.brought", gettext_lazy("%(who)s brought a file"))
def bring(*, by: Reader, kind: Importable, file_name: str, table: Table) -> ImportBatch:
    """Take the lines of a file in; nothing of it reaches the room yet."""
    moment = clock.now()
    batch = ImportBatch.objects.create(
        kind=kind.name,
        file_name=file_name[:200],
        made_by_id=by.pk,
        moved_by_id=by.pk,
        made_at=moment,
        moved_at=moment,
        language=get_language() or "fr",
        headers=table.headers,
        headers_key=hashlib.sha256(" ".join(map(key_of, table.headers)).encode()).hexdigest(),
    )
    batch.mapping = _remembered(batch) or guess(kind, table.headers)
    batch.save(update_fields=["mapping"])
    ImportLine.objects.bulk_create(
        (ImportLine(batch=batch, number=number, cells=cells) for number, cells in table.lines),
        batch_size=LINES_AT_ONCE,
    )
    tell(batch)
    return batch


def _remembered(batch: ImportBatch) -> list[str] | None:
    """What the columns meant the last time somebody imported a file with these headers."""
    same = ImportBatch.objects.filter(kind=batch.kind, headers_key=batch.headers_key).exclude(pk=batch.pk)
    checked = same.exclude(state__in=(BatchState.COLUMNS, BatchState.DROPPED))
    return checked.order_by("-made_at").values_list("mapping", flat=True).first()


def _moving(batch: ImportBatch, by: Reader, to: BatchState, *, when: Sequence[BatchState]) -> ImportBatch:
    """The import, on its way to another state. Raises RefusedError when it has moved on meanwhile."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.state not in when:
        raise RefusedError(_("This import went on meanwhile. The page shows where it stands now."))
    before, current.state = current.state, to
    current.moved_by_id, current.moved_at = by.pk, clock.now()
    current.language = get_language() or "fr"
    current.save()
    tell(current, changes={"state": [before, str(to)]})
    return current


@operation("kit.import.columns_checked", gettext_lazy("%(who)s said what the columns mean"))
def set_columns(*, by: Reader, batch: ImportBatch, mapping: Sequence[str]) -> ImportBatch:
    """From here on every line is read anew."""
    current = _moving(batch, by, BatchState.LOOKING, when=(BatchState.COLUMNS, BatchState.READY))
    current.mapping = list(mapping)
    current.save(update_fields=["mapping"])
    current.lines.update(finding="", match=None, match_line=None, choice="")
    return current


@operation("kit.import.chosen", gettext_lazy("%(who)s chose what becomes of some lines"))
def choose(*, by: Reader, batch: ImportBatch, choices: Mapping[int, str]) -> ImportBatch:
    """What happens to these lines, by number. A choice that a line does not offer is left aside."""
    current = _moving(batch, by, BatchState.READY, when=(BatchState.READY,))
    changed = []
    for line in current.lines.filter(number__in=choices):
        choice = choices[line.number]
        if choice in offered(line) and choice != line.choice:
            line.choice = choice
            changed.append(line)
    ImportLine.objects.bulk_update(changed, ["choice"])
    return current


def offered(line: ImportLine) -> list[Choice]:
    """What may be chosen for a line; one that resembles another line of the file has no sheet to complete."""
    choices = OFFERED.get(Finding(line.finding), ()) if line.finding else ()
    return [choice for choice in choices if choice != Choice.JOIN or line.match is not None]


@operation("kit.import.applied", gettext_lazy("%(who)s imported the file"))
def apply_import(*, by: Reader, batch: ImportBatch) -> ImportBatch:
    """The lines go into the room, a few hundred at a time."""
    return _moving(batch, by, BatchState.APPLYING, when=(BatchState.READY,))


@operation("kit.import.undone", gettext_lazy("%(who)s undid the import"))
def undo_import(*, by: Reader, batch: ImportBatch) -> ImportBatch:
    """What it brought goes again, but for what somebody changed since."""
    if batch.emptied_at is not None:
        raise RefusedError(_("This import is older than ninety days: what it did is no longer remembered."))
    return _moving(batch, by, BatchState.UNDOING, when=(BatchState.DONE,))


@operation("kit.import.dropped", gettext_lazy("%(who)s gave the import up"))
def drop_import(*, by: Reader, batch: ImportBatch) -> ImportBatch:
    """Nothing of the file stays."""
    current = _moving(batch, by, BatchState.DROPPED, when=(BatchState.COLUMNS, BatchState.READY))
    current.lines.all().delete()
    return current


def kind_of(batch: ImportBatch) -> Any:
    """What the file is a list of."""
    return importable(batch.kind)
