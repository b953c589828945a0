"""Boundaries made ready for drawing: projected, rounded, and simplified once for both sides of each border.

Two neighbours share the points of their border. Simplifying each shape alone would tear them apart, so the
rings are cut where borders meet, and each piece is simplified one single time.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maillage.territory.boundaries import Polygons
from maillage.territory.mesh import Point, area, centroid, project

GRID = 1  # decimals of a drawing unit kept: about three metres on the ground
TOLERANCE = 0.3  # how far a simplified line may leave the true one, in drawing units: about nine metres
SMALLEST = 0.5  # area below which a hole or an islet is not drawn, in square drawing units

Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """The shape of one unit in drawing units, and where its name stands."""

    polygons: list[list[Ring]]
    label: Point


def drawn(shapes: Mapping[str, Polygons]) -> dict[str, Outline]:
    """Each unit's outline, as the map draws it; a unit too small to be drawn is left out."""
    put = {code: [[_put(ring) for ring in polygon] for polygon in shape] for code, shape in shapes.items()}
    every = [ring for shape in put.values() for polygon in shape for ring in polygon]
    corners = _corners(every)
    kept: dict[tuple[Point, ...], Ring] = {}
    outlines = {}
    for code, shape in put.items():
        polygons = []
        for polygon in shape:
            rings = [_simplified(ring, corners, kept) for ring in polygon]
            if rings and _shows(rings[0]):
                polygons.append([rings[0], *(ring for ring in rings[1:] if _shows(ring))])
        if polygons:
            outlines[code] = Outline(polygons, _label(polygons))
    return outlines


def _put(ring: Iterable[Point]) -> Ring:
    """A ring of longitudes and latitudes on the grid of the drawing, without points that fall together."""
    points = [project(latitude, longitude) for longitude, latitude in ring]
    snapped = [(round(x, GRID), round(y, GRID)) for x, y in points]
    return [point for point, before in zip(snapped, [snapped[-1], *snapped], strict=False) if point != before]


def _shows(ring: Ring) -> bool:
    return len(ring) > 2 and area(ring) >= SMALLEST


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Where three or more lines meet: these points stay, whatever is simplified."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def _simplified(ring: Ring, corners: set[Point], kept: dict[tuple[Point, ...], Ring]) -> Ring:
    """The ring, piece by piece between its corners; a ring without corner is cut at its two far ends."""
    if len(ring) < 4:
        return ring
    cuts = [index for index, point in enumerate(ring) if point in corners]
    if len(cuts) < 2:
        start = cuts[0] if cuts else ring.index(min(ring))
        far = max(range(len(ring)), key=lambda index: math.dist(ring[index], ring[start]))
        cuts = sorted({start, far})
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
    turned.append(turned[0])
    result: Ring = []
    for first, last in zip(ends, ends[1:], strict=False):
        result += _piece(tuple(turned[first : last + 1]), kept)[:-1]
    return result


def _piece(points: tuple[Point, ...], kept: dict[tuple[Point, ...], Ring]) -> Ring:
    """A piece of border, simplified the same way in whichever direction it is walked."""
    back = points[::-1]
    if back < points:
        return _piece(back, kept)[::-1]
    if points not in kept:
        kept[points] = _fewer(points)
    return kept[points]


def _fewer(points: tuple[Point, ...]) -> Ring:
    """The line with as few points as the tolerance allows (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        inside = range(first + 1, last)
        if not inside:
            continue
        far = max(inside, key=lambda index: _away(points[index], points[first], points[last]))
        if _away(points[far], points[first], points[last]) > TOLERANCE:
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [points[index] for index in sorted(keep)]


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a segment."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0
    share = min(1, max(0, share))
    return math.dist(point, (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))


def inside(polygons: Iterable[list[Ring]], point: Point) -> bool:
    """Whether a point lies inside, holes aside."""
    x, y = point
    crossings = 0
    for polygon in polygons:
        for ring in polygon:
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    crossings += 1
    return crossings % 2 == 1


def _label(polygons: list[list[Ring]]) -> Point:
    """Where the name stands: the middle of the largest polygon, or of its widest part on that height."""
    largest = max(polygons, key=lambda polygon: area(polygon[0]))
    middle = centroid(largest[0])
    if inside([largest], middle):
        return (round(middle[0], GRID), round(middle[1], GRID))
    height = middle[1]
    sides = [pair for ring in largest for pair in zip(ring, [*ring[1:], *ring[:1]], strict=True)]
    crossings = sorted(
        (x2 - x1) * (height - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in sides
        if (y1 > height) != (y2 > height)
    )
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    left, right = max(spans, key=lambda span: span[1] - span[0])
    return (round((left + right) / 2, GRID), round(height, GRID))
