"""Two sheets become one, and two again (U-CO-04): each told once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.traces import Trace
from maillage.network import merging
from maillage.network.index import renew
from maillage.network.models import Actor, ActorMerge
from maillage.people.models import Person


@operation("network.actor.merged", gettext_lazy("%(who)s joined another sheet to this one"))
def merge_actors(*, by: Person, kept: Actor, gone: Actor, taken: Iterable[str] = ()) -> ActorMerge:
    """Everything of `gone` goes on under `kept`; `taken` names what `gone` says better."""
    pair = {kept.pk, gone.pk}
    rows = {row.pk: row for row in Actor.objects.standing().select_for_update().filter(pk__in=pair)}
    if len(rows) != 2:
        raise RefusedError(_("One of these sheets is no longer there. I choose again."))
    stays, goes = rows[kept.pk], rows[gone.pk]
    trace = merging.merge(stays, goes, taken)
    merge = ActorMerge.objects.create(
        kept=stays, gone=goes, merged_by=by, merged_at=clock.now(), trace=trace.steps
    )
    renew(stays, goes)
    tell(stays, reason=goes.name_fr)
    return merge


@operation("network.actor.parted", gettext_lazy("%(who)s made two sheets of this one again"))
def part_actors(*, by: Person, merge: ActorMerge) -> ActorMerge:
    """They were two after all: each gets back what it had."""
    current = ActorMerge.objects.select_for_update().select_related("kept", "gone").get(pk=merge.pk)
    if current.undone_at is not None:
        raise RefusedError(_("These two are separate already."))
    later = ActorMerge.objects.standing().filter(merged_at__gt=current.merged_at)
    if current.kept.merged_into_id or later.filter(kept=current.kept).exists():
        raise RefusedError(_("Another sheet joined this one since. I separate that one first."))
    Trace(current.trace).undo()
    current.undone_at = clock.now()
    current.save(update_fields=["undone_at"])
    for actor in Actor.objects.filter(pk__in=(current.kept_id, current.gone_id)):
        renew(actor)
    tell(current.kept, reason=current.gone.name_fr)
    return current
