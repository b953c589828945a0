"""Two labels become one action, and two again: each told once."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import merging
from maillage.collective_actions.family import must_not_loop
from maillage.collective_actions.labels import must_be_new
from maillage.collective_actions.models import Action, ActionMerge
from maillage.kit.locks import hold
from maillage.kit.merging import join, part
from maillage.kit.operations import operation
from maillage.people.models import Person


@operation("collective_actions.action.merged", _("%(who)s joined another action to this one"))
def merge_actions(*, by: Person, kept: Action, gone: Action, taken: Iterable[str] = ()) -> ActionMerge:
    """Everything of `gone` goes on under `kept`; `taken` names what `gone` says better."""
    hold("collective_actions.labels")
    made = ActionMerge(kept=kept, gone=gone, merged_by=by)
    merge = join(made, lambda stays, goes: merging.merge(stays, goes, taken))
    must_not_loop(merge.kept)
    return merge


@operation("collective_actions.action.parted", _("%(who)s made two actions of this one again"))
def part_actions(*, by: Person, merge: ActionMerge) -> ActionMerge:
    """They were two after all: each gets back what it had."""
    hold("collective_actions.labels")
    parted = part(merge)
    gone = Action.objects.get(pk=parted.gone_id)
    names = [gone.name_fr, gone.name_nl, *gone.aliases.values_list("name", flat=True)]
    must_be_new(gone, names)
    must_not_loop(gone)
    must_not_loop(Action.objects.get(pk=parted.kept_id))
    return parted
