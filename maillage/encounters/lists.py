"""My notes, newest first, fifty at a time; what I noted today and this week, for me alone (P3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Q

from maillage.encounters.models import Intervention, InterventionQuerySet
from maillage.kit.policy import visible
from maillage.people.models import Person

PAGE = 50
SPANS = ("day", "week", "all")


@dataclass(frozen=True)
class Numbers:
    """What I noted."""

    day: int
    week: int


@dataclass(frozen=True)
class Page:
    """Some notes by day, and the mark the next page begins after."""

    days: list[tuple[date, list[Intervention]]]
    after: str


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mine(reader: Person) -> InterventionQuerySet:
    """The last version of each of my notes that I did not withdraw."""
    rows: InterventionQuerySet = visible(Intervention.objects.standing(), reader)  # type: ignore[assignment]
    return rows.filter(author=reader)


def numbers(reader: Person, day: date) -> Numbers:
    """How many notes of that day and of its week are mine."""
    counted = (
        mine(reader)
        .filter(happened_on__range=(monday_of(day), day))
        .aggregate(day=Count("pk", filter=Q(happened_on=day)), week=Count("pk"))
    )
    return Numbers(**counted)


def page_of(reader: Person, span: str, day: date, after: str) -> Page:
    """The notes of a day, a week or all of them, after a mark. Raises ValueError for a broken mark."""
    rows = mine(reader).with_words().order_by("-happened_on", "-recorded_at", "-id")
    if span != "all":
        rows = rows.filter(happened_on__range=(day if span == "day" else monday_of(day), day))
    if after:
        rows = rows.filter(_older(after))
    found = list(rows[: PAGE + 1])
    return Page(_by_day(found[:PAGE]), _mark(found[PAGE - 1]) if len(found) > PAGE else "")


def _by_day(rows: Iterable[Intervention]) -> list[tuple[date, list[Intervention]]]:
    return [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.happened_on)]


def _mark(row: Intervention) -> str:
    return f"{row.happened_on.isoformat()},{row.recorded_at.isoformat()},{row.pk}"


def _older(mark: str) -> Q:
    """What stands behind the mark, in the order of the list."""
    on, at, key = mark.split(",")
    day, moment, pk = date.fromisoformat(on), datetime.fromisoformat(at), UUID(key)
    same_moment = Q(happened_on=day, recorded_at=moment, pk__lt=pk)
    return Q(happened_on__lte=day) & (
        Q(happened_on__lt=day) | Q(happened_on=day, recorded_at__lt=moment) | same_moment
    )


def appointments(reader: Person, day: date) -> list[Intervention]:
    """The appointments I gave, from that day on."""
    rows = mine(reader).filter(appointment_on__gte=day).order_by("appointment_on", "recorded_at", "id")
    return list(rows[:PAGE])
