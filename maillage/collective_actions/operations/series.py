"""What is done to series: a rhythm, and the planned events it makes. Each an act by somebody, told once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import Action, Event, EventState, Series, Stage
from maillage.collective_actions.operations.events import placed
from maillage.collective_actions.rhythms import AHEAD, Rhythm, days_of, planned_days
from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, keep_terms, write
from maillage.people.models import Person

#: What an event takes from its series as long as nobody changed it on that event.
FOLLOWED = ("start", "end", "place", "neighbourhood", "commune")


def _make(series: Series, days: Iterable[date]) -> int:
    """Plan the days that were not planned yet; how many."""
    known = set(series.events.filter(series_day__isnull=False).values_list("series_day", flat=True))
    moment, given = clock.now(), {name: getattr(series, name) for name in FOLLOWED}
    fresh = [
        Event(action_id=series.action_id, series=series, series_day=day, day=day, recorded_at=moment, **given)
        for day in days
        if day not in known
    ]
    Event.objects.bulk_create(fresh)
    attached, raqs = Event.raqs.through, list(series.raqs.values_list("pk", flat=True))
    attached._default_manager.bulk_create(
        attached(event_id=event.pk, person_id=person) for event in fresh for person in raqs
    )
    return len(fresh)


@operation("collective_actions.series.added", gettext_lazy("%(who)s gave the action a rhythm"))
def add_series(
    *,
    by: Person | None,
    action: Action,
    first_day: date,
    rhythm: Rhythm,
    values: dict[str, Any],
    raqs: Iterable[Person] = (),
) -> Series:
    """A rhythm, and at once the events it plans: all of them, or a year of them until further notice."""
    if action.stage != Stage.UNDER_WAY:
        raise RefusedError(_("Only an action that is under way comes back. Its page says where it stands."))
    days = planned_days(rhythm, first_day, clock.today())
    series = Series(action=action, first_day=first_day, rrule=rhythm.rule, planned_until=days[-1])
    write(series, placed(values))
    series.raqs.set(raqs)
    tell(series, changes={"events": [0, _make(series, days)]})
    return series


@operation("collective_actions.series.changed", gettext_lazy("%(who)s changed the rhythm from a day on"))
def change_series(
    *,
    by: Person,
    series: Series,
    first_day: date,
    rhythm: Rhythm,
    values: dict[str, Any],
    raqs: Iterable[Person],
) -> Series:
    """Another rhythm, hour or place from `first_day` on.

    What was held or cancelled stays, and so does whatever a colleague changed on one event alone.
    """
    before, raqs = Series.objects.get(pk=series.pk), list(raqs)
    team = set(before.raqs.values_list("pk", flat=True))
    days = planned_days(rhythm, first_day, clock.today())
    told = {"first_day": first_day, "rrule": rhythm.rule, "planned_until": days[-1], **placed(values)}

    def follow(after: Series) -> dict[str, Any]:
        changes = keep_terms(after, "raqs", raqs)
        _drop(after, first_day, set(days))
        kept = list(_still_planned(after, first_day).filter(series_day__in=days).prefetch_related("raqs"))
        for event in kept:
            _take_over(event, before, after)
            if {person.pk for person in event.raqs.all()} == team:
                event.raqs.set(raqs)
        Event.objects.bulk_update(kept, [*FOLLOWED, "version"])
        return changes | {"events": [len(kept), len(kept) + _make(after, days)]}

    return change(series, told, more=follow)


def _still_planned(series: Series, since: date) -> Any:
    events = series.events.filter(state=EventState.PLANNED, withdrawn_at=None)
    return events.filter(series_day__gte=since).order_by("series_day")


def _drop(series: Series, since: date, days: set[date]) -> None:
    """Withdraw what the new rhythm no longer gives; a day somebody moved by hand stays where it is."""
    gone = _still_planned(series, since).exclude(series_day__in=days).filter(series_day=F("day"))
    gone.update(withdrawn_at=clock.now(), series_day=None, version=F("version") + 1)


def _take_over(event: Event, before: Series, after: Series) -> None:
    """Give an event what its series says now, but for what was changed on that event alone."""
    for name in FOLLOWED:
        if getattr(event, name) == getattr(before, name):
            setattr(event, name, getattr(after, name))
    event.version += 1


@operation("collective_actions.series.planned", gettext_lazy("%(who)s planned the coming year of the rhythm"))
def plan_series(*, by: Person | None, series: Series, today: date) -> int:
    """Go on planning a rhythm that runs until further notice; how many events were made."""
    since = series.planned_until or series.first_day
    days = days_of(series.rrule, series.first_day, today + AHEAD, since=since)
    made = _make(series, days)
    series.planned_until = max([since, *days])
    series.save(update_fields=["planned_until"])
    tell(series, changes={"events": [0, made]})
    return made


@operation("collective_actions.series.stopped", gettext_lazy("%(who)s stopped the rhythm"))
def stop_series(*, by: Person, series: Series) -> Series:
    """It no longer comes back: what is planned from today on is withdrawn, the rest stays."""
    moment = clock.now()

    def withdraw(row: Series) -> dict[str, Any]:
        coming = _still_planned(row, row.first_day).filter(day__gte=clock.day_of(moment))
        return {"events": [coming.update(withdrawn_at=moment, version=F("version") + 1), 0]}

    return change(series, {"withdrawn_at": moment}, more=withdraw)


@operation("collective_actions.series.resumed", gettext_lazy("%(who)s took the rhythm up again"))
def resume_series(*, by: Person, series: Series) -> Series:
    """It comes back after all, with the events that were withdrawn with it."""
    stopped = series.withdrawn_at

    def restore(row: Series) -> dict[str, Any]:
        withdrawn = row.events.filter(withdrawn_at=stopped)
        return {"events": [0, withdrawn.update(withdrawn_at=None, version=F("version") + 1)]}

    return change(series, {"withdrawn_at": None}, more=restore)
