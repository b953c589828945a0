"""One-tap changes: a right, a verb, what happened in one line, and its undoing in the same message."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from maillage.kit.operations import RefusedError
from maillage.kit.policy import Reader, fetch

View = Callable[..., HttpResponse]


def done(
    request: HttpRequest, verb: Callable[[], Any], said: str | Promise, undo: str = "", *args: object
) -> None:
    """Run the verb, and say what happened: it went well and can be undone, or why it was refused."""
    try:
        verb()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        tags = f"undo:{reverse(undo, args=args)}" if undo else ""
        messages.success(request, str(said), extra_tags=tags)


def gesture(
    model: type[Model],
    verb: Callable[..., Any],
    name: str,
    said: str | Promise,
    *,
    undo: str = "",
    right: str = "may_change",
    to: Callable[[Reader, Any], Any] = lambda reader, row: row,
) -> View:
    """A view that does one verb to one record, called `name` by the verb, says so, and offers its undoing.

    `said` may name the record as %(row)s; `undo` is the address of the opposite gesture; `to` is where the
    person goes on, else the page of the record.
    """

    @require_POST
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        reader: Any = request.user
        row: Any = fetch(model._default_manager.all(), reader, right, pk=pk)
        done(
            request,
            lambda: verb(by=reader, **{name: row}),
            str(said) % {"row": row},
            undo,
            *[pk] if undo else [],
        )
        return redirect(to(reader, row))

    return view
