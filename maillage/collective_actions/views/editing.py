"""Pages that change an action, an event or a rhythm: the right, a form, its operation, the answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.collective_actions import forms
from maillage.collective_actions.calendar import with_everything
from maillage.collective_actions.models import Action, Event, Series
from maillage.collective_actions.views.asked import known_id, reader_of
from maillage.collective_actions.views.reading import event_page
from maillage.kit import clock
from maillage.kit.editing import edit
from maillage.kit.forms import refusals_in
from maillage.kit.gestures import done
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, permits_adding, require
from maillage.people.roles import Role

FOLDED = "collective_actions/folded_form.html"
RHYTHM = "collective_actions/series_form.html"


def add_action(request: HttpRequest) -> HttpResponse:
    """A new action."""
    reader = reader_of(request)
    require(permits_adding(reader, Action))
    form = forms.ActionForm(posted(request), by=reader, initial={"leads": [reader.pk]})
    return edit(
        request, form, title=_("An action"), back=reverse("collective_actions:actions"), template=FOLDED
    )


def change_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is called, what for, with whom."""
    reader = reader_of(request)
    row = fetch(Action.objects.all(), reader, "may_change", pk=pk)
    form = forms.ActionForm(posted(request), by=reader, instance=row)
    return edit(request, form, title=str(row), back=row.get_absolute_url(), template=FOLDED)


def add_idea(request: HttpRequest) -> HttpResponse:
    """An idea, and where it comes from."""
    reader, ideas = reader_of(request), reverse("collective_actions:ideas")
    require(permits_adding(reader, Action))
    born_at, back = None, ideas
    if "event" in request.GET:
        born_at = fetch(Event.objects.select_related("action"), reader, pk=known_id(request.GET["event"]))
        back = born_at.get_absolute_url()
    form = forms.IdeaForm(posted(request), instance=Action(born_at=born_at))
    said = _("The idea is in the list.")
    return edit(request, form, title=_("An idea"), back=back, to=back, said=said)


def add_event(request: HttpRequest) -> HttpResponse:
    """A new event; the link to it may know its action and its day."""
    reader = reader_of(request)
    require(permits_adding(reader, Event))
    initial: dict[str, Any] = {"day": request.GET.get("day") or clock.today()}
    if reader.has_role(Role.RAQ):
        initial["raqs"] = [reader.pk]
    back = reverse("collective_actions:agenda")
    if "action" in request.GET:
        action = fetch(Action.objects.all(), reader, pk=known_id(request.GET["action"]))
        initial["action"], back = str(action), action.get_absolute_url()
    form = forms.AddEventForm(posted(request), by=reader, initial=initial)
    return edit(request, form, title=_("An event"), back=back, template=FOLDED)


def change_event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day, another place, who came."""
    reader = reader_of(request)
    row = fetch(Event.objects.select_related("action"), reader, "may_change", pk=pk)
    form = forms.EventForm(posted(request), by=reader, instance=row)
    return edit(request, form, title=str(row), back=row.get_absolute_url(), template=FOLDED)


def add_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A rhythm for an action."""
    reader = reader_of(request)
    action = fetch(Action.objects.all(), reader, "may_change", pk=pk)
    known: dict[str, Any] = {"first_day": clock.today()}
    if reader.has_role(Role.RAQ):
        known["raqs"] = [reader.pk]
    form = forms.SeriesForm(posted(request), instance=Series(action=action), initial=known)
    title = _("%(action)s: it comes back") % {"action": action}
    said = _("Its events are in the calendar.")
    return edit(request, form, title=title, back=action.get_absolute_url(), template=RHYTHM, said=said)


def change_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another rhythm from a day on."""
    row = fetch(Series.objects.select_related("action"), reader_of(request), "may_change", pk=pk)
    form = forms.SeriesForm(posted(request), instance=row)
    title = _("%(action)s: from a day on") % {"action": row.action}
    return edit(request, form, title=title, back=row.get_absolute_url(), template=RHYTHM)


@require_POST
def ask_help(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« J’ai besoin de deux collègues, arabe ou espagnol »: sent from the page of the event."""
    reader = reader_of(request)
    row = fetch(with_everything(Event.objects.select_related("series"), reader), reader, "may_change", pk=pk)
    form = forms.HelpForm(request.POST, event=row)
    if form.is_valid():
        with refusals_in(form):
            wanted = form.keep(by=reader)
            said = _("Colleagues see it on their home page.")
            undo = "collective_actions:withdraw_help"
            done(request, lambda: wanted, said, undo, wanted.pk)
            return redirect(row)
    return event_page(request, row, form)
