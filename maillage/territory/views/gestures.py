"""One-tap changes of the territory, each with its undoing in the message that answers it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.kit.gestures import done, gesture
from maillage.kit.policy import Reader, fetch
from maillage.territory import operations
from maillage.territory.forms import EndForm
from maillage.territory.models import Absence, Assignment, SelectedNeighbourhood
from maillage.territory.views.asked import reader_of
from maillage.territory.views.editing import after_absence

IT_IS_BACK = gettext_lazy("It is back.")

withdraw_choice = gesture(
    SelectedNeighbourhood,
    operations.withdraw_choice,
    "choice",
    gettext_lazy("Withdrawn: %(row)s"),
    undo="territory:restore_choice",
)
restore_choice = gesture(SelectedNeighbourhood, operations.restore_choice, "choice", IT_IS_BACK)


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


withdraw_assignment = gesture(
    Assignment,
    operations.withdraw_assignment,
    "assignment",
    gettext_lazy("Withdrawn: %(row)s"),
    undo="territory:restore_assignment",
)
restore_assignment = gesture(Assignment, operations.restore_assignment, "assignment", IT_IS_BACK)


def _after_absence(reader: Reader, row: Any) -> str:
    person: Any = reader
    return after_absence(person)


withdraw_absence = gesture(
    Absence,
    operations.withdraw_absence,
    "absence",
    gettext_lazy("These days away are withdrawn."),
    undo="territory:restore_absence",
    to=_after_absence,
)
restore_absence = gesture(Absence, operations.restore_absence, "absence", IT_IS_BACK, to=_after_absence)
