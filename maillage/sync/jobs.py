"""What goes on by itself: what failed is tried again; what stands and is backed up is emptied."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maillage.kit import captures, clock
from maillage.kit.backup_folder import kept_in
from maillage.kit.jobs import job
from maillage.sync.intake import try_again
from maillage.sync.models import Envelope, State

AT_ONCE = 200
KEPT = timedelta(days=30)


@job("sync.try_again", schedule="every 5 minutes", label=_("Take up what phones sent and could not be noted"))
def take_up_what_failed() -> None:
    """What a fault of ours held up, and what a return of rights or an upgrade makes possible (F14, F17)."""
    with transaction.atomic():
        held = Envelope.objects.waiting().order_by("received_at", "id").values("pk")[:AT_ONCE]
        try_again(Envelope.objects.filter(pk__in=list(held.values_list("pk", flat=True))))


@job("sync.empty", schedule="daily 04:10", label=_("Empty the envelopes whose notes stand"))
def empty_what_stands() -> None:
    """The note itself is kept; what the phone sent goes, thirty days later and once a backup holds both."""
    kept = kept_in(Path(settings.BACKUPS))
    if not kept:
        return
    limit = min(clock.now() - KEPT, kept[0].made_at)
    done = Envelope.objects.filter(state__in=[State.APPLIED, State.SETTLED], settled_at__lt=limit)
    done.exclude(content=b"").update(content=b"")


@captures.forgets
def empty_what_was_erased(code: str, keys: Iterable[UUID]) -> None:
    """Its author erased it: what the phone sent goes at once."""
    came = Envelope.objects.filter(kind=code, key__in=list(keys), state=State.APPLIED)
    came.exclude(content=b"").update(content=b"")
