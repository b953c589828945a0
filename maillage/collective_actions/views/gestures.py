"""One-tap changes of actions, events, rhythms and help, each with its undoing in the message after it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.collective_actions import operations
from maillage.collective_actions.forms import CancelForm, HeldForm
from maillage.collective_actions.models import Action, Event, HelpOffer, HelpWanted, Placement, Review, Series
from maillage.collective_actions.views.asked import reader_of
from maillage.kit.gestures import done, gesture
from maillage.kit.policy import fetch, permits_adding, require

IT_IS_BACK = gettext_lazy("It is back.")
WITHDRAWN = gettext_lazy("Withdrawn: %(row)s")
AGENDA = "collective_actions:"


start_action = gesture(
    Action,
    operations.start_action,
    "action",
    gettext_lazy("The idea is an action: %(row)s"),
    undo=f"{AGENDA}back_to_idea",
)
back_to_idea = gesture(Action, operations.back_to_idea, "action", gettext_lazy("Back among the ideas."))
end_action = gesture(
    Action, operations.end_action, "action", gettext_lazy("It is over."), undo=f"{AGENDA}reopen_action"
)
reopen_action = gesture(Action, operations.reopen_action, "action", gettext_lazy("It goes on."))
withdraw_action = gesture(
    Action, operations.withdraw_action, "action", WITHDRAWN, undo=f"{AGENDA}restore_action"
)
restore_action = gesture(Action, operations.restore_action, "action", IT_IS_BACK)
plan_event = gesture(Event, operations.plan_again, "event", gettext_lazy("Planned again."))
withdraw_event = gesture(Event, operations.withdraw_event, "event", WITHDRAWN, undo=f"{AGENDA}restore_event")
restore_event = gesture(Event, operations.restore_event, "event", IT_IS_BACK)
stop_series = gesture(
    Series,
    operations.stop_series,
    "series",
    gettext_lazy("It no longer comes back."),
    undo=f"{AGENDA}resume_series",
)
resume_series = gesture(Series, operations.resume_series, "series", gettext_lazy("It comes back."))
withdraw_help = gesture(
    HelpWanted,
    operations.withdraw_help,
    "wanted",
    gettext_lazy("No help is looked for any more."),
    undo=f"{AGENDA}restore_help",
)
withdraw_review = gesture(
    Review,
    operations.withdraw_review,
    "review",
    gettext_lazy("This review is withdrawn."),
    undo=f"{AGENDA}restore_review",
)
restore_review = gesture(Review, operations.restore_review, "review", IT_IS_BACK)
restore_help = gesture(HelpWanted, operations.restore_help, "wanted", IT_IS_BACK)

withdraw_placement = gesture(
    Placement,
    operations.withdraw_placement,
    "placement",
    gettext_lazy("I took back what I said of it: %(row)s"),
    undo=f"{AGENDA}restore_placement",
)
restore_placement = gesture(Placement, operations.restore_placement, "placement", IT_IS_BACK)


def _event(request: HttpRequest, pk: UUID) -> Event:
    return fetch(Event.objects.all(), reader_of(request), "may_change", pk=pk)


def _onward(request: HttpRequest, row: Any) -> HttpResponse:
    """Back to the home page when the gesture was made there, else the page of the record."""
    return redirect("home:today" if request.POST.get("from") == "home" else row)


@require_POST
def hold_event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Il a eu lieu »: one tap, with how many came if one wishes."""
    row, form = _event(request, pk), HeldForm(request.POST)
    came = form.cleaned_data["participants"] if form.is_valid() else None
    verb = operations.hold_event
    done(
        request,
        lambda: verb(by=reader_of(request), event=row, participants=came),
        _("It was held: %(event)s") % {"event": row},
        f"{AGENDA}plan_event",
        pk,
    )
    return _onward(request, row)


@require_POST
def cancel_event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It will not be held, or was not; a reason if one wishes."""
    row, form = _event(request, pk), CancelForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else None
    verb = operations.cancel_event
    done(
        request,
        lambda: verb(by=reader_of(request), event=row, because=because),
        _("Cancelled: %(event)s") % {"event": row},
        f"{AGENDA}plan_event",
        pk,
    )
    return _onward(request, row)


def _wanted(request: HttpRequest, pk: UUID) -> HelpWanted:
    """What is looked for, for whoever may offer to come."""
    row = fetch(HelpWanted.objects.select_related("event__action"), reader_of(request), pk=pk)
    require(permits_adding(reader_of(request), HelpOffer))
    return row


@require_POST
def offer_help(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Je viens aider »."""
    wanted = _wanted(request, pk)
    said = _("I come: %(event)s") % {"event": wanted.event}
    verb = operations.offer_help
    done(request, lambda: verb(by=reader_of(request), wanted=wanted), said, f"{AGENDA}take_back_offer", pk)
    return _onward(request, wanted.event)


@require_POST
def take_back_offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Je ne viens pas, finalement »."""
    wanted = _wanted(request, pk)
    said = _("I do not come after all.")
    verb = operations.take_back_offer
    done(request, lambda: verb(by=reader_of(request), wanted=wanted), said, f"{AGENDA}offer_help", pk)
    return _onward(request, wanted.event)
