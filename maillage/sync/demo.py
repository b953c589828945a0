"""A phone of the demo's, and a note it sent that misses an answer: what to finish looks like that."""

import hashlib
import json
from datetime import date
from uuid import uuid4

from maillage.kit import clock, sealing
from maillage.people.demo import DOMAIN
from maillage.people.models import Person
from maillage.sync import intake, receiving_key
from maillage.sync.models import Device, Envelope
from maillage.sync.operations import add_device

KIND = "encounters.meeting"


def load(today: date) -> None:
    """Mirabelle noted where and about what, and was called away before saying what she did. Once."""
    mirabelle = Person.objects.filter(email=f"mirabelle@{DOMAIN}").first()
    if mirabelle is None or Device.objects.filter(person=mirabelle).exists():
        return
    device, _token = add_device(by=mirabelle, label="Firefox · Android")
    values = {"happened_on": [today.isoformat()], "meeting_place": ["street"], "themes": ["housing"]}
    key = uuid4()
    content = sealing.seal(
        json.dumps({"values": values}).encode(),
        bytes(receiving_key.current().public_key),
        purpose=KIND,
        record=key,
    )
    digest = hashlib.sha256(content).hexdigest()
    sent = intake.Sent(key, KIND, 1, clock.now(), content, digest)
    intake.receive(device, [sent])
    assert Envelope.objects.waiting().filter(key=key).exists()  # noqa: S101 (the demo shows what waits)
