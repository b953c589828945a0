"""Looking back: what is to evaluate, an evaluation, the reviews of an action, an idea that grew out of it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.collective_actions import forms, operations
from maillage.collective_actions.calendar import with_everything
from maillage.collective_actions.models import Action, Evaluation, Event, EventState, Review
from maillage.collective_actions.views.asked import reader_of
from maillage.kit import clock
from maillage.kit.editing import edit
from maillage.kit.gestures import done
from maillage.kit.operations import RefusedError
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require, visible
from maillage.people.roles import Role

A_PAGE = 50
#: How far back the list goes; an older event is evaluated from its own page.
FAR = timedelta(days=365)
TEMPLATE = "collective_actions/looking_back_form.html"


def to_evaluate(request: HttpRequest) -> HttpResponse:
    """Past events nobody looked back on and reviews whose day has come: mine, or everybody’s (U-RAQ-17)."""
    reader, today = reader_of(request), clock.today()
    require(permits_adding(reader, Evaluation))
    is_mine = reader.has_role(Role.RAQ) and request.GET.get("whose") != "all"
    rows = visible(Event.objects.to_evaluate(today).filter(day__gte=today - FAR), reader)
    if is_mine:
        rows = rows.filter(raqs=reader)
    events = list(_after(with_everything(rows, reader), request.GET.get("after", ""))[: A_PAGE + 1])
    shown, last = events[:A_PAGE], events[A_PAGE - 1 : A_PAGE]
    asked = {"whose": "all"} if request.GET.get("whose") == "all" else {}
    on = [asked | {"after": f"{row.day.isoformat()}~{row.pk}"} for row in last if len(events) > A_PAGE]
    context = {
        "days": [(day, list(each)) for day, each in groupby(shown, key=lambda row: row.day)],
        "reviews": visible(Review.objects.due(today, reader if is_mine else None), reader)[:A_PAGE],
        "is_mine": is_mine,
        "can_choose": reader.has_role(Role.RAQ),
        "more_url": f"?{urlencode(on[0])}" if on else "",
    }
    return page(request, "collective_actions/to_evaluate.html", context)


def _after(rows: QuerySet[Event], asked: str) -> QuerySet[Event]:
    """The events from the one a page ended with, most recent first."""
    day, _sign, pk = asked.partition("~")
    try:
        before, last = date.fromisoformat(day), UUID(pk)
    except ValueError:
        pass
    else:
        rows = rows.filter(Q(day__lt=before) | Q(day=before, pk__gt=last))
    return rows.order_by("-day", "pk")


def evaluate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two minutes after an event; whoever was there may complete it (U-RAQ-19)."""
    reader, today = reader_of(request), clock.today()
    row = fetch(Event.objects.select_related("action"), reader, "may_change", pk=pk)
    if request.method != "POST":
        try:
            operations.can_be_evaluated(row, today)
        except RefusedError as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect(row)
    form = forms.EvaluationForm(posted(request), instance=row)
    planned = visible(Review.objects.planned().filter(action=row.action), reader).order_by("due_on").first()
    notes = [_("Saving also says that it was held.")] if row.state == EventState.PLANNED else []
    if planned:
        due_on = clock.in_words(planned.due_on)
        notes.append(_("We come back to this action on %(day)s.") % {"day": due_on})
    subtitle = " · ".join(filter(None, [clock.in_words(row.day, "l j F Y"), row.hours, row.where]))
    how: dict[str, Any] = {"subtitle": subtitle, "notes": notes, "template": TEMPLATE}
    return edit(request, form, title=str(row), back=row.get_absolute_url(), **how)


def _made(request: HttpRequest, make: Callable[[], Any], said: str, undo: str) -> None:
    """Make a record and say so, with the way back; or say why it was refused."""
    try:
        row = make()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        done(request, lambda: row, said % {"row": row}, f"collective_actions:{undo}", row.pk)


@require_POST
def grow_idea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« J’en fais une idée »: what next, in the list of ideas, in one tap (U-RAQ-46)."""
    reader = reader_of(request)
    rows = visible(Evaluation.objects.exclude(next=""), reader)
    found = fetch(rows.select_related("event__action"), reader, event=pk)
    require(permits_adding(reader, Action))
    verb, values = operations.add_action, found.as_idea()
    said = _("It is in the list of ideas: %(row)s")
    _made(request, lambda: verb(by=reader, values=values), said, "withdraw_action")
    return redirect(found.event)


def _review_page(request: HttpRequest, row: Review) -> HttpResponse:
    form = forms.ReviewForm(posted(request), instance=row)
    title = _("Looking back at “%(action)s”") % {"action": row.action}
    how: dict[str, Any] = {"subtitle": "", "notes": [], "template": TEMPLATE}
    return edit(request, form, title=title, back=row.get_absolute_url(), **how)


def add_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A review that nobody had planned."""
    reader = reader_of(request)
    action = fetch(Action.objects.all(), reader, "may_change", pk=pk)
    require(permits_adding(reader, Review))
    return _review_page(request, Review(action=action))


def write_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an action brought, months later."""
    row = fetch(Review.objects.select_related("action"), reader_of(request), "may_change", pk=pk)
    return _review_page(request, row)


@require_POST
def plan_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« J’y reviens dans six mois »: one tap, or a day."""
    reader = reader_of(request)
    action = fetch(Action.objects.all(), reader, "may_change", pk=pk)
    form = forms.PlanReviewForm(request.POST)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    due_on = asked.get("due_on")
    if asked.get("months"):
        due_on = clock.today() + relativedelta(months=asked["months"])
    if due_on is None:
        messages.warning(request, _("On which day? In 3, 6 or 12 months, or on a day I choose."))
        return redirect(action)
    verb, said = operations.plan_review, _("I come back to it on %(day)s.")
    said = said % {"day": clock.in_words(due_on)}
    _made(request, lambda: verb(by=reader, action=action, due_on=due_on), said, "withdraw_review")
    return redirect(action)
