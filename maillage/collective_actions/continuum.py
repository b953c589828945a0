"""All actions between collective and community, put together for their reader (U-RE-10).

Opinions stand beside each other as they were given. Nothing here adds, averages, orders or compares them: an
action has no place of its own, and the page follows the alphabet (report R9, note 6).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from maillage.collective_actions.models import Action, Placement
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold

A_PAGE = 40


@dataclass(frozen=True)
class Line:
    """An action and every opinion on it, the oldest first."""

    action: Any
    placements: list[Placement]

    @property
    def height(self) -> str:
        """How high its drawing is, a step for each opinion."""
        return f"{len(self.placements) * 3 / 2 + 1 / 2:.1f}rem"

    @property
    def marks(self) -> list[tuple[Placement, str]]:
        """Each opinion, and how far down it stands: the later, the lower."""
        return [(each, f"{number * 3 / 2 + 1:.1f}rem") for number, each in enumerate(self.placements)]


@dataclass(frozen=True)
class Continuum:
    """One page of the actions that were placed, and those nobody placed yet."""

    lines: list[Line]
    after: UUID | None
    unplaced: list[Any]
    more_unplaced: int


def opinions(reader: Reader, until: date | None = None) -> QuerySet[Placement]:
    """The opinions that stand, those of a day and before if asked, in the order of their days."""
    rows = visible(Placement.objects.standing().with_markers(), reader)
    return (rows.filter(placed_on__lte=until) if until else rows).order_by("placed_on", "pk")


def continuum_of(reader: Reader, until: date | None, after: str = "") -> Continuum:
    """The actions in the order of the alphabet, `after` the one the last page ended with."""
    shown = opinions(reader, until)
    placed = shown.filter(action=OuterRef("pk")).order_by()
    known = visible(Action.objects.standing().no_ideas(), reader)
    rows = list(known.annotate(is_placed=Exists(placed)).order_by("pk"))
    rows.sort(key=lambda row: (fold(row.name), str(row.pk)))
    on_line = [row for row in rows if row.is_placed]
    first = next((number for number, row in enumerate(on_line, 1) if str(row.pk) == after), 0)
    of_page: list[Any] = on_line[first : first + A_PAGE]
    prefetch_related_objects(of_page, Prefetch("placements", shown, to_attr="shown"))
    unplaced = [row for row in rows if not row.is_placed]
    return Continuum(
        [Line(row, row.shown) for row in of_page],
        of_page[-1].pk if first + A_PAGE < len(on_line) else None,
        unplaced[:A_PAGE],
        max(0, len(unplaced) - A_PAGE),
    )
