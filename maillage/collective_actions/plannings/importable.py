"""The planning of a partner as a list that can be looked through, taken over and given back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions import operations
from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import Event, EventState, HelpWanted, PlannedEntry
from maillage.collective_actions.plannings import comparing
from maillage.collective_actions.plannings.comparing import entry_of, is_older
from maillage.collective_actions.plannings.reading import BEYOND, CELLS, GONE, NOTES, trouble_in_words
from maillage.kit import clock
from maillage.kit.imports.importable import Applied, Column, Found, Importable, Item, Read, Values
from maillage.kit.imports.models import Choice, Finding
from maillage.kit.traces import Trace
from maillage.territory.places import Addresses

LABELS: dict[str, str | Promise] = {
    "summary": gettext_lazy("title"),
    "action": gettext_lazy("action"),
    "day": gettext_lazy("day"),
    "place": gettext_lazy("place"),
    "trouble": gettext_lazy("this entry"),
}
LATELY = timedelta(days=60)


class PlanningList(Importable):
    """One line a day of the planning, with the event it makes or follows."""

    name = "plannings"
    label = gettext_lazy("Planning of a partner (.ics)")
    model = Event
    columns = tuple(Column(name, LABELS.get(name, name), required=name == "planning") for name in CELLS)
    home = "collective_actions:agenda"
    bring_at = "collective_actions:take_planning"
    whole = True
    words = {  # noqa: RUF012 (a ClassVar of the parent)
        "change": gettext_lazy("changed"),
        "same": gettext_lazy("unchanged"),
        "error": gettext_lazy("cannot be read"),
        "take": gettext_lazy("I add it"),
        "join": gettext_lazy("I follow the planning"),
        "leave": gettext_lazy("I leave it"),
    }

    def reader(self) -> Read:
        labels, addresses = Labels(), Addresses()
        readers: dict[str, Callable[[str], Any]] = {
            "action": cache(labels.with_events),
            "place": cache(addresses.located),
            "sequence": int,
            "day": date.fromisoformat,
            "start": time.fromisoformat,
            "end": time.fromisoformat,
            "notes": str.split,
            "trouble": _trouble,
        }
        return lambda column, text: readers.get(column, str)(text)

    def finder(self) -> Callable[[Values, int], Found]:
        return Known().find

    def title(self, values: Values) -> str:
        said = [*dict.fromkeys([values.get("summary", ""), str(values.get("action", ""))])]
        if "day" in values:
            said.append(clock.in_words(values["day"], "l j F Y"))
            said += [" – ".join(f"{values[name]:%H:%M}" for name in ("start", "end") if name in values)]
        return " · ".join(filter(None, said))

    def said(self, finding: Finding, values: Values) -> str | Promise:
        if finding == Finding.CHANGE and GONE in values.get("notes", ()):
            return gettext_lazy("gone from the file")
        if finding == Finding.CHANGE and values.get("state") != EventState.PLANNED:
            return gettext_lazy("cancelled")
        return self.word(finding)

    def rows(self, keys: Iterable[UUID]) -> dict[UUID, Any]:
        rows = Event.objects.filter(pk__in=keys).select_related("action", "neighbourhood", "commune")
        return {row.pk: row for row in rows.prefetch_related("planned_entries__planning")}

    def changes(self, values: Values, row: Any) -> list[tuple[str | Promise, str, str]]:
        entry = entry_of(row, values)
        found = comparing.changes(values, row, entry.said if entry else None)
        return [comparing.change_in_words(*each) for each in found]

    def notes(self, values: Values, row: Any) -> list[str]:
        said = [str(NOTES[code]) for code in values.get("notes", ())]
        place = values.get("place")
        if place and place.commune is None and values["state"] != GONE:
            said.append(
                _("I know no commune or neighbourhood in “%(words)s”: it stays in words.")
                % {"words": place.words}
            )
        if row is None and values["state"] == EventState.CANCELLED:
            said.append(_("It is cancelled, and was not here."))
        if row is not None:
            entry = entry_of(row, values)
            if entry and is_older(values, entry.sequence):
                said.append(_("I took a later state of it already: this file is older."))
            said += comparing.notes(values, row, entry.said if entry else None)
        return said

    def apply(self, items: Sequence[Item], *, by: Any) -> list[Applied]:
        return operations.take_planning(by=by, items=items)

    def undo(self, done: Sequence[Applied], *, by: Any) -> list[bool]:
        asked = set(
            HelpWanted.objects.filter(event__in=[each.row for each in done]).values_list("event", flat=True)
        )
        going = [each.row not in asked and not Trace(each.trace).changed_since() for each in done]
        if any(going):
            kept = [each for each, goes in zip(done, going, strict=True) if goes]
            operations.give_back_planning(by=by, done=kept)
        return going


def _trouble(cell: str) -> None:
    raise ValidationError(trouble_in_words(cell))


class Known:
    """What the plannings made already, and the events that somebody noted by hand."""

    def __init__(self) -> None:
        self.entries = {
            (planning, uid): (event, sequence)
            for planning, uid, event, sequence in PlannedEntry.objects.values_list(
                "planning__name", "uid", "event", "sequence"
            )
        }
        self.taken: set[UUID] = set()

    def find(self, values: Values, number: int) -> Found:
        """The event an entry made; else one that looks like it; else none."""
        key = (values["planning"], values["uid"])
        if key in self.entries:
            event, sequence = self.entries[key]
            waits = BEYOND in values.get("notes", ()) or is_older(values, sequence)
            return Found(Finding.CHANGE, event, choice=Choice.LEAVE if waits else "")
        if values["state"] != EventState.PLANNED:
            return Found(Finding.SAME)
        alike = self._by_hand(values["action"].pk)[values["day"]]
        for event, start in alike:
            if event not in self.taken and (start is None or start == values.get("start")):
                self.taken.add(event)
                return Found(Finding.DUPLICATE, event)
        return Found(Finding.NEW)

    @cache  # noqa: B019 (lives as long as one run)
    def _by_hand(self, action: UUID) -> dict[date, list[tuple[UUID, time | None]]]:
        """The recent and coming events of an action that no planning made, by day."""
        events, found = (
            Event.objects.standing().filter(action=action, planned_entries=None),
            defaultdict(list),
        )
        since = clock.today() - LATELY
        for pk, day, start in events.filter(day__gte=since).order_by("pk").values_list("pk", "day", "start"):
            found[day].append((pk, start))
        return found
