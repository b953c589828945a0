"""Actors on our own drawing of Brussels: a numbered knot each, the numbers of the list beside (P6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.network.found import Found
from maillage.network.meaning import Meanings
from maillage.network.near import Surroundings
from maillage.territory.ground import Ground, Land
from maillage.territory.maps import Frame
from maillage.territory.mesh import Cell, Point, outline

WIDTH = 1440  # of the whole city; the page shows the part of it where something was found
SHAPE = 0.8  # height of the part shown, in proportion to its width, at least
LEAST, AROUND = 220, 40  # how wide the part shown is at least, and how much is left around the knots
NAMED = 12  # neighbourhoods with a knot are named as long as they are not more


@dataclass(frozen=True)
class Knot:
    """One or several actors at one spot: their places in the list."""

    x: str
    y: str
    found: tuple[tuple[int, Found], ...]

    @property
    def words(self) -> str:
        """« 3 · Épicerie Le Tournesol », or all of them."""
        return ", ".join(f"{number} · {each.actor}" for number, each in self.found)

    @property
    def mark(self) -> str:
        """What stands in the knot: the number in the list, and a sign that more stand there."""
        first = self.found[0][0]
        return f"{first}+" if len(self.found) > 1 else str(first)

    @property
    def url(self) -> str:
        """The sheet, or the list where several stand at one spot."""
        number, each = self.found[0]
        return f"#found-{number}" if len(self.found) > 1 else each.actor.get_absolute_url()


@dataclass(frozen=True)
class Label:
    """The name of a neighbourhood where it lies."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class ActorMap:
    """A map ready for its template. `view` is the part of the drawing that the page shows."""

    view: tuple[float, float, float, float]
    size: str
    cells: list[tuple[str, bool]]
    outline: str
    borders: str
    labels: list[Label]
    knots: list[Knot]
    credits: list[str]
    is_mesh: bool

    @property
    def view_box(self) -> str:
        return " ".join(f"{value:.0f}" for value in self.view)

    @property
    def radius(self) -> str:
        """Of a knot: the same on the screen whatever part is shown."""
        return f"{self.view[2] / 34:.1f}"

    @property
    def letters(self) -> str:
        """The size of the letters of a name."""
        return f"{self.view[2] / 36:.1f}"

    @property
    def caption(self) -> str:
        """What the drawing is, and whose boundaries it shows."""
        mesh = _("A mesh drawn from the centres of the 145 official neighbourhoods: an idea of where.")
        return " ".join([mesh if self.is_mesh else "", *self.credits]).strip()


def map_of(rows: Sequence[Found], near: Surroundings, known: Meanings, land: Land) -> ActorMap:
    """What was found, on the ground of today; actors without a place are in the list alone."""
    cells, seen = land.ground.cells, _city(land.ground)
    spots = [(number, each, seen.put(each.spot)) for number, each in enumerate(rows, 1) if each.spot]
    inside = [(number, each, at) for number, each, at in spots if _within(seen, at)]
    mine = [cells[code] for pk in near.mine if (code := known.places[pk].code) in cells]
    view = _view(seen, [at for _number, _each, at in inside], mine)
    return ActorMap(
        view=view,
        size=f"{seen.width} {seen.height}",
        cells=[(seen.path(cell), cell in mine) for cell in cells.values()],
        outline=seen.lines(outline(mine)),
        borders=seen.lines(land.ground.borders),
        labels=_labels(inside, view[2] / 22, known),
        knots=_knots(inside, view[2] / 17),
        credits=land.credits,
        is_mesh=land.ground.is_mesh,
    )


@lru_cache(maxsize=2)
def _city(ground: Ground) -> Frame:
    """The frame of the whole ground, whose paths never change."""
    return Frame(ground.cells.values(), WIDTH, 4)


def _within(seen: Frame, at: Point) -> bool:
    return 0 <= at[0] <= seen.width and 0 <= at[1] <= seen.height


def _view(seen: Frame, points: list[Point], mine: Iterable[Cell]) -> tuple[float, float, float, float]:
    """The part of the city where the knots are; my zone where nothing is; else all of it."""
    points = points or [seen.put(point) for cell in mine for point in cell.points]
    if not points:
        return (0, 0, seen.width, seen.height)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide, high = max(xs) - min(xs) + 2 * AROUND, max(ys) - min(ys) + 2 * AROUND
    broad = max(wide, high / SHAPE, LEAST)
    tall = max(high, broad * SHAPE)
    return ((min(xs) + max(xs) - broad) / 2, (min(ys) + max(ys) - tall) / 2, broad, tall)


def _labels(spots: Iterable[tuple[int, Found, Point]], above: float, known: Meanings) -> list[Label]:
    """The name of each neighbourhood over its highest knot, as long as they are few."""
    highest: dict[UUID, Point] = {}
    for _number, each, at in spots:
        key = each.site.neighbourhood_id if each.site else None
        if key is not None and (key not in highest or at[1] < highest[key][1]):
            highest[key] = at
    if len(highest) > NAMED:
        return []
    return [Label(*_written((x, y - above)), known.places[key].label) for key, (x, y) in highest.items()]


def _knots(spots: Iterable[tuple[int, Found, Point]], apart: float) -> list[Knot]:
    """A knot a spot; spots that would lie over each other share one."""
    groups: list[tuple[Point, list[tuple[int, Found]]]] = []
    for number, each, (x, y) in spots:
        for (near_x, near_y), group in groups:
            if abs(near_x - x) < apart and abs(near_y - y) < apart:
                group.append((number, each))
                break
        else:
            groups.append(((x, y), [(number, each)]))
    return [Knot(*_written(at), tuple(group)) for at, group in groups]


def _written(at: Point) -> tuple[str, str]:
    """As an attribute of the drawing says it, in every language."""
    return f"{at[0]:.1f}", f"{at[1]:.1f}"
