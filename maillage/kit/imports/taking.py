"""Lines of a list become shared rows, or complete them, and go again: what every such list does alike.

A room says how its rows are made, completed and told to be untouched (`RowList`); its operations call these.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.imports.importable import Applied, Importable, Item, Values
from maillage.kit.operations import RefusedError, tell_each
from maillage.kit.traces import Steps, Trace


class RowList(Importable):
    """A list each line of which is about one shared row; the room says how rows are made and completed."""

    #: The operations of the room: they call `take_in` and `take_back`, and name what history tells.
    bring_in: ClassVar[Callable[..., list[Applied]]]
    undo_import: ClassVar[Callable[..., None]]

    def full(self, rows: Any) -> Any:
        """The rows with all that a line is compared with."""
        raise NotImplementedError

    def make(self, items: Sequence[Item], by: Any) -> dict[int, tuple[Any, dict[str, Any]]]:
        """New rows with what stands beside them, table by table; each with what tells it was left alone."""
        raise NotImplementedError

    def complete(self, row: Any, values: Values) -> Steps:
        """Set what differs, add what is new; the steps that take it back."""
        raise NotImplementedError

    def untouched(self, made: Sequence[Applied]) -> set[UUID]:
        """Which of these rows, made by an import, nobody saved, completed or used since."""
        raise NotImplementedError

    def follow(self, rows: Sequence[Any]) -> None:
        """What else must follow when these rows changed."""

    def rows(self, keys: Iterable[UUID]) -> dict[UUID, models.Model]:
        every: Any = self.model._default_manager
        return {row.pk: row for row in self.full(every.filter(pk__in=keys))}

    def apply(self, items: Sequence[Item], *, by: Any) -> list[Applied]:
        return type(self).bring_in(by=by, kind=self, items=items)

    def undo(self, done: Sequence[Applied], *, by: Any) -> list[bool]:
        """Take lines back but for those that somebody changed since; whether each is."""
        untouched = self.untouched([each for each in done if "new" in each.trace])
        going = [
            each.row in untouched if "new" in each.trace else not Trace(each.trace).changed_since()
            for each in done
        ]
        if any(going):
            gone = [each for each, goes in zip(done, going, strict=True) if goes]
            type(self).undo_import(by=by, kind=self, done=gone)
        return going


def take_in(kind: RowList, items: Sequence[Item], by: Any) -> list[Applied]:
    """Make the new rows all at once, complete the others one by one; all of them or none."""
    made = kind.make([item for item in items if item.into is None], by)
    every: Any = kind.model._default_manager
    wanted = [item.into for item in items if item.into is not None]
    standing = every.standing().select_for_update(of=("self",)).filter(pk__in=wanted)
    rows = {row.pk: row for row in kind.full(standing)}
    told: list[tuple[Any, dict[str, Any]]] = [(row, {}) for row, _trace in made.values()]
    applied = []
    for item in items:
        if item.into is None:
            row, trace = made[item.number]
            applied.append(Applied(row.pk, {"new": str(row.pk), **trace}))
        elif item.into in rows:
            row = rows[item.into]
            before, steps = snapshot(row), kind.complete(row, item.values)
            told.append((row, changes_between(before, row)))
            applied.append(Applied(row.pk, steps))
            rows[item.into] = kind.full(every.filter(pk=item.into)).get()
        else:
            raise RefusedError(_("The sheet that this line completes is no longer there."))
    kind.follow([row for row, _changes in told])
    tell_each(told)
    return applied


def take_back(kind: RowList, done: Sequence[Applied]) -> None:
    """New rows are withdrawn, and can come back; completed ones get back what they said."""
    every: Any = kind.model._default_manager
    new = [each.row for each in done if "new" in each.trace]
    every.filter(pk__in=new).update(withdrawn_at=clock.now(), version=2)
    for each in done:
        if "new" not in each.trace:
            Trace(each.trace).undo()
    rows = list(every.filter(pk__in=[each.row for each in done]))
    kind.follow(rows)
    tell_each((row, {}) for row in rows)


# --- What a line would change, as people read it ------------------------------------------------------------


def differing(row: Any, said: Values) -> Iterable[tuple[Any, str, str]]:
    """The columns of a row that would change: which, before, after."""
    for name, value in said.items():
        if getattr(row, name) == value:
            continue
        field: Any = row._meta.get_field(name)
        before = getattr(row, field.name)
        after = field.related_model._default_manager.get(pk=value) if name.endswith("_id") else value
        yield field.verbose_name, in_words(field, before), in_words(field, after)


def in_words(field: Any, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField) and value:
        return clock.in_words(value)
    if isinstance(field, models.TimeField) and value:
        return f"{value:%H:%M}"
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
