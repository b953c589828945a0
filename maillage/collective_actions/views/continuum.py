"""Between collective and community: the page of all actions, and placing one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.collective_actions.continuum import continuum_of
from maillage.collective_actions.forms import PlacementForm, UntilForm
from maillage.collective_actions.models import Action, Placement
from maillage.collective_actions.views.asked import reader_of
from maillage.kit.editing import edit
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require, visible
from maillage.people.roles import TEAM

FORM = "collective_actions/placement_form.html"


def continuum(request: HttpRequest) -> HttpResponse:
    """Every action that was placed, each opinion beside the others; what the team alone reads (D2)."""
    reader = reader_of(request)
    require(reader.has_role(*TEAM))
    form = UntilForm(request.GET or {})
    until = form.cleaned_data["until"] if form.is_valid() else None
    shown = continuum_of(reader, until, request.GET.get("after", ""))
    asked = {"until": until.isoformat()} if until else {}
    context = {
        "form": form,
        "until": until,
        "continuum": shown,
        "more_url": f"?{urlencode(asked | {'after': shown.after})}" if shown.after else "",
    }
    status = 422 if form.errors else 200
    return page(request, "collective_actions/continuum.html", context, parts=("continuum",), status=status)


def place_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where I see it today, or saw it on a day."""
    reader = reader_of(request)
    row = fetch(Action.objects.all(), reader, pk=pk)
    require(permits_adding(reader, Placement))
    filled = PlacementForm(posted(request), by=reader, instance=Placement(action=row, person=reader))
    return _asked(request, filled, row)


def correct_placement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I had noted my opinion wrongly."""
    reader = reader_of(request)
    row = fetch(Placement.objects.select_related("action"), reader, "may_change", pk=pk)
    return _asked(request, PlacementForm(posted(request), by=reader, instance=row), row.action)


def _asked(request: HttpRequest, form: PlacementForm, action: Action) -> HttpResponse:
    reader = reader_of(request)
    is_first = not visible(Placement.objects.filter(person=reader), reader).exists()
    known: dict[str, Any] = {"action": action, "is_first": is_first}
    title = _("Between collective and community")
    return edit(request, form, title=title, back=action.get_absolute_url(), template=FORM, **known)
