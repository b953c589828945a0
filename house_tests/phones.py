"""A phone of Mirabelle's, and what it sent; more of them years later."""

from dataclasses import dataclass
from uuid import uuid4

from conftest import make_person
from maillage.kit import clock
from maillage.people.models import Person
from maillage.sync import receiving_key
from maillage.sync.models import Device, Envelope, Reason, ReceivingKey, State


@dataclass
class Phones:
    """A phone, an envelope of it that waits, and one that was put away."""

    key: ReceivingKey
    device: Device
    envelope: Envelope
    envelope_away: Envelope
    envelope_left: Envelope


def _envelope(device: Device, state: State) -> Envelope:
    return Envelope.objects.create(
        key=uuid4(),
        digest=uuid4().hex,
        person=device.person,
        device=device,
        kind="encounters.note",
        form_version=1,
        received_at=clock.now(),
        content=b"sealed",
        state=state,
        reason=Reason.UNKNOWN,
    )


def add_phones(person: Person) -> Phones:
    device, gone = _device(person), _device(make_person("partie", "raq", is_active=False))
    return Phones(
        receiving_key.current(),
        device,
        _envelope(device, State.HELD),
        _envelope(device, State.SETTLED),
        _envelope(gone, State.HELD),
    )


def _device(person: Person) -> Device:
    return Device.objects.create(
        person=person, label="Firefox · Android", digest=uuid4().hex, made_at=clock.now(), waiting=2
    )


def more_phones(phones: Phones) -> None:
    """Years later: other phones, and more that waits."""
    _device(phones.device.person)
    _envelope(phones.device, State.TO_CORRECT)
