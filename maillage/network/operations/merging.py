"""Two sheets become one, and two again (U-CO-04): each told once."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from maillage.kit.merging import join, part
from maillage.kit.operations import operation
from maillage.network import merging
from maillage.network.index import renew
from maillage.network.models import Actor, ActorMerge
from maillage.people.models import Person


@operation("network.actor.merged", gettext_lazy("%(who)s joined another sheet to this one"))
def merge_actors(*, by: Person, kept: Actor, gone: Actor, taken: Iterable[str] = ()) -> ActorMerge:
    """Everything of `gone` goes on under `kept`; `taken` names what `gone` says better."""
    merge = join(
        ActorMerge(kept=kept, gone=gone, merged_by=by),
        lambda stays, goes: merging.merge(stays, goes, taken),
    )
    renew(merge.kept, merge.gone)
    return merge


@operation("network.actor.parted", gettext_lazy("%(who)s made two sheets of this one again"))
def part_actors(*, by: Person, merge: ActorMerge) -> ActorMerge:
    """They were two after all: each gets back what it had."""
    current = part(merge)
    for actor in Actor.objects.filter(pk__in=(current.kept_id, current.gone_id)):
        renew(actor)
    return current
