"""Lists of local actors that can be imported: spreadsheets, CSV, and HSDS files of other directories."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from maillage.kit.imports.importable import Applied, Found, Item, Read, Values, register
from maillage.kit.imports.reading import Table
from maillage.kit.imports.taking import RowList
from maillage.kit.traces import Steps
from maillage.network.exchange import columns, hsds_file, incoming
from maillage.network.exchange.known import Known
from maillage.network.index import renew
from maillage.network.models import Actor


class ActorList(RowList):
    """One line an actor, with its address, its numbers, its words."""

    name = "actors"
    label = _("Local actors")
    model = Actor
    columns = columns.COLUMNS
    home = "network:actors"
    bring_in = incoming.bring_in
    undo_import = incoming.undo_import

    def reader(self) -> Read:
        return columns.reader()

    def finder(self) -> Callable[[Values, int], Found]:
        return Known().find

    def title(self, values: Values) -> str:
        return str(values.get("name_fr", ""))

    def changes(self, values: Values, row: Any) -> list[tuple[Any, str, str]]:
        return incoming.changes(values, row)

    def full(self, rows: Any) -> Any:
        return incoming.full(rows)

    def make(self, items: Sequence[Item], by: Any) -> dict[int, tuple[Any, dict[str, Any]]]:
        return incoming.make(items, by)

    def complete(self, row: Any, values: Values) -> Steps:
        return incoming.complete(row, values)

    def untouched(self, made: Sequence[Applied]) -> set[UUID]:
        return incoming.untouched(made)

    def follow(self, rows: Sequence[Any]) -> None:
        renew(*rows)

    def from_json(self, content: Any) -> Table:
        return hsds_file.table(content)


register(ActorList())
