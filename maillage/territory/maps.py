"""Drawing the territory of a day on its ground: cells, zones with their outline, names (P6)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.territory.coverage import Coverage
from maillage.territory.ground import Ground, Land, Stroke
from maillage.territory.mesh import Cell, Point, frame, outline
from maillage.territory.models import Commune, Neighbourhood, Zone

TINTS = 4  # ways to fill a zone, each with a pattern of its own; neighbouring zones never share one
CITY_WIDTH, CLOSE_WIDTH = 640, 360
CLOSE_SHAPE = 0.62  # height of a close map, in proportion to its width, at least
AROUND = 14  # drawing units left around the zone on a close map


@dataclass(frozen=True)
class Shape:
    """One cell as drawn: its path, the classes that fill it, where it leads."""

    path: str
    classes: str
    pattern: str
    label: str
    url: str


@dataclass(frozen=True)
class Name:
    """A word on the map."""

    x: str
    y: str
    words: str
    classes: str


@dataclass(frozen=True)
class Line:
    """The outline of a zone."""

    path: str
    classes: str


@dataclass(frozen=True)
class Drawing:
    """A map ready for its template; `links` are the neighbourhoods the project works in.

    `credits` name whose boundaries are drawn; without any it is our own mesh (`is_mesh`).
    """

    id: str
    width: int
    height: int
    ground: list[Shape]
    links: list[Shape]
    outlines: list[Line]
    names: list[Name]
    borders: str
    credits: list[str]
    is_mesh: bool

    @property
    def credit(self) -> str:
        """Whose boundaries these are, as the line under the map says it; nothing for our own mesh."""
        return " ".join(self.credits)


class Frame:
    """Which part of the mesh is seen, and how large."""

    def __init__(self, cells: Collection[Cell], width: int, margin: float, shape: float = 0) -> None:
        left, top, wide, high = frame(cells, margin)
        wide, high, left, top = _shaped(wide, high, left, top, shape)
        self.left, self.top, self.scale = left, top, width / wide
        self.width, self.height = width, round(high * self.scale)
        self.paths: dict[str, str] = {}

    def put(self, point: Point) -> Point:
        return ((point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale)

    def path(self, cell: Cell) -> str:
        if cell.code not in self.paths:
            self.paths[cell.code] = "".join(map(self._ring, cell.rings))
        return self.paths[cell.code]

    def _ring(self, ring: list[Point]) -> str:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(self.put, ring)) + "Z"

    def lines(self, strokes: Collection[Stroke]) -> str:
        """Strokes as one path."""
        return "".join("M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*self.put(a), *self.put(b)) for a, b in strokes)

    def shows(self, point: Point) -> bool:
        x, y = self.put(point)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def holds(self, cell: Cell) -> bool:
        return any(map(self.shows, cell.points))

    def name(self, point: Point, words: str, classes: str = "") -> Name:
        x, y = self.put(point)
        return Name(f"{x:.1f}", f"{y + 4:.1f}", words, f"map__name {classes}".strip())


def _shaped(
    wide: float, high: float, left: float, top: float, shape: float
) -> tuple[float, float, float, float]:
    """Grow a rectangle around its middle until it is neither flatter nor taller than `shape` asks."""
    if not shape:
        return wide, high, left, top
    broad, tall = max(wide, high / shape), max(high, wide * shape)
    return broad, tall, left - (broad - wide) / 2, top - (tall - high) / 2


@lru_cache(maxsize=2)
def _whole_city(ground: Ground) -> Frame:
    """The frame of the whole ground, whose paths never change."""
    return Frame(ground.cells.values(), CITY_WIDTH, 4)


def city_map(
    answers: dict[UUID, Coverage], land: Land, *, aside: Collection[UUID] = (), sure: bool = True
) -> Drawing:
    """The whole city on a day. `aside`: left out by a filter; `sure`: nobody may be called nobody."""
    cells = land.ground.cells
    seen = _whole_city(land.ground)
    tints = tints_of(answers, land)
    ground: list[Shape] = []
    links: list[Shape] = []
    for answer in _drawn(answers, cells):
        shape = _shape(
            seen.path(cells[_code(answer)]), answer, tints, dimmed=answer.neighbourhood.pk in aside, sure=sure
        )
        (links if answer.is_chosen else ground).append(shape)
    by_zone = _cells_by_zone(answers, cells)
    numbers = [seen.name(_heart(group), zone.short, "map__name--zone") for zone, group in by_zone.items()]
    names = _apart(_commune_names(seen, answers, land.ground), numbers) + numbers
    empty = {answer.zone for answer in answers.values() if sure and not answer.is_covered}
    outlines = [_outline(seen, group, dashed=zone in empty) for zone, group in by_zone.items()]
    return _drawing("city", seen, land, (ground, links), outlines, names)


def close_map(
    answers: dict[UUID, Coverage], chosen: Collection[UUID], land: Land, *, id: str = "close"
) -> Drawing | None:
    """Some places and what lies around them, by colour, outline and name; None when none has a cell."""
    cells = land.ground.cells
    places = {_code(answer): answer for answer in _drawn(answers, cells)}
    mine = {
        code: answer
        for code, answer in places.items()
        if answer.neighbourhood.pk in chosen
        or any(row.neighbourhood_id in chosen for row in answer.selections)
    }
    together = [cells[code] for code in mine]
    if not together:
        return None
    seen = Frame(together, CLOSE_WIDTH, AROUND, CLOSE_SHAPE)
    ground: list[Shape] = []
    links: list[Shape] = []
    for code, answer in places.items():
        if seen.holds(cells[code]):
            state = "chosen" if code in mine else "other" if answer.is_chosen else ""
            shape = _as_shape(seen.path(cells[code]), answer, f"map__cell--{state}" if state else "", "")
            (links if answer.is_chosen or code in mine else ground).append(shape)
    names = [seen.name(cells[code].middle, str(answer.neighbourhood)) for code, answer in mine.items()]
    return _drawing(id, seen, land, (ground, links), [_outline(seen, together)], names)


def _drawing(
    id: str,
    seen: Frame,
    land: Land,
    shapes: tuple[list[Shape], list[Shape]],
    outlines: list[Line],
    names: list[Name],
) -> Drawing:
    """The drawing with the borders of communes that are seen on it, and whose boundaries it shows."""
    borders = seen.lines([stroke for stroke in land.ground.borders if any(map(seen.shows, stroke))])
    return Drawing(
        id, seen.width, seen.height, *shapes, outlines, names, borders, land.credits, land.ground.is_mesh
    )


def around(shown: QuerySet[Neighbourhood], land: Land) -> QuerySet[Neighbourhood]:
    """These places, what they are made of, and whatever else a close map of them shows."""
    cells = land.ground.cells
    own = list(shown.values_list("pk", flat=True))
    drawn = Neighbourhood.objects.filter(Q(pk__in=own) | Q(wholes__in=own), monitoring_code__in=cells)
    together = [cells[code] for code in drawn.values_list("monitoring_code", flat=True) if code]
    near: set[str] = set()
    if together:
        seen = Frame(together, CLOSE_WIDTH, AROUND, CLOSE_SHAPE)
        near = {code for code, cell in cells.items() if seen.holds(cell)}
    return Neighbourhood.objects.filter(Q(pk__in=own) | Q(monitoring_code__in=near))


def tints_of(answers: dict[UUID, Coverage], land: Land) -> dict[Zone, int]:
    """A tint a zone, so that two zones that touch never share one."""
    by_zone = _cells_by_zone(answers, land.ground.cells)
    owner = {cell.code: zone for zone, group in by_zone.items() for cell in group}
    tints: dict[Zone, int] = {}
    for zone, group in sorted(by_zone.items(), key=lambda item: item[0].ordinal):
        beside = {owner[edge.beyond] for cell in group for edge in cell.edges if edge.beyond in owner}
        taken = {tints[other] for other in beside if other in tints}
        wish = len(tints) % TINTS
        order = [(wish + step) % TINTS for step in range(TINTS)]
        tints[zone] = next((tint for tint in order if tint not in taken), wish)
    return {zone: tint + 1 for zone, tint in tints.items()}


def _code(answer: Coverage) -> str:
    """The official number under which the place has its cell."""
    return answer.neighbourhood.monitoring_code or ""


def _drawn(answers: dict[UUID, Coverage], cells: Mapping[str, Cell]) -> list[Coverage]:
    """The places that have a cell, from north to south, the order in which people read them."""
    known = [answer for answer in answers.values() if _code(answer) in cells]
    return sorted(known, key=lambda a: (cells[_code(a)].centre[1], a.neighbourhood.pk))


def _cells_by_zone(answers: dict[UUID, Coverage], cells: Mapping[str, Cell]) -> dict[Zone, list[Cell]]:
    by_zone: dict[Zone, list[Cell]] = defaultdict(list)
    for answer in _drawn(answers, cells):
        if answer.zone is not None:
            by_zone[answer.zone].append(cells[_code(answer)])
    return dict(by_zone)


def _shape(path: str, answer: Coverage, tints: dict[Zone, int], *, dimmed: bool, sure: bool) -> Shape:
    classes, pattern = [], ""
    if answer.is_chosen and answer.zone is None:
        classes.append("map__cell--other")
    elif answer.zone is not None:
        tint = tints[answer.zone]
        nobody = sure and not answer.is_covered
        classes.append("map__cell--nobody" if nobody else f"map__cell--zone map__cell--tint-{tint}")
        pattern = "" if nobody else f"map-pattern-{tint}"
    elif answer.neighbourhood.kind != "residential":
        classes.append("map__cell--open")
    if dimmed:
        classes.append("map__cell--aside")
    return _as_shape(path, answer, " ".join(classes), pattern)


def _as_shape(path: str, answer: Coverage, classes: str, pattern: str) -> Shape:
    place = answer.neighbourhood
    return Shape(
        path=path,
        classes=f"map__cell {classes}".strip(),
        pattern=pattern,
        label=f"{place} · {answer.zone}" if answer.zone else str(place),
        url=place.get_absolute_url(),
    )


def _outline(seen: Frame, cells: Collection[Cell], *, dashed: bool = False) -> Line:
    path = seen.lines(outline(cells))
    return Line(path, "map__outline map__outline--nobody" if dashed else "map__outline")


def _apart(names: list[Name], numbers: list[Name]) -> list[Name]:
    """Move the name of a commune up or down until it stands clear of what is already written."""
    placed: list[Name] = list(numbers)
    for name in names:
        steps = (_moved(name, step) for step in (0, 14, -14, 26, -26))
        placed.append(next((each for each in steps if not any(_meet(each, other) for other in placed)), name))
    return placed[len(numbers) :]


def _moved(name: Name, step: float) -> Name:
    """The same name a little lower, or higher."""
    return replace(name, y=f"{float(name.y) + step:.1f}")


def _meet(one: Name, other: Name) -> bool:
    """Whether two names would be written over one another: five units a letter, twelve high."""
    wide = (len(one.words) + len(other.words)) * 5 / 2 + 6
    return abs(float(one.x) - float(other.x)) < wide and abs(float(one.y) - float(other.y)) < 12


def _heart(cells: Collection[Cell]) -> Point:
    """Where the name of a zone stands: the middle of its cell nearest to the middle of all."""
    middles = [cell.middle for cell in cells]
    x, y = (sum(values) / len(middles) for values in zip(*middles, strict=True))
    return min(middles, key=lambda middle: (middle[0] - x) ** 2 + (middle[1] - y) ** 2)


def _commune_names(seen: Frame, answers: dict[UUID, Coverage], ground: Ground) -> list[Name]:
    """The name of each commune where its boundary puts it, else in the middle of its cells."""
    weights: dict[Commune, list[tuple[Point, float]]] = defaultdict(list)
    for answer in _drawn(answers, ground.cells):
        cell, commune = ground.cells[_code(answer)], answer.neighbourhood.main_commune
        if commune is not None and answer.neighbourhood.kind == "residential":
            weights[commune].append((cell.middle, cell.size))
    names = []
    for commune, cells in sorted(weights.items(), key=lambda item: str(item[0])):
        total = sum(size for _point, size in cells)
        x, y = (sum(point[axis] * size for point, size in cells) / total for axis in (0, 1))
        names.append(
            seen.name(ground.commune_labels.get(commune.nis, (x, y)), str(commune), "map__name--commune")
        )
    return names
