"""What is done to actions: each an act by somebody, told once."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.family import must_not_loop
from maillage.collective_actions.labels import must_be_new
from maillage.collective_actions.models import Action, Stage
from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.operations import operation, tell
from maillage.kit.rows import change, keep_names, keep_terms, write
from maillage.kit.traces import Trace
from maillage.network import merging
from maillage.network.models import Actor
from maillage.people.models import Person

Beside = dict[str, Any]


def _rows(name: str) -> Callable[[Any, Any], dict[str, Any]]:
    return lambda row, chosen: keep_terms(row, name, chosen)


#: What stands beside the columns of an action, and how it is kept.
BESIDE: dict[str, Callable[[Action, Any], dict[str, Any]]] = {
    "aliases": keep_names,
    **{name: _rows(name) for name in ("categories", "contributions", "leads", "partners")},
}


def _keep_beside(action: Action, beside: Beside | None) -> dict[str, Any]:
    """Other names, fields, who leads it, with whom; no name of it may be another action's, no line a loop."""
    must_not_loop(action)
    hold("collective_actions.labels")
    names = [action.name_fr, action.name_nl, *(beside or {}).get("aliases", [])]
    must_be_new(action, [name for name in names if name])
    changes: dict[str, Any] = {}
    for name, value in (beside or {}).items():
        changes |= BESIDE[name](action, value)
    return changes


@operation("collective_actions.action.added", _("%(who)s added the action"))
def add_action(*, by: Person | None, values: dict[str, Any], beside: Beside | None = None) -> Action:
    """Something that has a name and will have events; or an idea of it."""
    action = write(Action(created_by=by, created_on=clock.today()), values)
    _keep_beside(action, beside)
    tell(action)
    return action


@operation("collective_actions.action.changed", _("%(who)s changed the action"))
def change_action(
    *, by: Person | None, action: Action, values: dict[str, Any], beside: Beside | None = None
) -> Action:
    """Another label, other aims, other people."""
    return change(action, values, more=lambda row: _keep_beside(row, beside))


@operation("collective_actions.action.started", _("%(who)s made an action of the idea"))
def start_action(*, by: Person, action: Action) -> Action:
    """The idea is under way; it keeps its origin, and stays in sight among the ideas (U-RAQ-46)."""
    return change(action, {"stage": Stage.UNDER_WAY, "became_on": clock.today()})


@operation("collective_actions.action.back_to_idea", _("%(who)s put the action back among the ideas"))
def back_to_idea(*, by: Person, action: Action) -> Action:
    """It is not for now."""
    return change(action, {"stage": Stage.IDEA, "became_on": None})


@operation("collective_actions.action.ended", _("%(who)s noted that the action is over"))
def end_action(*, by: Person, action: Action) -> Action:
    """It had its time; its events stay."""
    return change(action, {"stage": Stage.ENDED})


@operation("collective_actions.action.reopened", _("%(who)s noted that the action goes on"))
def reopen_action(*, by: Person, action: Action) -> Action:
    """It goes on after all."""
    return change(action, {"stage": Stage.UNDER_WAY})


@operation("collective_actions.action.withdrawn", _("%(who)s withdrew the action as a mistake"))
def withdraw_action(*, by: Person, action: Action) -> Action:
    """It was noted by mistake; it can come back."""
    return change(action, {"withdrawn_at": clock.now()})


@operation("collective_actions.action.restored", _("%(who)s brought the action back"))
def restore_action(*, by: Person, action: Action) -> Action:
    """It was not a mistake after all."""
    return change(action, {"withdrawn_at": None})


def _partners_follow(trace: Trace, kept: Actor, gone: Actor) -> None:
    """Two sheets are one actor: it is a partner of what each of them was a partner of."""
    for row in [*gone.actions.select_for_update(), *gone.events.select_for_update()]:
        trace.tied(row, "partners", [kept])


merging.ELSEWHERE.append(_partners_follow)
