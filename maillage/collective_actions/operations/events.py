"""What is done to events: each an act by somebody, told once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import (
    Action,
    Event,
    EventGroup,
    EventPart,
    EventState,
    KeywordChoice,
    Stage,
)
from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, keep_terms, write
from maillage.kit.terms import Term
from maillage.people.models import Person

Beside = dict[str, Any]
TOO_EARLY = gettext_lazy("This day is still to come: it was not held yet.")


def _rows(name: str) -> Callable[[Any, Any], dict[str, Any]]:
    return lambda row, chosen: keep_terms(row, name, chosen)


def _keep(name: str, model: Any, columns: tuple[str, ...]) -> Callable[[Event, Any], dict[str, Any]]:
    """Replace the rows of `model` by these, each told as its columns."""

    def keep(event: Event, rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
        before = list(getattr(event, name).values_list(*columns))
        after = [tuple(row) for row in rows]
        if sorted(map(str, before)) == sorted(map(str, after)):
            return {}
        getattr(event, name).all().delete()
        for position, row in enumerate(after):
            place = {"position": position} if hasattr(model, "position") else {}
            write(model(event=event, **place), dict(zip(columns, row, strict=True)))
        return {name: None}

    return keep


#: What stands beside the columns of an event, and how it is kept.
BESIDE: dict[str, Callable[[Event, Any], dict[str, Any]]] = {
    **{name: _rows(name) for name in ("raqs", "partners", "themes", "materials")},
    "groups": _keep("groups", EventGroup, ("language", "name", "number")),
    "parts": _keep("parts", EventPart, ("name", "minutes", "theme")),
    "keywords": _keep("keywords", KeywordChoice, ("word", "helps", "complicated")),
}


def keep_beside(event: Event, beside: Beside | None) -> dict[str, Any]:
    """Who was there, what was talked about, how many of a language, the parts, the board."""
    changes: dict[str, Any] = {}
    for name, value in (beside or {}).items():
        changes |= BESIDE[name](event, value)
    return changes


def placed(values: dict[str, Any]) -> dict[str, Any]:
    """Without a commune, that of the neighbourhood."""
    place = values.get("neighbourhood")
    return values | {"commune": place.main_commune} if place and not values.get("commune") else values


def not_to_come(event: Event) -> None:
    """What is still to come was not held. Raises RefusedError."""
    if event.state == EventState.HELD and event.day > clock.today():
        raise RefusedError(TOO_EARLY, field="day")


@operation("collective_actions.event.added", gettext_lazy("%(who)s added the event"))
def add_event(
    *, by: Person | None, action: Action, values: dict[str, Any], beside: Beside | None = None
) -> Event:
    """One day of an action."""
    if action.stage == Stage.IDEA:
        raise RefusedError(_("This is still an idea. Its page makes an action of it."), field="action")
    event = Event(action=action, recorded_at=clock.now())
    write(event, placed(values), check=not_to_come)
    keep_beside(event, beside)
    tell(event)
    return event


@operation("collective_actions.event.changed", gettext_lazy("%(who)s changed the event"))
def change_event(
    *, by: Person | None, event: Event, values: dict[str, Any], beside: Beside | None = None
) -> Event:
    """Another day, another place, how many came."""
    return change(event, placed(values), check=not_to_come, more=lambda row: keep_beside(row, beside))


def _only_if(state: EventState, sentence: str) -> Callable[[Event], None]:
    """Two colleagues answer at once: the second is told, and nothing changes."""

    def check(event: Event) -> None:
        if Event.objects.get(pk=event.pk).state != state:
            raise RefusedError(sentence)
        not_to_come(event)

    return check


@operation("collective_actions.event.held", gettext_lazy("%(who)s confirmed that the event was held"))
def hold_event(*, by: Person | None, event: Event, participants: int | None = None) -> Event:
    """It was held, so it counts (U-RAQ-18); with how many, if one wishes."""
    came = {} if participants is None else {"participants": participants}
    said = _("It is no longer planned: a colleague answered already.")
    return change(event, {"state": EventState.HELD, **came}, check=_only_if(EventState.PLANNED, said))


@operation("collective_actions.event.cancelled", gettext_lazy("%(who)s cancelled the event"))
def cancel_event(*, by: Person | None, event: Event, because: Term | None) -> Event:
    """It will not be held, or was not; the reason is for the report (R9b)."""
    said = _("It is no longer planned: a colleague answered already.")
    values = {"state": EventState.CANCELLED, "cancelled_because": because}
    return change(event, values, check=_only_if(EventState.PLANNED, said))


@operation("collective_actions.event.planned_again", gettext_lazy("%(who)s put the event back as planned"))
def plan_again(*, by: Person, event: Event) -> Event:
    """Neither held nor cancelled after all."""
    return change(event, {"state": EventState.PLANNED, "cancelled_because": None})


@operation("collective_actions.event.withdrawn", gettext_lazy("%(who)s withdrew the event as a mistake"))
def withdraw_event(*, by: Person | None, event: Event) -> Event:
    """It was noted by mistake; it can come back."""
    return change(event, {"withdrawn_at": clock.now()})


@operation("collective_actions.event.restored", gettext_lazy("%(who)s brought the event back"))
def restore_event(*, by: Person, event: Event) -> Event:
    """It was not a mistake after all."""
    return change(event, {"withdrawn_at": None})
