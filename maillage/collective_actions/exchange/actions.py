"""Lines of a list become actions, or complete them. What a line does not say stays as it is."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.exchange import columns
from maillage.collective_actions.labels import Labels, folded, must_be_new
from maillage.collective_actions.models import Action, ActionAlias, Event
from maillage.kit import clock
from maillage.kit.imports.importable import Applied, Found, Item, Read, Values
from maillage.kit.imports.models import Finding
from maillage.kit.imports.taking import RowList, differing, take_back, take_in
from maillage.kit.locks import hold
from maillage.kit.operations import operation
from maillage.kit.traces import Steps, Trace
from maillage.people.models import Person

PLAIN = (
    "name_fr", "recurrence", "public", "open_to_all", "is_discreet", "stage", "origin", "aims", "rhythm",
    "scheme", "name_nl", "source",
)  # fmt: skip
TERMS = ("categories", "contributions")


@operation("collective_actions.action.imported", _("%(who)s imported this from a list"))
def bring_in(*, by: Person | None, kind: RowList, items: Sequence[Item]) -> list[Applied]:
    """New actions, and what completes those there are; all of them or none."""
    hold("collective_actions.labels")
    return take_in(kind, items, by)


@operation("collective_actions.action.import_undone", _("%(who)s undid what an import did here"))
def undo_import(*, by: Person, kind: RowList, done: Sequence[Applied]) -> None:
    """New actions are withdrawn, and can come back; completed ones get back what they said."""
    take_back(kind, done)


class ActionList(RowList):
    """One line an action, with the names it goes by and its fields."""

    name = "actions"
    label = _("Collective actions")
    model = Action
    columns = columns.ACTION_COLUMNS
    home = "collective_actions:lists"
    words = {"join": _("Complete the action")}
    bring_in = bring_in
    undo_import = undo_import

    def reader(self) -> Read:
        return columns.action_reader()

    def finder(self) -> Callable[[Values, int], Found]:
        return _Finder().find

    def title(self, values: Values) -> str:
        return str(values.get("name_fr", ""))

    def full(self, rows: Any) -> Any:
        return rows.select_related("recurrence", "scheme").prefetch_related("aliases", *TERMS)

    def changes(self, values: Values, row: Any) -> list[tuple[Any, str, str]]:
        found = list(differing(row, _said(values)))
        if added := _new_names(values, row):
            found.append((_("Other names"), "", ", ".join(added)))
        for name in TERMS:
            held, field = set(getattr(row, name).all()), Action._meta.get_field(name)
            if new := [str(term) for term in values.get(name, ()) if term not in held]:
                found.append((field.verbose_name, "", ", ".join(new)))  # type: ignore[union-attr]
        return found

    def make(self, items: Sequence[Item], by: Any) -> dict[int, tuple[Any, dict[str, Any]]]:
        labels, made = Labels(), dict[int, tuple[Any, dict[str, Any]]]()
        for item in items:
            plain = {name: item.values[name] for name in PLAIN if name in item.values}
            action = Action(created_by=by, created_on=clock.today(), **plain)
            action.save()
            _name(action, _new_names(item.values, action, ()), labels)
            for name in TERMS:
                getattr(action, name).set(item.values.get(name, ()))
            made[item.number] = action, {}
        return made

    def complete(self, row: Any, values: Values) -> Steps:
        trace = Trace()
        trace.set(row, **_said(values))
        trace.made(*_name(row, _new_names(values, row), Labels()))
        for name in TERMS:
            trace.tied(row, name, values.get(name, ()))
        return trace.steps

    def untouched(self, made: Sequence[Applied]) -> set[UUID]:
        keys = [each.row for each in made]
        rows = Action.objects.standing().filter(pk__in=keys, version=1)
        unused: dict[str, Any] = dict.fromkeys(("series", "reviews", "placements", "merges", "offspring"))
        alone = rows.filter(**unused).values_list("pk", flat=True)
        return set(alone) - set(
            Event.objects.standing().filter(action__in=keys).values_list("action", flat=True)
        )


def _said(values: Values) -> Values:
    """The columns a line may change; the name only if the line says which sheet it means."""
    said = {name: values[name] for name in PLAIN if name in values}
    if "id" not in values:
        said.pop("name_fr", None)
    return said


def _new_names(values: Values, action: Action, held: Iterable[Any] | None = None) -> list[str]:
    """Names it is not known by yet, as people hear them; `held` are its other names."""
    known = {folded(action.name_fr), ""}
    known |= {folded(str(alias)) for alias in (action.aliases.all() if held is None else held)}
    said = [*values.get("aliases", ()), *([] if "id" in values else [values.get("name_fr", "")])]
    fresh = {folded(name): name for name in reversed(said) if folded(name) not in known}
    return list(reversed(fresh.values()))


def _name(action: Action, names: list[str], labels: Labels) -> list[Model]:
    """Other names of an action, none of which another action has. Raises RefusedError."""
    every = [action.name_fr, action.name_nl, *names]
    must_be_new(action, every, labels)
    labels.learn(action, every)
    return list(ActionAlias.objects.bulk_create(ActionAlias(action=action, name=name) for name in names))


class _Finder:
    """Which action a line is about: by its number, by any of its names; else what it resembles."""

    def __init__(self) -> None:
        self.labels = Labels()
        self.lines: dict[str, int] = {}

    def find(self, values: Values, number: int) -> Found:
        if values.get("id") in self.labels.actions:
            return Found(Finding.CHANGE, values["id"])
        names = [values["name_fr"], *values.get("aliases", ())]
        called = [row for name in names for row in self.labels.called(name)]
        if called:
            one = {row.pk for row in called}
            return Found(Finding.CHANGE if len(one) == 1 else Finding.DUPLICATE, called[0].pk)
        earlier = [self.lines[folded(name)] for name in names if folded(name) in self.lines]
        for name in names:
            self.lines.setdefault(folded(name), number)
        if earlier:
            return Found(Finding.DUPLICATE, match_line=earlier[0])
        near = self.labels.resembling(values["name_fr"])
        return Found(Finding.DUPLICATE, near.pk) if near else Found(Finding.NEW)
