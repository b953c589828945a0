"""What the calendar lays on the home page: places and days, never an alarm about a worker (P3)."""

from datetime import date, timedelta

from django.db.models import Count, F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.collective_actions.calendar import of_person, readable, with_everything
from maillage.collective_actions.models import (
    Event,
    EventState,
    HelpOffer,
    HelpWanted,
    PlanningChange,
    Review,
)
from maillage.collective_actions.plannings.comparing import change_in_words
from maillage.collective_actions.views.asked import reader_of
from maillage.kit.home_cards import HomeCard, offers, offers_kept
from maillage.kit.policy import permits_adding, visible
from maillage.people.roles import READERS, WRITERS, Role

WEEK, SOON, LATELY = timedelta(days=7), timedelta(days=30), timedelta(days=28)
FRESH = timedelta(weeks=8)
SHOWN = 6
SHOWS = ("kit", "people", "territory", "collective_actions")


@offers_kept(*SHOWS)
def this_week(request: HttpRequest, day: date) -> HomeCard | None:
    """A RAQ's own coming events, for others everybody's: seven days."""
    reader = reader_of(request)
    if not reader.has_role(*READERS):
        return None
    rows = with_everything(readable(reader).filter(day__gte=day, day__lt=day + WEEK), reader)
    rows = rows.exclude(state=EventState.CANCELLED)
    if reader.has_role(Role.RAQ):
        rows = rows.filter(of_person(reader))
    events = list(rows.order_by("day", "start", "pk")[:SHOWN])
    context = {"events": events, "today": day}
    return HomeCard("collective_actions/cards/this_week.html", context, order=17) if events else None


@offers
def to_confirm(request: HttpRequest, day: date) -> HomeCard | None:
    """Events I was noted at these weeks: were they held? It waits without a word (P3)."""
    reader = reader_of(request)
    if not reader.has_role(Role.RAQ):
        return None
    lately = visible(Event.objects.standing().filter(state=EventState.PLANNED, raqs=reader), reader)
    lately = lately.filter(day__lt=day, day__gte=day - LATELY, action__withdrawn_at=None)
    rows = lately.select_related("action", "neighbourhood", "commune").order_by("-day", "start", "pk")
    events = list(rows[:SHOWN])
    return (
        HomeCard("collective_actions/cards/to_confirm.html", {"events": events}, order=18) if events else None
    )


@offers_kept(*SHOWS)
def to_evaluate(request: HttpRequest, day: date) -> HomeCard | None:
    """What was held these weeks where I was noted, as long as nobody looked back on it (U-RAQ-17)."""
    reader = reader_of(request)
    if not reader.has_role(Role.RAQ):
        return None
    held = Event.objects.to_evaluate(day).filter(state=EventState.HELD, raqs=reader, day__gte=day - FRESH)
    rows = visible(held, reader).select_related("action", "neighbourhood", "commune")
    events = list(rows.order_by("-day", "start", "pk")[:SHOWN])
    return (
        HomeCard("collective_actions/cards/to_evaluate.html", {"events": events}, order=20)
        if events
        else None
    )


@offers_kept(*SHOWS)
def reviews_due(request: HttpRequest, day: date) -> HomeCard | None:
    """Actions I lead that I meant to come back to; after these weeks they wait in the list (R9a)."""
    reader = reader_of(request)
    if not reader.has_role(Role.RAQ):
        return None
    rows = visible(Review.objects.due(day, reader).filter(due_on__gte=day - FRESH), reader)
    reviews = list(rows[:SHOWN])
    return (
        HomeCard("collective_actions/cards/reviews_due.html", {"reviews": reviews}, order=21)
        if reviews
        else None
    )


@offers_kept(*SHOWS)
def help_wanted(request: HttpRequest, day: date) -> HomeCard | None:
    """Colleagues look for help these weeks; I am not asked again once I come."""
    reader = reader_of(request)
    if not permits_adding(reader, HelpOffer):
        return None
    rows = HelpWanted.objects.filter(
        withdrawn_at=None,
        event__state=EventState.PLANNED,
        event__withdrawn_at=None,
        event__action__withdrawn_at=None,
        event__day__gte=day,
        event__day__lte=day + SOON,
    )
    rows = rows.exclude(asked_by=reader.pk).exclude(offers__person=reader.pk).exclude(event__raqs=reader.pk)
    rows = visible(rows, reader).annotate(offered=Count("offers")).filter(offered__lt=F("needed"))
    rows = rows.select_related("asked_by", "kind", "event__action", "event__neighbourhood", "event__commune")
    found = list(rows.prefetch_related("languages").order_by("event__day", "event__start", "pk")[:SHOWN])
    return (
        HomeCard("collective_actions/cards/help_wanted.html", {"wanted": found}, order=19) if found else None
    )


@offers
def planning_changed(request: HttpRequest, day: date) -> HomeCard | None:
    """A planning changed an event of mine: what it was, what it is; « Vu » and it goes."""
    reader = reader_of(request)
    if not reader.has_role(*WRITERS):
        return None
    rows = visible(PlanningChange.objects.filter(seen_at=None, event__day__gte=day - WEEK), reader)
    rows = rows.filter(event__withdrawn_at=None).select_related("event__action")
    told = [(row, [_said(*each) for each in row.changes]) for row in rows.order_by("told_at", "id")[:SHOWN]]
    return (
        HomeCard("collective_actions/cards/planning_changed.html", {"told": told}, order=16) if told else None
    )


def _said(part: str, before: str, after: str) -> str:
    what, was, now = change_in_words(part, before, after)
    return _("%(what)s: %(before)s → %(after)s") % {"what": what, "before": was or "–", "after": now or "–"}
