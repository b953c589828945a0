"""One-tap changes of the territory, each with its undoing in the message that answers it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit.operations import RefusedError
from maillage.kit.policy import fetch
from maillage.territory import operations
from maillage.territory.forms import EndForm
from maillage.territory.models import Absence, Assignment, SelectedNeighbourhood
from maillage.territory.views.asked import reader_of
from maillage.territory.views.editing import after_absence


def done(request: HttpRequest, verb: Callable[[], Any], said: str, undo: str = "", *args: object) -> None:
    """Run the verb, and say what happened: it went well and can be undone, or why it was refused."""
    try:
        verb()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        tags = f"undo:{reverse(undo, args=args)}" if undo else ""
        messages.success(request, said, extra_tags=tags)


@require_POST
def withdraw_choice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was noted by mistake that the project works here."""
    row = fetch(SelectedNeighbourhood.objects.all(), reader_of(request), "may_change", pk=pk)
    said = _("Withdrawn: %(place)s") % {"place": row.neighbourhood}
    done(
        request,
        lambda: operations.withdraw_choice(by=reader_of(request), choice=row),
        said,
        "territory:restore_choice",
        pk,
    )
    return redirect(row)


@require_POST
def restore_choice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was not a mistake."""
    row = fetch(SelectedNeighbourhood.objects.all(), reader_of(request), "may_change", pk=pk)
    done(request, lambda: operations.restore_choice(by=reader_of(request), choice=row), _("It is back."))
    return redirect(row)


@require_POST
def end_assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last day of an assignment; its undoing is to open the days again."""
    row = fetch(Assignment.objects.all(), reader_of(request), "may_change", pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Which day is the last one? A date such as 31/12/2026."))
        return redirect(row)
    last_day = form.cleaned_data["last_day"]
    done(
        request,
        lambda: operations.end_assignment(by=reader_of(request), assignment=row, last_day=last_day),
        _("The last day is noted."),
    )
    return redirect(row)


@require_POST
def withdraw_assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The assignment was noted by mistake."""
    row = fetch(Assignment.objects.all(), reader_of(request), "may_change", pk=pk)
    said = _("Withdrawn: %(person)s, %(zone)s") % {"person": row.person, "zone": row.zone}
    done(
        request,
        lambda: operations.withdraw_assignment(by=reader_of(request), assignment=row),
        said,
        "territory:restore_assignment",
        pk,
    )
    return redirect(row)


@require_POST
def restore_assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was not a mistake."""
    row = fetch(Assignment.objects.all(), reader_of(request), "may_change", pk=pk)
    done(
        request,
        lambda: operations.restore_assignment(by=reader_of(request), assignment=row),
        _("It is back."),
    )
    return redirect(row)


@require_POST
def withdraw_absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """There after all."""
    row = fetch(Absence.objects.all(), reader_of(request), "may_change", pk=pk)
    done(
        request,
        lambda: operations.withdraw_absence(by=reader_of(request), absence=row),
        _("These days away are withdrawn."),
        "territory:restore_absence",
        pk,
    )
    return redirect(after_absence(reader_of(request)))


@require_POST
def restore_absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Away after all."""
    row = fetch(Absence.objects.all(), reader_of(request), "may_change", pk=pk)
    done(request, lambda: operations.restore_absence(by=reader_of(request), absence=row), _("It is back."))
    return redirect(after_absence(reader_of(request)))
