"""What a planning says of an event now, held against what it said before and what stands in the event.

A planning changes what it gave itself. What a colleague changed by hand since stays, and the line says so;
what was held is never touched.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import Event, EventState, PlannedEntry
from maillage.collective_actions.plannings.reading import GONE
from maillage.kit import clock
from maillage.kit.imports.importable import Values

#: What changes together, and the columns that say it.
PARTS: dict[str, tuple[str, ...]] = {
    "day": ("day",),
    "hours": ("start", "end"),
    "title": ("title",),
    "where": ("place", "neighbourhood", "commune"),
    "state": ("state",),
}
LABELS: dict[str, str | Promise] = {
    "day": gettext_lazy("Day"),
    "hours": gettext_lazy("Hours"),
    "title": gettext_lazy("Title"),
    "where": gettext_lazy("Where"),
    "state": gettext_lazy("State"),
}


def given(values: Values) -> dict[str, Any]:
    """What a line says, as columns of an event; of what is gone from the file, that it is cancelled."""
    if values["state"] == GONE:
        return {"state": EventState.CANCELLED}
    place = values.get("place")
    return {
        "day": values["day"],
        "start": values.get("start"),
        "end": values.get("end"),
        "title": values.get("title", ""),
        "place": place.words[:160] if place else "",
        "neighbourhood": place.neighbourhood if place else None,
        "commune": place.commune if place else None,
        "state": EventState(values["state"]),
    }


def plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as JSON holds them."""
    return {name: _plain(value) for name, value in columns.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(getattr(value, "pk", value)) if value else ""


def compared(values: Values, event: Event, said: Mapping[str, Any] | None) -> tuple[list[str], list[str]]:
    """Which parts of the event would change, and which a colleague changed by hand.

    `said`: what the planning said of it before; None for an event that it did not make. Of such a one only
    what is empty is filled in.
    """
    changed, kept = list[str](), list[str]()
    if event.state == EventState.HELD or event.withdrawn_at:
        return changed, kept
    new = plain(given(values))
    for part, columns in PARTS.items():
        after = [new.get(name) for name in columns if name in new]
        now = [_plain(getattr(event, name)) for name in columns if name in new]
        before = [said.get(name) for name in columns if name in new] if said is not None else None
        if after == now:
            continue
        if before is None:
            changed += [part] * (not any(now))
        elif now != before:
            kept.append(part)
        elif after != before:
            changed.append(part)
    return changed, kept


def entry_of(event: Event, values: Values) -> PlannedEntry | None:
    """The entry by which the planning knows an event already."""
    entries = (each for each in event.planned_entries.all() if each.uid == values["uid"])
    return next((each for each in entries if each.planning.name == values["planning"]), None)


def is_older(values: Values, sequence: int) -> bool:
    """Whether its sender wrote it before what was taken already."""
    return bool(0 < values.get("sequence", 0) < sequence)


# --- In words -----------------------------------------------------------------------------------------------


def part_of(event: Event, part: str) -> str:
    """A part of an event, as a change of it is kept."""
    if part == "day":
        return event.day.isoformat()
    return str({"hours": event.hours, "title": event.title, "where": event.where, "state": event.state}[part])


def in_words(part: str, said: str) -> str:
    """A part as its reader says it."""
    if part == "day":
        return clock.in_words(date.fromisoformat(said), "l j F")
    return str(EventState(said).label) if part == "state" else said


def change_in_words(part: str, before: str, after: str) -> tuple[str | Promise, str, str]:
    """What, before, after."""
    return LABELS[part], in_words(part, before), in_words(part, after)


def changes(values: Values, event: Event, said: Mapping[str, Any] | None) -> list[list[str]]:
    """Each part that would change: which, before, after."""
    after = Event(action=event.action, **{name: getattr(event, name) for name in ("day", "state")})
    for name, value in given(values).items():
        setattr(after, name, value)
    parts, _kept = compared(values, event, said)
    return [[part, part_of(event, part), part_of(after, part)] for part in parts]


def notes(values: Values, event: Event, said: Mapping[str, Any] | None) -> list[str]:
    """What stays as it is, and why."""
    if event.withdrawn_at:
        return [_("A colleague withdrew this event as a mistake: it stays so.")]
    if event.state == EventState.HELD:
        return [_("It was held: I leave it as it is.")]
    _changed, kept = compared(values, event, said)
    parts = ", ".join(str(LABELS[part]).lower() for part in kept)
    return [_("A colleague changed this here, and it stays: %(parts)s.") % {"parts": parts}] if kept else []
