"""What people do with the devices that send for them, and with what waits; each told once."""

import hashlib
import secrets
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.people.models import Person
from maillage.sync import intake
from maillage.sync.models import Device, Envelope, State


def digest_of(token: str) -> str:
    """What is kept of a device's token: it is random, so a hash tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(token: str) -> Device | None:
    """The device that proves itself with this token, taken away or not."""
    return Device.objects.select_related("person").filter(digest=digest_of(token)).first()


@operation("sync.device.added", gettext_lazy("%(who)s let a device send what they note"))
def add_device(*, by: Person, label: str) -> tuple[Device, str]:
    """A device of mine may send, even while I am signed out; its token is told once, to itself."""
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        person=by, label=label[:80], digest=digest_of(token), made_at=clock.now(), heard_at=clock.now()
    )
    tell(device)
    return device, token


@operation("sync.device.revoked", gettext_lazy("%(who)s no longer lets a device send"))
def revoke_device(*, by: Person, device: Device) -> Device:
    """Lost, given away or no longer used. What it still sends is kept aside, not lost."""
    current = Device.objects.select_for_update().get(pk=device.pk)
    current.revoked_at = current.revoked_at or clock.now()
    current.save(update_fields=["revoked_at"])
    tell(current)
    return current


@operation("sync.envelope.finished", gettext_lazy("%(who)s finished a note that waited"))
def finish(*, by: Person, envelope: Envelope, form: Any) -> Envelope:
    """Its author gave the answer that missed: it is noted under its own number."""
    current = _still_waiting(envelope)
    form.keep(by=by)
    return _settled(current, State.APPLIED)


@operation("sync.envelope.counted", gettext_lazy("%(who)s counted a note that a closed account left"))
def count_left(*, by: Person, envelope: Envelope) -> Envelope:
    """Its coded answers count under its own number; what is sealed in it stays sealed (F20)."""
    current = _still_waiting(envelope)
    try:
        form: Any = intake.form_left(current)
    except intake.HeldError as held:
        raise RefusedError(held.reason.label) from None
    if not form.is_valid():
        raise RefusedError(_("It misses an answer that only its author knows. It stays here."))
    form.keep(by=current.person)
    return _settled(current, State.APPLIED)


@operation("sync.envelope.put_away", gettext_lazy("%(who)s put away a note that waited"))
def put_away(*, by: Person, envelope: Envelope) -> Envelope:
    """It is noted elsewhere, or was no note; it stays as it came, and can be taken up again."""
    return _settled(_still_waiting(envelope), State.SETTLED)


@operation("sync.envelope.taken_up", gettext_lazy("%(who)s took up again a note that was put away"))
def take_up(*, by: Person, envelope: Envelope) -> Envelope:
    """It is to be finished after all."""
    current = Envelope.objects.select_for_update().get(pk=envelope.pk)
    if current.state != State.SETTLED or not current.content:
        raise RefusedError(_("This note waits no more."))
    current.state, current.settled_at = State.TO_CORRECT, None
    current.save(update_fields=["state", "settled_at"])
    tell(current)
    return current


def _still_waiting(envelope: Envelope) -> Envelope:
    current = Envelope.objects.select_for_update().get(pk=envelope.pk)
    if current.state not in (State.TO_CORRECT, State.HELD):
        raise RefusedError(_("This note waits no more."))
    return current


def _settled(envelope: Envelope, state: State) -> Envelope:
    envelope.state, envelope.settled_at = state, clock.now()
    envelope.save(update_fields=["state", "settled_at"])
    tell(envelope)
    return envelope
