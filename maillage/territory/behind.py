"""Who stands behind a place over a period (P3): for whoever coordinates, one worker's place is that worker.

Figures of places ask here, and nowhere else, whether they would be figures about one worker.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from maillage.kit.periods import Period
from maillage.territory.models import Assignment, Neighbourhood, SelectedNeighbourhood

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


def of_zones(period: Period) -> Spans:
    """The workers behind each zone, by its key."""
    spans: Spans = defaultdict(list)
    for row in Assignment.objects.standing().overlapping(period).order_by("first_day", "id"):
        spans[row.zone_id].append(Span(row.person_id, *_clipped(row, period)))
    return spans


def of_neighbourhoods(period: Period) -> Spans:
    """A neighbourhood is covered through its zone, a part through its whole and a whole through its parts."""
    zones = of_zones(period)
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


def _composition() -> dict[UUID, list[UUID]]:
    related: dict[UUID, list[UUID]] = defaultdict(list)
    links = Neighbourhood.parts.through._default_manager.values_list(
        "from_neighbourhood_id", "to_neighbourhood_id"
    )
    for whole, part in links:
        related[whole].append(part)
        related[part].append(whole)
    return related
