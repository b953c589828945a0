"""Placing an action between collective and community: each their own opinion, told once (R9, note 6)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models import Action, MarkerComment, Placement, Stage
from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, write
from maillage.kit.terms import Term
from maillage.people.models import Person


class Seen(NamedTuple):
    """A marker somebody sees in an action, what they say of it, the version of the help they read (D17)."""

    marker: Term
    words: str = ""
    help_number: int | None = None


def _keep_markers(placement: Placement, seen: Iterable[Seen]) -> dict[str, Any]:
    """Replace the markers of an opinion; an answer left as it was keeps the help it was given under."""
    wanted = {each.marker.pk: each for each in seen}
    known = {row.marker_id: row for row in placement.markers.select_related("marker")}
    for key, row in known.items():
        if key not in wanted:
            row.delete()
    for key, each in wanted.items():
        row = known.get(key) or MarkerComment(placement=placement, marker=each.marker)
        if row._state.adding or row.words != each.words:
            write(row, {"words": each.words, "help_number": each.help_number})
    if known.keys() == wanted.keys():
        return {}
    after = sorted(str(each.marker) for each in wanted.values())
    return {"markers": [", ".join(sorted(map(str, known.values()))), ", ".join(after)]}


def _may_be_placed(action: Action) -> None:
    if action.withdrawn_at or action.merged_into_id:
        raise RefusedError(_("This action was withdrawn. Its page says what became of it."))
    if action.stage == Stage.IDEA:
        raise RefusedError(_("This is still an idea. Once it is an action, I can place it."))


def _by_today(placement: Placement) -> None:
    if placement.placed_on > clock.today():
        raise RefusedError(_("That day is still to come. On which day was it?"), field="placed_on")


@operation(
    "collective_actions.action.placed",
    _("%(who)s placed the action on the axis"),
)
def place_action(
    *, by: Person, action: Action, values: dict[str, Any], markers: Iterable[Seen] = ()
) -> Placement:
    """My opinion on a day; those of others and my earlier ones stay beside it."""
    _may_be_placed(action)
    placement = write(Placement(action=action, person=by), values, check=_by_today)
    _keep_markers(placement, markers)
    tell(placement)
    return placement


@operation("collective_actions.placement.corrected", _("%(who)s corrected where they placed the action"))
def correct_placement(
    *, by: Person, placement: Placement, values: dict[str, Any], markers: Iterable[Seen] = ()
) -> Placement:
    """I had noted it wrongly; to see it otherwise today is another opinion (`place_action`)."""
    return change(placement, values, check=_by_today, more=lambda row: _keep_markers(row, markers))


@operation("collective_actions.placement.withdrawn", _("%(who)s took back where they placed the action"))
def withdraw_placement(*, by: Person, placement: Placement) -> Placement:
    """It was a mistake; it can come back."""
    return change(placement, {"withdrawn_at": clock.now()})


@operation("collective_actions.placement.restored", _("%(who)s placed the action there after all"))
def restore_placement(*, by: Person, placement: Placement) -> Placement:
    """It was no mistake after all."""
    return change(placement, {"withdrawn_at": None})
