"""The calendar: the events of at most six weeks, in one question, put together for its reader.

Its cost is that of the days shown, not of the years behind: each view has a span, each day a ceiling.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from maillage.collective_actions.models import Action, Evaluation, Event, EventState, HelpOffer, HelpWanted
from maillage.kit.holidays import is_free_day
from maillage.kit.policy import Reader, visible
from maillage.people.models import Person
from maillage.people.roles import TEAM
from maillage.territory.coverage import neighbourhoods_of

#: How many events of one day each view shows; the others are one link away.
PER_DAY = {"month": 6, "week": 12, "list": 12, "day": 200}


@dataclass
class Day:
    """A day of the calendar: what is shown of it, and how many more there are."""

    day: date
    is_outside: bool = False
    events: list[Any] = field(default_factory=list)
    number: int = 0

    @property
    def hidden(self) -> int:
        return self.number - len(self.events)

    @property
    def is_free(self) -> bool:
        """A weekend or a public holiday."""
        return is_free_day(self.day)


@dataclass(frozen=True)
class Span:
    """What one page of the calendar covers, and where one goes on from it."""

    view: str
    day: date
    first: date
    last: date
    previous: date
    following: date

    @classmethod
    def around(cls, view: str, day: date) -> "Span":
        """The month, week or day that holds this day. A month is shown in whole weeks."""
        if view == "day":
            return cls(view, day, day, day, day - timedelta(days=1), day + timedelta(days=1))
        if view == "week":
            monday = day - timedelta(days=day.weekday())
            week = timedelta(days=7)
            return cls(view, day, monday, monday + timedelta(days=6), day - week, day + week)
        first = day.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        last, previous = following - timedelta(days=1), (first - timedelta(days=1)).replace(day=1)
        if view == "month":
            first_shown = first - timedelta(days=first.weekday())
            last_shown = last + timedelta(days=6 - last.weekday())
            return cls(view, day, first_shown, last_shown, previous, following)
        return cls(view, day, first, last, previous, following)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Page:
    """What one page of the calendar shows."""

    span: Span
    days: list[Day]

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]

    @property
    def shown(self) -> list[Day]:
        """Days on which there is something."""
        return [day for day in self.days if day.number]

    @property
    def number(self) -> int:
        """How many events, in the month itself when it is a month."""
        return sum(day.number for day in self.days if not day.is_outside)


def with_everything(rows: QuerySet[Event], reader: Reader) -> QuerySet[Event]:
    """Events ready to be shown in a list, in a fixed number of questions."""
    wanted = visible(HelpWanted.objects.filter(withdrawn_at=None), reader).order_by("pk")
    rows = rows.select_related("action", "neighbourhood", "commune", "cancelled_because").prefetch_related(
        "action__categories",
        Prefetch("raqs", queryset=visible(Person.objects.all(), reader), to_attr="known_raqs"),
        Prefetch(
            "help_wanted",
            queryset=wanted.annotate(offered=Count("offers")).prefetch_related("languages"),
            to_attr="wanted",
        ),
    )
    if not reader.has_role(*TEAM):
        return rows
    return rows.annotate(is_evaluated=Exists(Evaluation.objects.filter(event=OuterRef("pk"))))


def readable(reader: Reader) -> QuerySet[Event]:
    """The events that stand, of actions that stand, as far as the reader may know them."""
    rows: QuerySet[Event] = Event.objects.standing().filter(action__withdrawn_at=None)
    return visible(rows, reader)


def of_person(person: Any) -> Q:
    """Events a colleague is noted at, or comes to help at; each once."""
    noted = Event.raqs.through._default_manager.filter(event=OuterRef("pk"), person=person)
    helps = HelpOffer.objects.filter(wanted__event=OuterRef("pk"), person=person)
    return Q(Exists(noted)) | Q(Exists(helps))


def looking_for_help() -> Q:
    """Planned events that look for more colleagues than have offered to come."""
    open_ones = HelpWanted.objects.filter(event=OuterRef("pk"), withdrawn_at=None)
    short = open_ones.annotate(offered=Count("offers")).filter(offered__lt=F("needed"))
    return Q(Exists(short), state=EventState.PLANNED)


def narrowed(rows: QuerySet[Event], asked: Any) -> QuerySet[Event]:
    """The events a filter asks for (`CalendarFilter`)."""
    day = asked.chosen_day
    if raq := asked.chosen("raq"):
        rows = rows.filter(of_person(raq))
    if zone := asked.chosen("zone"):
        rows = rows.filter(neighbourhood__in=neighbourhoods_of(zone, day).values("pk"))
    if category := asked.chosen("category"):
        held = Action.categories.through._default_manager.filter(action=OuterRef("action"))
        rows = rows.filter(~Exists(held) if category == "none" else Exists(held.filter(term__code=category)))
    columns = {"commune": "commune", "host": "action__host", "open": "action__open_to_all"}
    rows = rows.filter(**{columns[name]: asked.chosen(name) for name in columns if asked.chosen(name)})
    if action := asked.chosen("action"):
        rows = rows.filter(action=action)
    return rows.filter(looking_for_help()) if asked.chosen("wanted") else rows


def page_of(rows: QuerySet[Event], span: Span, reader: Reader) -> Page:
    """The events of a span, day by day, the first of each day."""
    of_day: dict[str, Any] = {"partition_by": [F("day")]}
    order = [F("start").asc(nulls_first=True), F("pk").asc()]
    counted = rows.between(span.first, span.last).annotate(  # type: ignore[attr-defined]
        rank=Window(RowNumber(), order_by=order, **of_day), of_the_day=Window(Count("pk"), **of_day)
    )
    shown = with_everything(counted.filter(Q(rank__lte=PER_DAY[span.view])), reader)
    return Page(span, _by_day(shown.order_by("day", *order), span))


def _by_day(events: Iterable[Any], span: Span) -> list[Day]:
    month = span.day.month
    days = {day: Day(day, span.view == "month" and day.month != month) for day in span.days}
    grouped: dict[date, list[Any]] = defaultdict(list)
    for event in events:
        grouped[event.day].append(event)
    for day, found in grouped.items():
        days[day].events, days[day].number = found, found[0].of_the_day
    return list(days.values())
