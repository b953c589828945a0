"""A planning of a partner is taken over, and given back; whom it changes something for is told."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import Event, PlannedEntry, Planning, PlanningChange
from maillage.collective_actions.plannings import comparing
from maillage.collective_actions.plannings.comparing import PARTS, entry_of
from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.imports.importable import Applied, Item
from maillage.kit.operations import RefusedError, operation, tell, tell_each
from maillage.kit.traces import Trace
from maillage.people.models import Person

#: What a colleague who is noted at an event is told of.
TOLD = ("day", "hours", "where", "state")


@operation("collective_actions.planning.taken", gettext_lazy("%(who)s took this over from a planning"))
def take_planning(*, by: Person, items: Sequence[Item]) -> list[Applied]:
    """New events, and what the planning changed in those it made; all of it or nothing."""
    names = {item.values["planning"] for item in items}
    plannings = {name: _planning(name, by) for name in sorted(names)}
    made = _make([item for item in items if item.into is None], plannings)
    wanted = [item.into for item in items if item.into is not None]
    standing = Event.objects.standing().select_for_update(of=("self",)).filter(pk__in=wanted)
    full = standing.select_related("action", "neighbourhood", "commune")
    rows = {row.pk: row for row in full.prefetch_related("planned_entries__planning")}
    told: list[tuple[Any, dict[str, Any]]] = [(event, {}) for event, _trace in made.values()]
    applied = []
    for item in items:
        if item.into is None:
            event, trace = made[item.number]
        elif item.into in rows:
            event = rows[item.into]
            before = snapshot(event)
            trace = _follow(event, item, plannings[item.values["planning"]], by)
            told.append((event, changes_between(before, event)))
        else:
            raise RefusedError(_("The event that this line changes is no longer there."))
        applied.append(Applied(event.pk, trace.steps))
    tell_each(told)
    return applied


def _planning(name: str, by: Person) -> Planning:
    """The planning of that name, new or taken again."""
    planning = Planning.objects.filter(name=name).first() or Planning(name=name)
    planning.taken_by, planning.taken_at = by, clock.now()
    planning.save()
    return planning


def _entry(event: Event, item: Item, planning: Planning) -> PlannedEntry:
    values, said = item.values, comparing.plain(comparing.given(item.values))
    sequence = values.get("sequence", 0)
    return PlannedEntry(planning=planning, uid=values["uid"], sequence=sequence, event=event, said=said)


def _make(items: Sequence[Item], plannings: dict[str, Planning]) -> dict[int, tuple[Event, Trace]]:
    """New events, planned, of no series, each with its entry."""
    moment, made, entries = clock.now(), dict[int, tuple[Event, Trace]](), list[PlannedEntry]()
    for item in items:
        name, columns = item.values["planning"], comparing.given(item.values)
        event = Event(action=item.values["action"], source=name, recorded_at=moment, **columns)
        entries.append(_entry(event, item, plannings[name]))
        trace = Trace()
        trace.made(event, entries[-1])
        made[item.number] = event, trace
    Event.objects.bulk_create(event for event, _trace in made.values())
    PlannedEntry.objects.bulk_create(entries)
    return made


def _follow(event: Event, item: Item, planning: Planning, by: Person) -> Trace:
    """Give an event what its planning says now, but for what a colleague changed; tell those it concerns."""
    trace, entry, columns = Trace(), entry_of(event, item.values), comparing.given(item.values)
    said = entry.said if entry else None
    changes, days = comparing.changes(item.values, event, said), {event.day, columns.get("day", event.day)}
    values = {name: columns[name] for part, *_words in changes for name in PARTS[part]}
    if "state" in values:
        values["cancelled_because"] = None
    trace.set(event, **values)
    fresh = _entry(event, item, planning)
    if entry is None:
        fresh.save()
        trace.made(fresh)
    else:
        trace.set(entry, said=entry.said | fresh.said, sequence=max(entry.sequence, fresh.sequence))
    to_tell = [change for change in changes if change[0] in TOLD]
    if to_tell and max(days) >= clock.today():
        trace.made(*(_tell_to(person, event, to_tell) for person in _concerned(event, by)))
    return trace


def _concerned(event: Event, by: Person) -> Any:
    """Who is noted at it or comes to help, but for whoever takes the planning over."""
    comes = Q(events=event) | Q(help_offers__wanted__event=event, help_offers__wanted__withdrawn_at=None)
    return Person.objects.filter(comes).exclude(pk=by.pk).order_by("pk").distinct()


def _tell_to(person: Person, event: Event, changes: list[list[str]]) -> PlanningChange:
    return PlanningChange.objects.create(event=event, person=person, changes=changes, told_at=clock.now())


@operation(
    "collective_actions.planning.given_back", gettext_lazy("%(who)s took back what a planning brought")
)
def give_back_planning(*, by: Person, done: Sequence[Applied]) -> None:
    """Events that it made are withdrawn, and can come back; the others get back what they said."""
    for each in done:
        Trace(each.trace).undo()
    tell_each((event, {}) for event in Event.objects.filter(pk__in=[each.row for each in done]))


@operation("collective_actions.planning_change.seen", gettext_lazy("%(who)s saw what a planning changed"))
def see_change(*, by: Person, told: PlanningChange) -> PlanningChange:
    """I know it now: it leaves my home page."""
    return _seen(told, clock.now())


@operation(
    "collective_actions.planning_change.unseen",
    gettext_lazy("%(who)s keeps in sight what a planning changed"),
)
def unsee_change(*, by: Person, told: PlanningChange) -> PlanningChange:
    """It stays on my home page."""
    return _seen(told, None)


def _seen(told: PlanningChange, moment: Any) -> PlanningChange:
    told.seen_at = moment
    told.save(update_fields=["seen_at"])
    tell(told)
    return told
