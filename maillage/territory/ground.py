"""What the map is drawn on: the official boundaries a deployer loaded, else our own mesh (P6).

A unit without a loaded boundary keeps its cell of the mesh. What is loaded is kept for the process until
another file is loaded: a map asks the database only which one that is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from maillage.territory.borders import inside
from maillage.territory.mesh import Cell, Edge, Point, area, mesh
from maillage.territory.models import BoundaryLayer, BoundaryShape
from maillage.territory.models.boundaries import Layer

Stroke = tuple[Point, Point]


@dataclass(frozen=True)
class BoundedCell(Cell):
    """A unit within its official boundary: one polygon or several, with or without holes."""

    polygons: list[list[list[Point]]]
    label: Point

    @property
    def rings(self) -> list[list[Point]]:
        return [ring for polygon in self.polygons for ring in polygon]

    @property
    def size(self) -> float:
        return sum(area(polygon[0]) for polygon in self.polygons)

    @property
    def middle(self) -> Point:
        return self.label

    def holds(self, point: Point) -> bool:
        return inside(self.polygons, point)

    def uncovered(self, edge: Edge, beyond: Cell) -> list[Stroke]:
        """Nothing: an official border is the same line on both sides."""
        return []


@dataclass(frozen=True, eq=False)
class Ground:
    """The cells of the map by official number, the borders of the communes, and where their names stand."""

    cells: dict[str, Cell]
    borders: list[Stroke]
    commune_labels: dict[str, Point]
    is_mesh: bool


@dataclass(frozen=True)
class Land:
    """The ground, and whose boundaries it shows."""

    ground: Ground
    layers: tuple[BoundaryLayer, ...]

    @property
    def credits(self) -> list[str]:
        """The sources to show under the map, in the reader's language."""
        return list(dict.fromkeys(layer.credit for layer in self.layers))


def land() -> Land:
    """What maps are drawn on at this moment."""
    layers = tuple(BoundaryLayer.objects.order_by("layer"))
    return Land(_ground(tuple((layer.layer, layer.pk) for layer in layers)), layers)


@lru_cache(maxsize=2)
def _ground(layers: tuple[tuple[str, UUID], ...]) -> Ground:
    cells: dict[str, Cell] = dict(mesh())
    borders: list[Stroke] = []
    labels: dict[str, Point] = {}
    for layer, pk in layers:
        shapes = list(BoundaryShape.objects.filter(layer=pk).order_by("code"))
        bounded = _cells(shapes)
        if layer == Layer.NEIGHBOURHOODS:
            cells |= bounded
        else:
            edges = [edge for cell in bounded.values() for edge in cell.edges]
            borders = list(
                {frozenset((edge.start, edge.end)): (edge.start, edge.end) for edge in edges}.values()
            )
            labels = {code: cell.middle for code, cell in bounded.items()}
    return Ground(cells, borders, labels, is_mesh=all(layer != Layer.NEIGHBOURHOODS for layer, _pk in layers))


def _cells(shapes: Iterable[BoundaryShape]) -> dict[str, Cell]:
    """Cells from stored shapes; every side knows which unit shares it."""
    polygons = {
        shape.code: [[[(x, y) for x, y in ring] for ring in rings] for rings in shape.polygons]
        for shape in shapes
    }
    owners: dict[frozenset[Point], list[str]] = defaultdict(list)
    sides = {
        code: [
            side for rings in shape for ring in rings for side in zip(ring, [*ring[1:], ring[0]], strict=True)
        ]
        for code, shape in polygons.items()
    }
    for code, some in sides.items():
        for side in some:
            owners[frozenset(side)].append(code)
    cells: dict[str, Cell] = {}
    for shape in shapes:
        edges = [
            Edge(a, b, next((code for code in owners[frozenset((a, b))] if code != shape.code), None))
            for a, b in sides[shape.code]
        ]
        label = (shape.label_x, shape.label_y)
        cells[shape.code] = BoundedCell(shape.code, "", label, tuple(edges), polygons[shape.code], label)
    return cells
