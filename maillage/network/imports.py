"""Lists of local actors that can be imported: spreadsheets, CSV, and HSDS files of other directories."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from maillage.kit.imports.importable import Applied, Found, Importable, Item, Read, Values, register
from maillage.kit.imports.reading import Table
from maillage.network.exchange import columns, hsds_file, incoming
from maillage.network.exchange.known import Known
from maillage.network.models import Actor


class ActorList(Importable):
    """One line an actor, with its address, its numbers, its words."""

    name = "actors"
    label = _("Local actors")
    model = Actor
    columns = columns.COLUMNS
    home = "network:actors"

    def reader(self) -> Read:
        return columns.reader()

    def finder(self) -> Callable[[Values, int], Found]:
        return Known().find

    def title(self, values: Values) -> str:
        return str(values.get("name_fr", ""))

    def rows(self, keys: Iterable[UUID]) -> dict[UUID, Any]:
        return {row.pk: row for row in incoming.full(Actor.objects.filter(pk__in=keys))}

    def changes(self, values: Values, row: Any) -> list[tuple[Any, str, str]]:
        return incoming.changes(values, row)

    def apply(self, items: Sequence[Item], *, by: Any) -> list[Applied]:
        return incoming.bring_in(by=by, items=items)

    def undo(self, done: Sequence[Applied], *, by: Any) -> list[bool]:
        return incoming.take_back(by=by, done=done)

    def from_json(self, content: Any) -> Table:
        return hsds_file.table(content)


register(ActorList())
