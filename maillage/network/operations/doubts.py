"""« Ne marche plus » and « Toujours bon »: a detail doubted and settled, a whole sheet checked (U-RAQ-27)."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.history import snapshot
from maillage.kit.locks import hold
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change
from maillage.network.models import Actor, ContactPerson, Doubt, DoubtAbout, LentRoom, Site, Way
from maillage.network.models.sites import OfActor
from maillage.people.models import Person

#: Which column of a doubt holds which kind of detail.
COLUMNS: dict[type[OfActor], str] = {Way: "way", ContactPerson: "person", Site: "site", LentRoom: "room"}
VERIFIED = "network.actor.verified"


@operation("network.doubt.raised", gettext_lazy("%(who)s noted that a detail no longer holds"))
def raise_doubt(*, by: Person, detail: OfActor, about: str) -> Doubt:
    """From now on everybody sees that this detail is doubtful."""
    column = COLUMNS[type(detail)]
    hold(Doubt._meta.label_lower)
    if Doubt.objects.open().filter(about=about, **{column: detail}).exists():
        raise RefusedError(_("Somebody noted it already. It is on the list of what is to be checked."))
    actor: Actor = detail.actor  # type: ignore[attr-defined]
    doubt = Doubt.objects.create(
        actor=actor, about=about, raised_by=by, raised_at=clock.now(), **{column: detail}
    )
    tell(doubt)
    return doubt


@operation("network.doubt.settled", gettext_lazy("%(who)s found that the detail holds"))
def settle_doubt(*, by: Person, doubt: Doubt) -> Doubt:
    """Somebody looked: it is fine as it stands."""
    return _settle(doubt, by)


@operation("network.doubt.reopened", gettext_lazy("%(who)s noted again that a detail no longer holds"))
def reopen_doubt(*, by: Person, doubt: Doubt) -> Doubt:
    """It is not settled after all."""
    hold(Doubt._meta.label_lower)
    same = Q(about=doubt.about, way=doubt.way_id, person=doubt.person_id, site=doubt.site_id)
    if Doubt.objects.open().filter(same, room=doubt.room_id).exclude(pk=doubt.pk).exists():
        raise RefusedError(_("Somebody noted it already. It is on the list of what is to be checked."))
    return _settle(doubt, None)


def _settle(doubt: Doubt, by: Person | None) -> Doubt:
    doubt.settled_by, doubt.settled_at = by, clock.now() if by else None
    doubt.save(update_fields=["settled_by", "settled_at"])
    tell(doubt)
    return doubt


def corrected(detail: OfActor, by: Person | None) -> Callable[[Any], dict[str, Any]]:
    """What to do after a detail was changed or withdrawn: the doubt about it is settled by that very change.

    Call it before the change; what it returns is called with the changed row.
    """
    doubts = Doubt.objects.open().filter(**{COLUMNS[type(detail)]: detail.pk})
    if not doubts.exists():
        return lambda row: {}
    before = snapshot(type(detail)._default_manager.get(pk=detail.pk))

    def settle(row: Any) -> dict[str, Any]:
        changed = {name for name, value in snapshot(row).items() if before[name] != value}
        concerned = [about for about in DoubtAbout if _touches(about, changed - {"version"})]
        doubts.filter(about__in=concerned).update(settled_by=by, settled_at=clock.now())
        return {}

    return settle


#: The columns of an address that are its hours.
HOURS = frozenset({"opening_hours", "hours_note_fr", "hours_note_nl"})


def _touches(about: str, changed: set[str]) -> bool:
    """Whether a change of these columns answers a doubt about that detail."""
    if about == DoubtAbout.HOURS:
        return bool(changed & (HOURS | {"withdrawn_at"}))
    return bool(changed - HOURS) if about == DoubtAbout.ADDRESS else bool(changed)


# --- The whole sheet --------------------------------------------------------------------------------------


@operation(VERIFIED, gettext_lazy("%(who)s checked the sheet"))
def verify_actor(*, by: Person, actor: Actor) -> Actor:
    """Somebody looked at the sheet today: it still holds."""
    return change(actor, {"verified_on": clock.today(), "verified_by": by})


@operation("network.actor.unverified", gettext_lazy("%(who)s took the check of the sheet back"))
def unverify_actor(*, by: Person, actor: Actor) -> Actor:
    """It was a tap too many: the sheet says again when it was checked before."""
    if actor.verified_by_id != by.pk or actor.verified_on != clock.today():
        raise RefusedError(_("Only my own check of today can be taken back."))
    return change(actor, _checked_before(actor))


def _checked_before(actor: Actor) -> dict[str, Any]:
    """When and by whom the sheet was checked before the last time, as its history tells."""
    told = HistoryEntry.objects.filter(verb=VERIFIED, subject_id=str(actor.pk)).order_by("-id").first()
    kept = json.loads(told.details or "{}") if told else {}
    changes = kept.get("changes", {})
    if "verified_on" not in changes:  # checked twice the same day: the first check stands
        return {"verified_on": actor.verified_on, "verified_by": actor.verified_by}
    day, person = changes["verified_on"][0], changes.get("verified_by", [str(actor.verified_by_id)])[0]
    return {
        "verified_on": date.fromisoformat(day) if day else None,
        "verified_by": Person.objects.filter(pk=UUID(person)).first() if person else None,
    }
