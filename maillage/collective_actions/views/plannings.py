"""The planning of a partner: bring its file; see what it changed for me."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from maillage.collective_actions import operations
from maillage.collective_actions.forms import PlanningForm
from maillage.collective_actions.models import Action, Event, PlanningChange
from maillage.collective_actions.views.asked import known_id, reader_of
from maillage.kit.gestures import gesture
from maillage.kit.imports import operations as imports
from maillage.kit.imports import running
from maillage.kit.imports.importable import importable
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require


def take_planning(request: HttpRequest) -> HttpResponse:
    """A calendar file goes in; what would become of each day is shown before anything is made."""
    reader = reader_of(request)
    require(permits_adding(reader, Event))
    back, initial = reverse("collective_actions:agenda"), {}
    if "action" in request.GET:
        action = fetch(Action.objects.all(), reader, pk=known_id(request.GET["action"]))
        initial, back = {"action": str(action)}, action.get_absolute_url()
    form = PlanningForm(posted(request), request.FILES or None, by=reader, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            batch = imports.bring(
                by=reader, kind=importable("plannings"), file_name=form.planning, table=form.table
            )
            batch = imports.set_columns(by=reader, batch=batch, mapping=batch.mapping)
        running.set_going(batch)
        return redirect(batch)
    context = {"form": form, "back_url": back}
    return page(request, "collective_actions/planning.html", context, status=422 if form.is_bound else 200)


see_change = gesture(
    PlanningChange,
    operations.see_change,
    "told",
    gettext_lazy("Seen: %(row)s"),
    undo="collective_actions:unsee_change",
    to=lambda reader, row: "home:today",
)
unsee_change = gesture(
    PlanningChange,
    operations.unsee_change,
    "told",
    gettext_lazy("It stays in sight: %(row)s"),
    to=lambda reader, row: "home:today",
)
