"""No figure about one worker: places merge with their neighbours until two RAQs stand behind them (P3).

Two RAQs stand behind a place when two made the contacts counted there, or nobody did, and when the
assignments of the period say so (`territory.behind`), or nobody was assigned. The merged places are a
partition: no total of theirs, taken from another, gives one of them back.
"""

from dataclasses import dataclass
from math import hypot
from uuid import UUID

from maillage.territory.behind import Span, Spans, stands
from maillage.territory.coverage import Coverage
from maillage.territory.models import Neighbourhood, Zone

#: The middle of the region, where actors without a known place are counted.
MIDDLE = (50.846, 4.352)


@dataclass(frozen=True)
class Cell:
    """A neighbourhood the project works in, or all the rest (`place` is None), and who stands behind it."""

    place: Neighbourhood | None
    zone: Zone | None
    spans: tuple[Span, ...]
    makers: frozenset[UUID]

    @property
    def point(self) -> tuple[float, float]:
        place = self.place
        known = place is not None and place.latitude is not None and place.longitude is not None
        return (place.latitude, place.longitude) if known else MIDDLE  # type: ignore[union-attr, return-value]


Group = tuple[Cell, ...]


def cell_of(answer: Coverage, spans: Spans, makers: frozenset[UUID]) -> Cell:
    """The cell of a neighbourhood, and who covered it over the period."""
    place = answer.neighbourhood
    return Cell(place, answer.zone, tuple(spans.get(place.pk, ())), makers)


def elsewhere(makers: frozenset[UUID]) -> Cell:
    """Actors of neighbourhoods the project did not choose, or without a known place."""
    return Cell(None, None, (), makers)


def shows_one(group: Group) -> bool:
    """Whether a figure about these places would be a figure about one worker."""
    makers = frozenset().union(*(cell.makers for cell in group))
    spans = [span for cell in group for span in cell.spans]
    return len(makers) == 1 or (bool(spans) and not stands(spans))


def merged(cells: list[Cell]) -> list[Group]:
    """The places as they may be shown, in their order; none when even all of them show one worker."""
    groups: list[Group] = [(cell,) for cell in cells]
    while alone := [group for group in groups if shows_one(group)]:
        if len(groups) == 1:
            return []
        group = min(alone, key=len)
        groups.remove(group)
        nearest = min(groups, key=lambda other: _distance(group, other))
        groups[groups.index(nearest)] = tuple(cell for cell in cells if cell in nearest or cell in group)
    return sorted(groups, key=lambda group: cells.index(group[0]))


def _distance(group: Group, other: Group) -> tuple[bool, float]:
    """Places of one zone first, then the nearest centres."""
    zones = {cell.zone for cell in group if cell.zone}
    apart = min(
        hypot(one.point[0] - two.point[0], (one.point[1] - two.point[1]) * 0.63)
        for one in group
        for two in other
    )
    return not any(cell.zone in zones for cell in other), apart
