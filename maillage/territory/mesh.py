"""The mesh: our own drawing of Brussels, cells around the centres of the 145 official units (P6).

No boundary file is shipped. Each cell is the part of the plane nearest to its centre, where a unit with a
larger area reaches further (a power diagram), clipped half-plane by half-plane, and limited around its centre
by a disc of its own size so that the outline of the city looks natural.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from maillage.territory.facts import mesh_units

Point = tuple[float, float]

#: Brussels at this latitude: kilometres per degree of longitude and latitude, from its south-west corner.
WEST, NORTH = 4.2435, 50.9155
KM_PER_LONGITUDE, KM_PER_LATITUDE = 70.36, 111.24
SCALE = 34  # drawing units a kilometre
REACH, SLACK = (
    1.28,
    7,
)  # how far a cell may reach beyond the disc of its own area: in proportion, and more
NEAREST = 0.3  # a border comes no nearer to a centre than this part of the way to the next one
PIECES, NUDGE = 8, 0.5  # how finely a shared side is looked at, and how far beyond it
CORNERS = 40  # of the polygon that stands for that disc


@dataclass(frozen=True)
class Edge:
    """One side of a cell, and the unit on its other side (None: the edge of the city)."""

    start: Point
    end: Point
    beyond: str | None


@dataclass(frozen=True)
class Cell:
    """The cell of one official unit, in drawing units."""

    code: str
    kind: str
    centre: Point
    edges: tuple[Edge, ...]

    @property
    def points(self) -> list[Point]:
        return [edge.start for edge in self.edges]

    @property
    def rings(self) -> list[list[Point]]:
        """The lines to draw around it."""
        return [self.points]

    @property
    def size(self) -> float:
        """Its area as drawn."""
        return area(self.points)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return all(
            (edge.end[0] - edge.start[0]) * (point[1] - edge.start[1])
            - (edge.end[1] - edge.start[1]) * (point[0] - edge.start[0])
            > -1e-6
            for edge in self.edges
        )

    @property
    def middle(self) -> Point:
        """The centre of the cell as drawn, where its label stands."""
        return centroid(self.points)

    def uncovered(self, edge: Edge, beyond: "Cell") -> list[tuple[Point, Point]]:
        """The pieces of a shared side where the neighbour, limited by its own disc, does not reach."""
        (x1, y1), (x2, y2) = edge.start, edge.end
        steps = [(x1 + (x2 - x1) * i / PIECES, y1 + (y2 - y1) * i / PIECES) for i in range(PIECES + 1)]
        kept = []
        for a, b in zip(steps, steps[1:], strict=False):
            x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
            reach = NUDGE / (math.dist((x, y), self.centre) or 1)
            if not beyond.holds((x + (x - self.centre[0]) * reach, y + (y - self.centre[1]) * reach)):
                kept.append((a, b))
        return kept


def project(latitude: float, longitude: float) -> Point:
    """A place on the ground, in drawing units: x to the east, y to the south."""
    return (
        (longitude - WEST) * KM_PER_LONGITUDE * SCALE,
        (NORTH - latitude) * KM_PER_LATITUDE * SCALE,
    )


@lru_cache(maxsize=1)
def mesh() -> dict[str, Cell]:
    """All cells by official number, computed once a process."""
    sites = [
        (
            unit.code,
            unit.kind,
            project(unit.latitude, unit.longitude),
            math.sqrt(unit.area_km2 / math.pi) * SCALE,
        )
        for unit in mesh_units()
    ]
    cells = {}
    for code, kind, centre, radius in sites:
        others = sorted(
            ((other, c, r) for other, _kind, c, r in sites if other != code),
            key=lambda site: math.dist(site[1], centre),
        )
        cells[code] = Cell(code, kind, centre, _clip(centre, radius, others))
    return cells


def _reach(radius: float) -> float:
    return radius * REACH + SLACK


def _disc(centre: Point, radius: float) -> list[Edge]:
    x, y = centre
    turn = 2 * math.pi / CORNERS
    ring = [
        (x + radius * math.cos(turn * (i + 0.5)), y + radius * math.sin(turn * (i + 0.5)))
        for i in range(CORNERS)
    ]
    return [Edge(a, b, None) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]


def _clip(centre: Point, radius: float, others: list[tuple[str, Point, float]]) -> tuple[Edge, ...]:
    """The disc of a unit, cut by the line between it and each of its neighbours."""
    edges = _disc(centre, _reach(radius))
    for code, there, size in others:
        distance = math.dist(there, centre)
        if distance > _reach(radius) + _reach(size):
            continue
        away = ((there[0] - centre[0]) / distance, (there[1] - centre[1]) / distance)
        share = 0.5 + (radius * radius - size * size) / (2 * distance * distance)
        offset = distance * min(max(share, NEAREST), 1 - NEAREST)
        edges = _cut(edges, centre, away, offset, code)
    return tuple(edges)


def _cut(edges: list[Edge], centre: Point, away: Point, offset: float, code: str) -> list[Edge]:
    """Keep what lies on this side of the line at `offset` from the centre in the direction `away`."""

    def beyond(point: Point) -> float:
        return (point[0] - centre[0]) * away[0] + (point[1] - centre[1]) * away[1] - offset

    kept: list[Edge] = []
    left: Point | None = None
    entered: Point | None = None
    for edge in edges:
        before, after = beyond(edge.start), beyond(edge.end)
        if before <= 0 and after <= 0:
            kept.append(edge)
        elif before <= 0:
            left = _crossing(edge, before, after)
            kept.append(Edge(edge.start, left, edge.beyond))
        elif after <= 0:
            entered = _crossing(edge, before, after)
            if left is not None:
                kept.append(Edge(left, entered, code))
                left = None
            kept.append(Edge(entered, edge.end, edge.beyond))
    if left is not None and entered is not None:  # the walk began on the far side
        kept.append(Edge(left, entered, code))
    return kept


def _crossing(edge: Edge, before: float, after: float) -> Point:
    part = before / (before - after)
    (x1, y1), (x2, y2) = edge.start, edge.end
    return (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)


# --- Shapes -----------------------------------------------------------------------------------------------


def area(points: list[Point]) -> float:
    """The area of a simple polygon."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(points))) / 2


def centroid(points: list[Point]) -> Point:
    """The centre of gravity of a simple polygon."""
    crosses = [(x1 * y2 - x2 * y1, x1 + x2, y1 + y2) for (x1, y1), (x2, y2) in _pairs(points)]
    total = 3 * sum(cross for cross, _x, _y in crosses)
    return (sum(c * x for c, x, _y in crosses) / total, sum(c * y for c, _x, y in crosses) / total)


def _pairs(points: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(points, [*points[1:], points[0]], strict=True))


def frame(cells: Iterable[Cell], margin: float) -> tuple[float, float, float, float]:
    """The rectangle around some cells: left, top, width, height."""
    points = [point for cell in cells for point in cell.points]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, top = min(xs) - margin, min(ys) - margin
    return (left, top, max(xs) + margin - left, max(ys) + margin - top)


def outline(cells: Iterable[Cell]) -> list[tuple[Point, Point]]:
    """The border of some cells together: every side, or part of one, beyond which lies something else."""
    together = {cell.code: cell for cell in cells}
    strokes: list[tuple[Point, Point]] = []
    for cell in together.values():
        for edge in cell.edges:
            beyond = together.get(edge.beyond or "")
            strokes += [(edge.start, edge.end)] if beyond is None else cell.uncovered(edge, beyond)
    return strokes
