"""Phones that send to a running server: at once, again and again, and while it is killed (F9, F41)."""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import signal
import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest

from maillage.installation.tests.conftest import HOST, Installation
from maillage.installation.tests.test_serving import Served
from maillage.kit import clock
from maillage.people.models import Person
from maillage.sync.models import Device, Envelope
from maillage.sync.operations import digest_of

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-these-tests"
BATCHES, SIZE = 60, 5


@pytest.fixture
def phone(installed: Installation) -> Iterator[Served]:
    """A served installation that knows a device."""
    with installed.opened() as alias:
        person = Person._base_manager.using(alias).order_by("pk")[:1].get()
        Device(person_id=person.pk, digest=digest_of(TOKEN), made_at=clock.now()).save(using=alias)
    one = Served(installed)
    one.until("ready: pages are served")
    yield one
    one.process.send_signal(signal.SIGTERM)
    one.process.communicate(timeout=60)


def envelope(key: str) -> dict[str, object]:
    content = os.urandom(300)
    return {
        "key": key,
        "kind": "encounters.unheard_of",
        "version": 1,
        "content": base64.b64encode(content).decode(),
        "digest": hashlib.sha256(content).hexdigest(),
    }


def send(served: Served, batch: list[dict[str, object]]) -> list[str]:
    """What each was answered. Raises OSError or HTTPException when no answer came."""
    network = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    with contextlib.closing(network):
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Authorization": f"Bearer {TOKEN}"}
        said = json.dumps({"protocol": 1, "envelopes": batch})
        network.request("POST", "/sync/envelopes", said, headers | {"Content-Type": "application/json"})
        answer = network.getresponse()
        if answer.status != 200:
            raise http.client.HTTPException(answer.status)
        return [each["result"] for each in json.loads(answer.read())["results"]]


def keys_kept(installed: Installation) -> list[str]:
    with installed.opened() as alias:
        rows = Envelope._base_manager.using(alias)
        return [str(key) for key in rows.values_list("key", flat=True)]


def test_f9_the_same_envelope_five_times_at_once_is_kept_once(phone: Served, installed: Installation) -> None:
    one, found = envelope(str(uuid4())), list[str]()
    senders = [threading.Thread(target=lambda: found.extend(send(phone, [one]))) for _ in range(5)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sorted(found) == ["already"] * 4 + ["held"]
    assert keys_kept(installed) == [one["key"]]


def test_f41_killed_again_and_again_every_acknowledged_envelope_is_there_once(
    phone: Served, installed: Installation
) -> None:
    """A phone sends until each is acknowledged; meanwhile the server is killed outright, three times."""
    acknowledged = list[str]()
    for number in range(BATCHES):
        batch = [envelope(str(uuid4())) for _ in range(SIZE)]
        killer = None
        if number % 20 == 10:
            killer = threading.Timer(0.003, os.kill, (phone.children()["web"], signal.SIGKILL))
            killer.start()
        while True:
            try:
                answers = send(phone, batch)
            except (OSError, http.client.HTTPException):
                continue
            assert set(answers) <= {"held", "already"}
            acknowledged += [str(each["key"]) for each in batch]
            break
        if killer:
            killer.join()
    kept = keys_kept(installed)
    assert len(kept) == len(set(kept))
    assert set(acknowledged) == set(kept)
