"""Actions and events as lists, under the headers that come in again.

Nothing about people: no RAQ and no lead, so that nobody is counted from a list. What the team wrote for
itself stays out of what hosts take along, and so does what lies in a discreet place: they never read it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.collective_actions.exchange import columns
from maillage.collective_actions.models import Action, Event, Stage
from maillage.kit.imports import written
from maillage.kit.imports.importable import Column
from maillage.kit.imports.written import several
from maillage.kit.policy import Reader, visible
from maillage.people.roles import TEAM
from maillage.territory.sources import Cell

#: What never goes along, and what goes along with the team alone.
NEVER = frozenset({"raqs"})
TEAM_ONLY = frozenset({"description", "materials"})
AT_ONCE = 500
FORMATS = {"xlsx": (written.XLSX, written.as_xlsx), "csv": (written.CSV, written.as_csv)}


class OfActions:
    """Every action the reader may know, ideas aside."""

    model = Action
    columns = columns.ACTION_COLUMNS

    def rows(self, reader: Reader) -> QuerySet[Any]:
        standing = visible(Action.objects.standing().exclude(stage=Stage.IDEA), reader)
        related = standing.select_related("recurrence", "scheme").order_by("name_fr", "pk")
        return related.prefetch_related("aliases", "categories", "contributions")

    def cell(self, row: Action, name: str, in_team: bool) -> str:
        if name == "origin" and not (in_team or row.origin_is_shared):
            return ""
        if name in ("aliases", "categories", "contributions"):
            return several(getattr(row, name).all())
        return _plain(row, name)


class OfEvents:
    """Every event the reader may know, of actions that stand."""

    model = Event
    columns = columns.EVENT_COLUMNS

    def rows(self, reader: Reader) -> QuerySet[Any]:
        standing = visible(Event.objects.standing().filter(action__withdrawn_at=None), reader)
        related = standing.select_related("action", "commune", "neighbourhood", "cancelled_because")
        return related.order_by("day", "start", "pk").prefetch_related("themes", "materials")

    def cell(self, row: Event, name: str, in_team: bool) -> str:
        if name in ("themes", "materials"):
            return several(getattr(row, name).all())
        if name in ("start", "end"):
            moment = getattr(row, name)
            return f"{moment:%H:%M}" if moment else ""
        if name == "invented_day":
            return _("yes") if Cell.DAY in row.inferred else ""
        return row.day.isoformat() if name == "day" else _plain(row, name)


def _plain(row: Any, name: str) -> str:
    if name == "source":
        return str(row.source_said)
    shown, value = getattr(row, f"get_{name}_display", None), getattr(row, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(shown() if shown else "" if value is None else value)


LISTS: dict[str, Any] = {"actions": OfActions(), "events": OfEvents()}


def columns_for(reader: Reader, every: Iterable[Column]) -> list[Column]:
    """The columns this reader takes along."""
    left = NEVER if reader.has_role(*TEAM) else NEVER | TEAM_ONLY
    return [column for column in every if column.name not in left]


def written_list(name: str, form: str, reader: Reader, language: str) -> Iterator[bytes]:
    """The file, piece by piece, in that language."""
    wanted = LISTS[name]
    with translation.override(language):
        shown = [(column.name, str(column.label)) for column in columns_for(reader, wanted.columns)]
    lines = _lines(wanted, [each for each, _label in shown], reader, language)
    return FORMATS[form][1]([label for _name, label in shown], lines)


def _lines(wanted: Any, names: list[str], reader: Reader, language: str) -> Iterator[list[str]]:
    in_team = reader.has_role(*TEAM)
    every = wanted.rows(reader).iterator(chunk_size=AT_ONCE)
    while rows := list(islice(every, AT_ONCE)):
        with translation.override(language):
            lines = [[wanted.cell(row, name, in_team) for name in names] for row in rows]
        yield from lines
