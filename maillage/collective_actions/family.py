"""Which action grew out of which: the line of one action, and the rule that keeps it a line."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from maillage.collective_actions.models import Action, EventState
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold

#: How many actions of a family one page shows.
SHOWN = 40


@dataclass(frozen=True)
class Kin:
    """An action of the family; `parent` is what it grew out of, when the page does not say it already."""

    action: Any
    parent: Any = None

    @property
    def since(self) -> date | None:
        """Its first event; None while it has none."""
        day: date | None = self.action.first_event
        return day


@dataclass(frozen=True)
class Family:
    """What an action grew out of, the oldest first, and what grew out of it."""

    earlier: list[Kin]
    this: Kin
    later: list[Kin]
    hidden: int = 0


def must_not_loop(action: Action) -> None:
    """Refuse an origin that grew out of the action itself. Raises RefusedError.

    Two saves at once wait for each other, so that they cannot close a loop together.
    """
    hold("collective_actions.family")
    origin, passed = action.derived_from_id, {action.pk}
    while origin is not None:
        if origin in passed:
            raise RefusedError(
                _("“%(origin)s” itself grew out of this action: a family has a beginning.")
                % {"origin": action.derived_from},
                field="derived_from",
            )
        passed.add(origin)
        origin = Action.objects.filter(pk=origin).values_list("derived_from", flat=True).get()


def family_of(action: Action, reader: Reader) -> Family | None:
    """The family of an action in two questions, however large; None if it stands alone.

    Where the reader may see no further, the line ends.
    """
    derived = Action.objects.exclude(derived_from=None).order_by("pk")
    origins: dict[UUID, Any] = dict(derived.values_list("pk", "derived_from"))
    children: dict[UUID, list[UUID]] = defaultdict(list)
    for child, origin in origins.items():
        children[origin].append(child)
    before = list(_up(action.pk, origins))
    rows = _known({action.pk, *before, *_down(action.pk, children)}, action, reader)
    earlier = [Kin(rows[pk]) for pk in takewhile(rows.__contains__, before)]
    later = list(_grown(action, children, rows))
    if not earlier and not later:
        return None
    return Family(earlier[::-1], Kin(rows[action.pk]), later[:SHOWN], max(0, len(later) - SHOWN))


def _up(pk: UUID, origins: dict[UUID, Any]) -> Iterator[UUID]:
    passed = {pk}
    while (pk := origins.get(pk, pk)) not in passed:
        passed.add(pk)
        yield pk


def _down(pk: UUID, children: dict[UUID, list[UUID]]) -> set[UUID]:
    found, waiting = {pk}, [pk]
    while waiting:
        fresh = set(children[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return found


def _known(keys: set[UUID], this: Action, reader: Reader) -> dict[UUID, Any]:
    """Those the reader may know, each with its first event; others withdrawn or merged are not there."""
    took_place = Q(events__withdrawn_at=None) & ~Q(events__state=EventState.CANCELLED)
    rows = visible(Action.objects.filter(pk__in=keys), reader)
    rows = rows.filter(Q(pk=this.pk) | Q(withdrawn_at=None, merged_into=None))
    dated = rows.annotate(first_event=Min("events__day", filter=took_place))
    return {row.pk: row for row in dated.order_by("pk")}


def _grown(origin: Any, children: dict[UUID, list[UUID]], rows: dict[UUID, Any]) -> Iterator[Kin]:
    """What grew out of it, each followed by what grew out of that one in turn."""
    waiting: list[tuple[UUID, Any]] = [(origin.pk, None)]
    passed = {origin.pk}
    while waiting:
        pk, parent = waiting.pop()
        if parent is not None:
            yield Kin(rows[pk], parent if parent.pk != origin.pk else None)
        grown = [child for child in children[pk] if child in rows and child not in passed]
        passed.update(grown)
        grown.sort(key=lambda key: (rows[key].first_event or date.max, fold(rows[key].name)), reverse=True)
        waiting += [(child, rows[pk]) for child in grown]
