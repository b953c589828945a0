"""Taking in what phones send: kept raw with the acknowledgement, then understood; never dropped.

One transaction takes a batch: whoever is answered knows that it is on the disk. What an envelope says is
applied inside a savepoint of its own, so that a poisoned one holds up none of the others (F37).
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.forms import BaseForm, ChoiceField, DateField, ModelChoiceField
from django.http import QueryDict
from django.utils import translation

from maillage.kit import captures, clock
from maillage.kit.operations import RefusedError
from maillage.kit.policy import permits_adding
from maillage.kit.sealing import SealedError, UnknownVersionError
from maillage.people.models import Person
from maillage.sync import receiving_key
from maillage.sync.models import PASSING, Device, Envelope, Reason, State

logger = logging.getLogger(__name__)

#: Questions that are answered by choosing: what coordination may read of a closed account's note.
CODED = (ChoiceField, DateField, ModelChoiceField)
CLOCK_MAY_DIFFER = timedelta(hours=6)


@dataclass(frozen=True)
class Sent:
    """One envelope on its way in. `digest` is what the phone says the content’s SHA-256 is."""

    key: UUID
    kind: str
    version: int
    captured_at: datetime | None
    content: bytes
    digest: str


@dataclass(frozen=True)
class Answer:
    """What became of an envelope: `known` when it had come before."""

    envelope: Envelope
    known: bool = False


class HeldError(Exception):
    """An envelope that cannot be applied now."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def receive(
    device: Device, batch: Iterable[Sent], *, phone_clock: datetime | None = None, waiting: int = 0
) -> list[Answer]:
    """Take in a batch; the answers come in its order. Raises DatabaseError when nothing could be kept."""
    now = clock.now()
    behind = int((now - phone_clock).total_seconds()) if phone_clock else 0
    with transaction.atomic():
        Device.objects.filter(pk=device.pk).update(heard_at=now, waiting=waiting)
        answers = [_take(device, each, now, behind) for each in batch]
        if any(not answer.known for answer in answers):
            try_again(Envelope.objects.filter(person=device.person_id, reason=Reason.WAITS))
    return answers


def _take(device: Device, sent: Sent, now: datetime, behind: int) -> Answer:
    digest = hashlib.sha256(sent.content).hexdigest()
    columns = {
        "person": device.person, "device": device, "kind": sent.kind, "form_version": sent.version,
        "captured_at": sent.captured_at, "clock_behind": behind, "received_at": now, "content": sent.content,
    }  # fmt: skip
    first = Envelope(key=sent.key, digest=digest, state=State.HELD, reason=Reason.FAILED, **columns)
    try:
        with transaction.atomic():
            first.save(force_insert=True)
    except IntegrityError:
        return _again(first, is_whole=digest == sent.digest)
    if digest != sent.digest:
        return Answer(_hold(first, Reason.DAMAGED))
    return Answer(understand(first))


def _again(envelope: Envelope, *, is_whole: bool) -> Answer:
    """The same key: the same content is already here; other content is kept beside it (F8, F9, F10).

    A whole one takes the place of one that was damaged on its way (F38).
    """
    known = Envelope.objects.filter(key=envelope.key, digest=envelope.digest).first()
    if known:
        return Answer(known, known=True)
    damaged = Envelope.objects.waiting().filter(key=envelope.key, is_first=True, reason=Reason.DAMAGED)
    if is_whole and damaged.update(is_first=False, state=State.SETTLED, settled_at=envelope.received_at):
        envelope.save(force_insert=True)
        return Answer(understand(envelope))
    envelope.is_first, envelope.reason = False, Reason.OTHER_CONTENT
    envelope.save(force_insert=True)
    return Answer(envelope)


def _hold(envelope: Envelope, reason: Reason, state: State = State.HELD) -> Envelope:
    envelope.state, envelope.reason = state, reason
    envelope.save(update_fields=["state", "reason"])
    return envelope


# --- Understanding --------------------


def understand(envelope: Envelope) -> Envelope:
    """Apply what an envelope says if it can be, or say why it waits."""
    try:
        with transaction.atomic(), translation.override(envelope.person.language):
            _apply(envelope)
    except HeldError as held:
        wants_author = held.reason in (Reason.TO_CORRECT, Reason.CLOCK, Reason.TOO_OLD)
        return _hold(envelope, held.reason, State.TO_CORRECT if wants_author else State.HELD)
    except (OperationalError, InterfaceError):
        raise  # the database itself: nothing of the batch is acknowledged (F13)
    except Exception as fault:  # noqa: BLE001 (whatever one envelope does, it holds up none of the others, F37)
        logger.error("a capture could not be applied", exc_info=fault)
        return _hold(envelope, Reason.FAILED)
    envelope.state, envelope.reason, envelope.settled_at = State.APPLIED, "", clock.now()
    envelope.save(update_fields=["state", "reason", "settled_at"])
    return envelope


def _apply(envelope: Envelope) -> None:
    kind = _kind(envelope)
    _refuse_unless_its_author_may(envelope, kind)
    values = values_of(envelope)
    if not kind.knows(envelope.form_version):
        newer = envelope.form_version > kind.version
        raise HeldError(Reason.NEWER if newer else Reason.TOO_OLD)
    if abs(envelope.clock_behind) > CLOCK_MAY_DIFFER.total_seconds():
        raise HeldError(Reason.CLOCK)
    form = form_of(envelope, query(kind.as_of_today(values, envelope.form_version)))
    try:
        if not form.is_valid():
            raise HeldError(Reason.TO_CORRECT)
        form.keep(by=envelope.person)  # type: ignore[attr-defined]
    except RefusedError:
        raise HeldError(Reason.TO_CORRECT) from None
    except captures.NotYetError:
        raise HeldError(Reason.WAITS) from None


def _kind(envelope: Envelope) -> captures.Capture:
    kind = captures.kind_of(envelope.kind)
    if kind is None:
        raise HeldError(Reason.UNKNOWN)
    return kind


def _refuse_unless_its_author_may(envelope: Envelope, kind: captures.Capture) -> None:
    """Rights are asked when it comes: lost ones keep it in escrow (F17, F20)."""
    person: Any = envelope.person
    if not person.is_active or person.left_by(clock.today()):
        raise HeldError(Reason.ACCOUNT_CLOSED)
    if envelope.device.revoked_at is not None:
        raise HeldError(Reason.DEVICE_REVOKED)
    if not permits_adding(person, kind.model):
        raise HeldError(Reason.NO_LONGER_MINE)


def values_of(envelope: Envelope) -> captures.Values:
    """What an envelope says. Raises HeldError when it cannot be read."""
    try:
        return captures.plain(json.loads(receiving_key.opened(envelope))["values"])
    except UnknownVersionError:
        raise HeldError(Reason.NEWER) from None
    except (SealedError, InvalidToken, ValueError, KeyError, TypeError, RecursionError):
        raise HeldError(Reason.DAMAGED) from None


def query(values: captures.Values) -> QueryDict:
    """The values as a page would have sent them."""
    said = QueryDict(mutable=True)
    for name, each in values.items():
        said.setlist(name, each)
    return said


def form_of(envelope: Envelope, data: QueryDict | None) -> BaseForm:
    """The form of the kind, for its author, with what was said."""
    kind = _kind(envelope)
    captured = captures.Captured(envelope.key, envelope.captured_at, envelope.received_at)
    person: Person = envelope.person
    return kind.form(data, by=person, captured=captured)


def form_left(envelope: Envelope) -> BaseForm:
    """The form of what a closed account left, filled as it came. Raises HeldError when it cannot be read."""
    kind, values = _kind(envelope), values_of(envelope)
    if not kind.knows(envelope.form_version):
        raise HeldError(Reason.TOO_OLD)
    return form_of(envelope, query(kind.as_of_today(values, envelope.form_version)))


def coded_answers(envelope: Envelope) -> list[tuple[str, str]]:
    """Its coded answers in words, and no free text: question and answer."""
    try:
        form = form_left(envelope)
    except HeldError:
        return []
    form.is_valid()
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if isinstance(field, CODED) and value:
            words = dict(getattr(field, "choices", [])) if type(field) is ChoiceField else {}
            many = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
            said.append((str(field.label), ", ".join(str(words.get(each, each)) for each in many)))
    return said


def try_again(envelopes: Any) -> int:
    """Understand anew what may have become possible; how many were applied."""
    rows = envelopes.filter(state=State.HELD, reason__in=PASSING).select_related("person", "device")
    applied = 0
    for envelope in rows.select_for_update(of=("self",)).order_by("received_at", "id"):
        applied += understand(envelope).state == State.APPLIED
    return applied
