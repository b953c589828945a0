"""Reading actions, ideas and events."""

from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from maillage.collective_actions.calendar import with_everything
from maillage.collective_actions.continuum import Line, opinions
from maillage.collective_actions.family import family_of
from maillage.collective_actions.forms import ActionSearch, CancelForm, HeldForm, HelpForm, PlanReviewForm
from maillage.collective_actions.forms.looking_back import MONTHS
from maillage.collective_actions.labels import Labels
from maillage.collective_actions.merging import lookalikes
from maillage.collective_actions.models import (
    Action,
    ActionAlias,
    ActionMerge,
    Evaluation,
    Event,
    EventState,
    Placement,
    Review,
    Series,
    Stage,
)
from maillage.collective_actions.proposals import proposals
from maillage.collective_actions.rhythms import read
from maillage.collective_actions.views.asked import reader_of
from maillage.kit import clock
from maillage.kit.pages import page
from maillage.kit.policy import NO_ROW, condition, fetch, marked, visible
from maillage.kit.told import told
from maillage.kit.vocabularies import choices_on
from maillage.network.models import Actor
from maillage.people.models import Person
from maillage.people.roles import TEAM

A_PAGE = 50
COMING, PAST, SAID, OPINIONS = 10, 6, 3, 30


def actions(request: HttpRequest) -> HttpResponse:
    """Actions by name: those under way and those that had their time."""
    reader = reader_of(request)
    form = ActionSearch(
        request.GET or {}, categories=choices_on("collective_category", clock.today(), help=False)
    )
    form.is_valid()
    asked = form.cleaned_data
    rows = visible(Action.objects.standing().exclude(stage=Stage.IDEA), reader)
    if asked.get("q"):
        rows = rows.filter(pk__in=Labels(reader).holding(asked["q"]))
    if asked.get("stage"):
        rows = rows.filter(stage=asked["stage"])
    if asked.get("category"):
        none = asked["category"] == "none"
        rows = rows.filter(Q(categories=None) if none else Q(categories__code=asked["category"]))
    if request.GET.get("after"):
        rows = rows.filter(name_fr__gt=request.GET["after"])
    found = list(rows.order_by("name_fr", "id").prefetch_related("categories")[: A_PAGE + 1])
    more = request.GET.copy()
    more["after"] = found[A_PAGE - 1].name_fr if len(found) > A_PAGE else ""
    can_merge = condition(Action, reader, "may_merge") != NO_ROW
    plain = not (request.GET.keys() & {"q", "stage", "category", "after"})
    context = {
        "form": form,
        "alike": lookalikes() if plain and can_merge else [],
        "actions": found[:A_PAGE],
        "more_url": f"?{more.urlencode()}" if more["after"] else "",
        "is_team": reader.has_role(*TEAM),
    }
    return page(request, "collective_actions/actions.html", context, parts=("actions",))


def ideas(request: HttpRequest) -> HttpResponse:
    """Ideas, where each comes from, and what became of earlier ones (U-RAQ-46)."""
    reader = reader_of(request)
    standing = visible(Action.objects.standing(), reader)
    became = (
        standing.exclude(became_on=None).exclude(stage=Stage.IDEA).order_by("-became_on", "name_fr", "id")
    )
    waiting = standing.ideas().order_by("-created_on", "name_fr", "id")  # type: ignore[attr-defined]
    context = {
        "ideas": waiting.select_related("created_by", "derived_from")[:A_PAGE],
        "is_team": reader.has_role(*TEAM),
        "became": became.order_by("-became_on", "name_fr", "id")[:A_PAGE],
    }
    return page(request, "collective_actions/ideas.html", context)


def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One action: what for, with whom, its coming and past events."""
    reader, today = reader_of(request), clock.today()
    row = fetch(Action.objects.select_related("host", "recurrence", "scheme"), reader, pk=pk)
    if row.merged_into_id is not None:
        return redirect("collective_actions:action", row.merged_into_id)
    events = with_everything(visible(Event.objects.standing().filter(action=row), reader), reader)
    series = visible(Series.objects.filter(action=row), reader).select_related("neighbourhood", "commune")
    line = Line(row, _placements(row, reader))
    running = list(series.filter(withdrawn_at=None).order_by("first_day", "id"))
    reviews = list(_reviews(row, reader)) if reader.has_role(*TEAM) else []
    merges = list(visible(ActionMerge.objects.standing().filter(kept=row).select_related("gone"), reader))
    context = {
        "action": row,
        "is_team": reader.has_role(*TEAM),
        "today": today,
        "all_url": f"{reverse('collective_actions:agenda')}?view=list&action={row.pk}",
        "planning_url": f"{reverse('collective_actions:take_planning')}?action={row.pk}",
        "add_url": f"{reverse('collective_actions:add_event')}?action={row.pk}",
        "categories": row.categories.all(),
        "aliases": visible(ActionAlias.objects.filter(action=row), reader).order_by("name", "id"),
        "leads": visible(Person.objects.filter(led_actions=row), reader),
        "partners": visible(Actor.objects.standing().filter(actions=row), reader),
        "contributions": row.contributions.all(),
        "coming": events.filter(day__gte=today).order_by("day", "start", "id")[:COMING],
        "past": events.filter(day__lt=today).order_by("-day", "-start", "id")[:PAST],
        "rhythms": [(each, read(each.rrule)) for each in running],
        "family": family_of(row, reader),
        "line": line,
        "born_at": visible(Event.objects.filter(follow_ups=row), reader).select_related("action").first(),
        "reviews": [each for each in reviews if not each.withdrawn_at],
        "evaluations": _evaluations(row, reader),
        "months": MONTHS.items(),
        "plan_form": PlanReviewForm(),
        "merges": merges,
        "history": told(row, *series, *reviews, *line.placements, *(merge.gone for merge in merges))
        if reader.has_role(*TEAM)
        else [],
    }
    return page(request, "collective_actions/action.html", context)


def _reviews(row: Action, reader: Person) -> Any:
    """The reviews of an action in the order of their days, those withdrawn too."""
    rows = visible(Review.objects.filter(action=row), reader).select_related("written_by")
    return rows.order_by(Coalesce("done_on", "due_on"), "id").prefetch_related("results")


def _placements(row: Action, reader: Person) -> list[Placement]:
    """The last opinions on an action, the oldest first; each knows whether it is the reader's own."""
    rows = opinions(reader).filter(action=row).order_by("-placed_on", "-pk")
    return list(marked(rows, reader, "may_change")[:OPINIONS])[::-1]


def _evaluations(row: Action, reader: Person) -> Any:
    """What was said after its last events."""
    rows = visible(Evaluation.objects.filter(event__action=row, event__withdrawn_at=None), reader)
    return rows.select_related("event__action").order_by("-event__day", "id")[:SAID]


def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One day of an action: where, with whom, who is needed, what was noted."""
    reader = reader_of(request)
    row = fetch(with_everything(Event.objects.select_related("series"), reader), reader, pk=pk)
    return event_page(request, row)


def _looked_back_on(row: Event, reader: Person) -> dict[str, Any]:
    """What the team wrote after an event, and what grew out of it."""
    found = visible(Evaluation.objects.filter(event=row), reader).select_related("written_by").first()
    grown = list(visible(Action.objects.standing().filter(born_at=row), reader).order_by("created_on", "id"))
    is_new = found is not None and found.next and found.next not in {each.origin for each in grown}
    return {
        "evaluation": found,
        "can_be_evaluated": row.state != EventState.CANCELLED and row.day <= clock.today(),
        "follow_ups": grown,
        "next_is_new": is_new,
        "idea_url": f"{reverse('collective_actions:add_idea')}?event={row.pk}",
    }


def event_page(request: HttpRequest, row: Event, help_form: HelpForm | None = None) -> HttpResponse:
    """The page of an event; with a form that was sent back, its sentences."""
    reader, is_team = reader_of(request), reader_of(request).has_role(*TEAM)
    wanted = list(row.wanted) if is_team else []  # type: ignore[attr-defined]
    prefetch_related_objects(wanted, "offers__person")
    mine = [each for each in wanted if any(offer.person == reader for offer in each.offers.all())]
    context = {
        "event": row,
        "today": clock.today(),
        "week_url": f"{reverse('collective_actions:agenda')}?view=week&day={row.day.isoformat()}",
        "is_team": is_team,
        "is_to_come": row.state == EventState.PLANNED and row.day >= clock.today() and not row.withdrawn_at,
        "rhythm": read(row.series.rrule) if row.series else None,
        "partners": visible(Actor.objects.standing().filter(events=row), reader),
        "themes": row.themes.all(),
        "materials": row.materials.all(),
        "groups": row.groups.all() if is_team else [],
        "parts": row.parts.all() if is_team else [],
        "keywords": row.keywords.all() if is_team else [],
        "wanted": wanted,
        "proposals": proposals(row, wanted, reader) if wanted else [],
        "help_form": help_form or HelpForm(event=row),
        "held_form": HeldForm(),
        "cancel_form": CancelForm(),
        "coming": {each.pk for each in mine},
        **_looked_back_on(row, reader),
        "history": told(row, *wanted) if is_team else [],
    }
    return page(request, "collective_actions/event.html", context, status=422 if help_form else 200)
