"""Pages of an import: bring a file, check its columns, look through its lines, apply, undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit.forms import refusals_in
from maillage.kit.imports import operations, running
from maillage.kit.imports.forms import ColumnsForm, UploadForm
from maillage.kit.imports.importable import Importable, Understood, importable, importables
from maillage.kit.imports.models import BatchState, Choice, Finding, ImportBatch, ImportLine, LineState
from maillage.kit.operations import RefusedError
from maillage.kit.pages import page, posted
from maillage.kit.policy import Reader, fetch, permits_adding, require, visible
from maillage.kit.told import told

SHOWN = 50
LISTED = 50


def _reader(request: HttpRequest) -> Reader:
    return cast(Reader, request.user)


def _kind(name: str) -> Importable:
    try:
        return importable(name)
    except LookupError:
        raise Http404 from None


def _batch(request: HttpRequest, pk: UUID, right: str = "may_view") -> ImportBatch:
    return fetch(ImportBatch.objects.select_related("made_by"), _reader(request), right, pk=pk)


def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and what can be."""
    reader = _reader(request)
    kinds = [kind for kind in importables() if permits_adding(reader, kind.model)]
    require(bool(kinds))
    rows = visible(ImportBatch.objects.select_related("made_by"), reader)[:LISTED]
    return page(request, "kit/imports/list.html", {"imports": rows, "kinds": kinds})


def bring(request: HttpRequest, name: str) -> HttpResponse:
    """A file goes in; only its lines stay, until they are applied or given up."""
    reader, kind = _reader(request), _kind(name)
    require(permits_adding(reader, kind.model))
    if kind.bring_at:
        return redirect(kind.bring_at)
    form = UploadForm(posted(request), request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid() and form.table is not None:
        with refusals_in(form):
            file_name = form.cleaned_data["file"].name
            return redirect(operations.bring(by=reader, kind=kind, file_name=file_name, table=form.table))
    context = {"form": form, "kind": kind, "back_url": reverse(kind.home)}
    return page(request, "kit/imports/bring.html", context, status=422 if form.is_bound else 200)


# --- One import ---------------------------------------------------------------------------------------------


def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where an import stands, and what it waits for."""
    batch = _batch(request, pk)
    show = {
        BatchState.COLUMNS: _columns_page,
        BatchState.READY: _lines_page,
    }.get(BatchState(batch.state), _state_page)
    return show(request, batch)


def _around(batch: ImportBatch) -> dict[str, Any]:
    kind = importable(batch.kind)
    return {"batch": batch, "kind": kind, "back_url": reverse("kit:imports")}


def _columns_page(request: HttpRequest, batch: ImportBatch, form: ColumnsForm | None = None) -> HttpResponse:
    kind = importable(batch.kind)
    context = _around(batch) | {
        "form": form or ColumnsForm(kind=kind, batch=batch),
        "samples": [line.cells for line in batch.lines.order_by("number")[:3]],
        "guessed": any(batch.mapping),
    }
    return page(request, "kit/imports/columns.html", context, status=422 if form else 200)


@require_POST
def set_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(request, pk, "may_change")
    form = ColumnsForm(request.POST, kind=importable(batch.kind), batch=batch)
    if not form.is_valid():
        return _columns_page(request, batch, form)
    return _step(
        request, batch, lambda: operations.set_columns(by=_reader(request), batch=batch, mapping=form.mapping)
    )


def change_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The columns again, once the lines have been read."""
    batch = _batch(request, pk, "may_change")
    return _columns_page(request, batch) if batch.state == BatchState.READY else redirect(batch)


@dataclass(frozen=True)
class Shown:
    """A line of the preview, in words."""

    line: ImportLine
    title: str
    said: str | Promise
    notes: list[str]
    errors: list[tuple[str | Promise, str]]
    changes: list[tuple[str | Promise, str, str]]
    row: Any
    choices: list[tuple[Choice, str | Promise]]


def _lines_page(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    kind, counts = importable(batch.kind), _counts(batch, "finding")
    asked = request.GET.get("show", "")
    found = asked if asked in Finding.values else ""
    lines = batch.lines.filter(finding=found) if found else batch.lines.all()
    after = request.GET.get("after", "")
    lines = lines.filter(number__gt=int(after) if after.isdigit() else 0).order_by("number")[: SHOWN + 1]
    shown = list(lines)
    last = shown[SHOWN - 1].number if len(shown) > SHOWN else None
    context = _around(batch) | {
        "lines": list(_in_words(batch, shown[:SHOWN])),
        "findings": [(each, kind.word(each), counts.get(each, 0)) for each in Finding],
        "found": found,
        "everything": not found,
        "next_url": f"?show={found}&after={last}" if last else "",
        "going_in": batch.lines.filter(running.GOES_IN).count(),
    }
    return page(request, "kit/imports/lines.html", context)


def _in_words(batch: ImportBatch, lines: list[ImportLine]) -> list[Shown]:
    kind = importable(batch.kind)
    read, rows = kind.reader(), kind.rows([line.match for line in lines if line.match])
    found = []
    for line in lines:
        said: Understood = kind.understand(batch.mapping, line.cells, read)
        row = rows.get(line.match) if line.match else None
        changes = kind.changes(said.values, row) if row is not None and not said.errors else []
        title = kind.title(said.values) or next(filter(None, line.cells), "–")
        notes = [] if said.errors else kind.notes(said.values, row)
        is_a = kind.said(Finding(line.finding), said.values) if line.finding else ""
        choices = [(choice, kind.word(choice)) for choice in operations.offered(line)]
        found.append(Shown(line, title, is_a, notes, said.errors, changes, row, choices))
    return found


def _counts(batch: ImportBatch, column: str) -> dict[str, int]:
    rows = batch.lines.order_by().values_list(column).annotate(n=Count("id"))
    return dict(rows)


def _state_page(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Going on, done, undone or given up."""
    counts = _counts(batch, "finding" if batch.state == BatchState.LOOKING else "state")
    waiting = {
        BatchState.LOOKING: "",
        BatchState.APPLYING: LineState.WAITING,
        BatchState.UNDOING: LineState.DONE,
    }
    total = sum(counts.values())
    done = total - counts.get(waiting.get(BatchState(batch.state), "-"), 0)
    told_apart = batch.lines.filter(state__in=(LineState.REFUSED, LineState.CHANGED)).order_by("number")[
        :SHOWN
    ]
    context = _around(batch) | {
        "done": done,
        "total": total,
        "states": [(each, counts[each]) for each in LineState if counts.get(each)],
        "apart": list(_in_words(batch, list(told_apart))),
        "can_undo": batch.state == BatchState.DONE
        and batch.emptied_at is None
        and counts.get(LineState.DONE),
        "history": told(batch),
    }
    answer = page(request, "kit/imports/state.html", context, parts=("progress",))
    if not batch.is_working and request.headers.get("HX-Target") == "progress":
        answer["HX-Refresh"] = "true"
    return answer


# --- Steps --------------------------------------------------------------------------------------------------


def _step(request: HttpRequest, batch: ImportBatch, verb: Callable[[], ImportBatch]) -> HttpResponse:
    """Take a step, and go on with what it asks for."""
    try:
        running.set_going(verb())
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect(batch)


@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the choices of the lines in sight; apply them all if that is what was asked."""
    batch, reader = _batch(request, pk, "may_change"), _reader(request)
    asked = {
        name.removeprefix("line-"): str(request.POST[name]) for name in request.POST if name[:5] == "line-"
    }
    choices = {int(number): choice for number, choice in asked.items() if number.isdigit()}
    try:
        batch = operations.choose(by=reader, batch=batch, choices=choices)
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect(batch)
    if "apply" in request.POST:
        return _step(request, batch, lambda: operations.apply_import(by=reader, batch=batch))
    messages.success(request, _("My choices are kept."))
    found = request.POST.get("show", "")
    return redirect(batch.get_absolute_url() + (f"?show={found}" if found in Finding.values else ""))


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(request, pk, "may_change")
    return _step(request, batch, lambda: operations.undo_import(by=_reader(request), batch=batch))


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(request, pk, "may_change")
    return _step(request, batch, lambda: operations.drop_import(by=_reader(request), batch=batch))
