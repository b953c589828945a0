"""Lines of a list become events, or complete them. What a line does not say stays as it is.

An event is an action on a day in a commune. Two of them on one day are two when something tells them apart,
or when somebody who saw both lines says so.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.exchange import columns
from maillage.collective_actions.models import Event, EventState
from maillage.collective_actions.models.events import ENDS_AFTER_START
from maillage.collective_actions.operations.events import TOO_EARLY, placed
from maillage.kit import clock
from maillage.kit.imports.importable import Applied, Found, Item, Read, Understood, Values
from maillage.kit.imports.models import Finding
from maillage.kit.imports.taking import RowList, differing, take_back, take_in
from maillage.kit.operations import operation
from maillage.kit.traces import Steps, Trace
from maillage.people.models import Person
from maillage.territory.sources import Cell

PLAIN = (
    "action", "day", "start", "end", "commune", "neighbourhood", "place", "title", "other_professionals",
    "interpreter", "participants", "new_participants", "description", "state", "cancelled_because", "source",
)  # fmt: skip
TIES = ("raqs", "themes", "materials")
#: What tells two events of one action and one day apart, where both say it.
TELLING = ("commune", "start", "place", "title")


@operation("collective_actions.event.imported", _("%(who)s imported this from a list"))
def bring_in(*, by: Person | None, kind: RowList, items: Sequence[Item]) -> list[Applied]:
    """New events, and what completes those there are; all of them or none."""
    return take_in(kind, items, by)


@operation("collective_actions.event.import_undone", _("%(who)s undid what an import did here"))
def undo_import(*, by: Person, kind: RowList, done: Sequence[Applied]) -> None:
    """New events are withdrawn, and can come back; completed ones get back what they said."""
    take_back(kind, done)


class EventList(RowList):
    """One line an event: which action, on which day, where."""

    name = "events"
    label = _("Events")
    model = Event
    columns = columns.EVENT_COLUMNS
    home = "collective_actions:lists"
    words = {"join": _("Complete the event")}
    bring_in = bring_in
    undo_import = undo_import

    def reader(self) -> Read:
        return columns.event_reader()

    def finder(self) -> Callable[[Values, int], Found]:
        return _Finder().find

    def understand(self, mapping: Sequence[str], cells: Sequence[str], read: Read) -> Understood:
        line = super().understand(mapping, cells, read)
        for name, sentence in _contradictions(line.values):
            line.errors.append((self.column(name).label, str(sentence)))
        return line

    def title(self, values: Values) -> str:
        if "action" not in values or "day" not in values:
            return str(values.get("action", ""))
        where = values.get("commune") or values.get("neighbourhood") or values.get("place", "")
        return " · ".join(filter(None, (str(values["action"]), clock.in_words(values["day"]), str(where))))

    def full(self, rows: Any) -> Any:
        return rows.select_related(
            "action", "commune", "neighbourhood", "cancelled_because"
        ).prefetch_related(*TIES)

    def changes(self, values: Values, row: Any) -> list[tuple[Any, str, str]]:
        found = list(differing(row, _said(values, row)))
        for name in TIES:
            held, field = set(getattr(row, name).all()), Event._meta.get_field(name)
            if new := [str(each) for each in values.get(name, ()) if each not in held]:
                found.append((field.verbose_name, "", ", ".join(new)))  # type: ignore[union-attr]
        return found

    def make(self, items: Sequence[Item], by: Any) -> dict[int, tuple[Any, dict[str, Any]]]:
        moment = clock.now()
        made = {item.number: Event(recorded_at=moment, **_new(item.values)) for item in items}
        Event.objects.bulk_create(made.values())
        for name in TIES:
            field: Any = Event._meta.get_field(name)
            through, other = field.remote_field.through, field.m2m_reverse_name()
            through._default_manager.bulk_create(
                through(event_id=made[item.number].pk, **{other: each.pk})
                for item in items
                for each in item.values.get(name, ())
            )
        return {number: (event, {}) for number, event in made.items()}

    def complete(self, row: Any, values: Values) -> Steps:
        trace = Trace()
        trace.set(row, **_said(values, row))
        for name in TIES:
            trace.tied(row, name, values.get(name, ()))
        return trace.steps

    def untouched(self, made: Sequence[Applied]) -> set[UUID]:
        unused: dict[str, Any] = dict.fromkeys(("evaluation", "help_wanted", "planned_entries", "follow_ups"))
        rows = Event.objects.standing().filter(pk__in=[each.row for each in made], version=1, **unused)
        return set(rows.values_list("pk", flat=True))


def _contradictions(values: Values) -> Iterable[tuple[str, Any]]:
    """What two cells of one line say against each other."""
    start, end = values.get("start"), values.get("end")
    if end and (start is None or end < start):
        yield "end", ENDS_AFTER_START
    if values.get("new_participants", 0) > values.get("participants", 0):
        yield "new_participants", _("More newcomers than participants? One of the numbers is wrong.")
    if values.get("state") == EventState.HELD and "day" in values and values["day"] > clock.today():
        yield "state", TOO_EARLY
    if "cancelled_because" in values and values.get("state", EventState.CANCELLED) != EventState.CANCELLED:
        yield "cancelled_because", _("It was cancelled for a reason, and yet not cancelled?")


def _new(values: Values) -> Values:
    """The columns of a new event; a day that is over was held unless the line says otherwise (R9)."""
    said = {name: values[name] for name in PLAIN if name in values}
    if "cancelled_because" in values:
        said["state"] = EventState.CANCELLED
    past = values["day"] < clock.today()
    said.setdefault("state", EventState.HELD if past else EventState.PLANNED)
    if values.get("invented_day"):
        said["inferred"] = [Cell.DAY.value]
    return placed(said)


def _said(values: Values, event: Event) -> Values:
    """The columns a line may change on an event that is there."""
    said = {name: values[name] for name in PLAIN if name in values}
    if "cancelled_because" in values:
        said["state"] = EventState.CANCELLED
    if "invented_day" in values:
        others = [cell for cell in event.inferred if cell != Cell.DAY]
        said["inferred"] = [*others, Cell.DAY.value] if values["invented_day"] else others
    return said


class _Finder:
    """Which event a line is about: by its number, else the next of its action on that day."""

    def __init__(self) -> None:
        self.of_action: dict[UUID, dict[Any, list[Event]]] = {}
        self.taken: set[UUID] = set()
        self.lines: dict[tuple[UUID, Any], list[tuple[int, Values]]] = {}

    def find(self, values: Values, number: int) -> Found:
        if "id" in values and Event.objects.standing().filter(pk=values["id"]).exists():
            self.taken.add(values["id"])
            return Found(Finding.CHANGE, values["id"])
        known = next((event for event in self._of_that_day(values) if _agree(_of(event), values)), None)
        if known is not None:
            self.taken.add(known.pk)
            return Found(Finding.CHANGE, known.pk)
        earlier = self.lines.setdefault((values["action"].pk, values["day"]), [])
        same = next((line for line, said in earlier if _agree(said, values)), None)
        earlier.append((number, values))
        return Found(Finding.NEW) if same is None else Found(Finding.DUPLICATE, match_line=same)

    def _of_that_day(self, values: Values) -> list[Event]:
        """Events that no earlier line was about; first those that say all this line says."""
        pk = values["action"].pk
        if pk not in self.of_action:
            found: dict[Any, list[Event]] = {}
            for event in Event.objects.standing().filter(action=pk).order_by("start", "recorded_at", "pk"):
                found.setdefault(event.day, []).append(event)
            self.of_action[pk] = found
        free = [event for event in self.of_action[pk].get(values["day"], ()) if event.pk not in self.taken]
        return sorted(free, key=lambda event: not _says(event, values))


def _telling(said: Values) -> dict[str, Any]:
    return {name: getattr(said.get(name), "pk", said.get(name)) for name in TELLING if said.get(name)}


def _of(event: Event) -> Values:
    return {name: getattr(event, f"{name}_id" if name == "commune" else name) for name in TELLING}


def _agree(one: Values, other: Values) -> bool:
    """Whether nothing tells them apart."""
    mine, theirs = _telling(one), _telling(other)
    return all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())


def _says(event: Event, values: Values) -> bool:
    """Whether the event says all that tells it apart in the line."""
    return _telling(values).items() <= _telling(_of(event)).items()
