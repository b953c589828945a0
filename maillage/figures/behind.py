"""Who stands behind the figure of a place (P3): for whoever coordinates, one worker's place is that worker.

A place shows alone only if, on no day of the period, exactly one RAQ covered it, and at least two did on some
day. The others count together, with as many more as it takes for the same to hold of them. Written once.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from maillage.figures.recoding import AS_IT_IS, Recoding
from maillage.kit.measures import Axis
from maillage.kit.periods import Period
from maillage.territory.models import Assignment, Neighbourhood, NeighbourhoodCommune, SelectedNeighbourhood

ENOUGH = 2


@dataclass(frozen=True)
class Span:
    """One worker behind one place, from a day to a day."""

    person: UUID
    first: date
    last: date

    def within(self, first: date, last: date) -> "Span | None":
        begun, ended = max(self.first, first), min(self.last, last)
        return Span(self.person, begun, ended) if begun <= ended else None


Spans = dict[UUID, list[Span]]


def together(axis: Axis, period: Period) -> Recoding:
    """Which places of this axis do not show alone in that period; nothing changes for another axis."""
    if not axis.territory:
        return AS_IT_IS
    return Recoding(alone=frozenset(map(str, _alone(*KINDS[axis.territory](period)))))


def _alone(spans: Spans, inside: Spans) -> list[UUID]:
    """The places that show alone.

    `inside` tells, of a place made of others, who stands behind those that do not show alone: whoever takes
    away the parts that show must not be left with one worker.
    """
    alone, secret = [], []
    for place in sorted(spans, key=lambda key: (not inside.get(key), str(key))):
        hidden = inside.get(place, [])
        if stands(spans[place]) and (not hidden or stands(hidden)):
            alone.append(place)
        else:
            secret += hidden or spans[place]
    while secret and alone and not stands(secret):
        place = alone.pop(0)
        secret += inside.get(place) or spans[place]
    return [] if secret and not stands(secret) else alone


def stands(spans: list[Span]) -> bool:
    """Whether at least two workers stand behind, and on no day one of them alone."""
    edges = sorted({span.first for span in spans} | {span.last + timedelta(days=1) for span in spans})
    crowds = [{span.person for span in spans if span.first <= edge <= span.last} for edge in edges]
    numbers = {len(crowd) for crowd in crowds}
    return 1 not in numbers and any(number >= ENOUGH for number in numbers)


def _clipped(row: Any, period: Period) -> tuple[date, date]:
    """The days of a row within the period."""
    ends = [day for day in (row.last_day, period.last_day) if day is not None]
    return max(row.first_day, period.first_day), min(ends, default=date.max - timedelta(days=1))


def _of_zones(period: Period) -> Spans:
    spans: Spans = defaultdict(list)
    for row in Assignment.objects.standing().overlapping(period).order_by("first_day", "id"):
        spans[row.zone_id].append(Span(row.person_id, *_clipped(row, period)))
    return spans


def _of_neighbourhoods(period: Period) -> Spans:
    """A neighbourhood is covered through its zone, a part through its whole and a whole through its parts."""
    zones = _of_zones(period)
    spans: Spans = {}
    chosen = SelectedNeighbourhood.objects.standing().overlapping(period).exclude(zone=None)
    related = _composition()
    for row in chosen.order_by("first_day", "id"):
        days = _clipped(row, period)
        team = zones.get(row.zone_id, []) if row.zone_id else []
        found = [clipped for span in team if (clipped := span.within(*days))]
        for place in (row.neighbourhood_id, *related[row.neighbourhood_id]):
            spans[place] = spans.get(place, []) + found
    return spans


def _communes(period: Period) -> tuple[Spans, Spans]:
    """Everyone who covers a neighbourhood that lies in the commune, wholly or in part."""
    places = _of_neighbourhoods(period)
    shown = set(_alone(places, {}))
    spans: Spans = {}
    inside: Spans = {}
    for share in NeighbourhoodCommune.objects.filter(neighbourhood__in=list(places)).order_by("id"):
        found = places[share.neighbourhood_id]
        spans[share.commune_id] = spans.get(share.commune_id, []) + found
        if share.neighbourhood_id not in shown:
            inside[share.commune_id] = inside.get(share.commune_id, []) + found
    return spans, inside


def _composition() -> dict[UUID, list[UUID]]:
    related: dict[UUID, list[UUID]] = defaultdict(list)
    links = Neighbourhood.parts.through._default_manager.values_list(
        "from_neighbourhood_id", "to_neighbourhood_id"
    )
    for whole, part in links:
        related[whole].append(part)
        related[part].append(whole)
    return related


KINDS: dict[str, Callable[[Period], tuple[Spans, Spans]]] = {
    "zone": lambda period: (_of_zones(period), {}),
    "neighbourhood": lambda period: (_of_neighbourhoods(period), {}),
    "commune": _communes,
}
