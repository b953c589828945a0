"""What phones and the installation say to each other, in JSON: `docs/reference/sync.md` (protocol 1)."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from maillage.kit import clock
from maillage.kit.backup_folder import kept_in
from maillage.people import vault
from maillage.people.models import Person
from maillage.sync import receiving_key
from maillage.sync.intake import Answer, Sent
from maillage.sync.models import Device, Envelope, State

PROTOCOL = 1
BATCH = 100
BODY_BYTES = 8_000_000
KIND = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
CONTENT_BYTES = 400_000  # a note of the largest size the form takes, sealed twice, with room to spare


class NoMessageError(ValueError):
    """What came is not a message of this protocol: nothing of it was kept, and the phone keeps all."""


@dataclass(frozen=True)
class Message:
    """One batch: the phone's clock, how many items wait on it, since when it keeps others, envelopes."""

    clock: datetime | None
    waiting: int
    since: datetime | None
    sent: list[Sent | None]  # None: one that makes no sense, answered as refused
    keys: list[str]


def read(body: bytes) -> Message:
    """A message. Raises NoMessageError."""
    try:
        said = json.loads(body)
        batch = said["envelopes"]
        if said["protocol"] != PROTOCOL or not isinstance(batch, list) or len(batch) > BATCH:
            raise NoMessageError
        waiting = max(0, min(int(said.get("waiting", 0)), 1_000_000))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as fault:
        raise NoMessageError from fault
    keys = [str(each.get("key", "")) if isinstance(each, dict) else "" for each in batch]
    sent = [_envelope(each) for each in batch]
    return Message(_moment(said.get("clock")), waiting, _moment(said.get("since")), sent, keys)


def _envelope(said: Any) -> Sent | None:
    try:
        version = int(said["version"])
        content = base64.b64decode(said["content"], validate=True)
        if not 0 < version < 10_000 or not content or len(content) > CONTENT_BYTES:
            return None
        if not KIND.fullmatch(kind := said["kind"]) or len(kind) > 60:
            return None
        return Sent(
            UUID(said["key"]), kind, version, _moment(said.get("captured_at")), content, str(said["digest"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, binascii.Error):
        return None


def _moment(text: Any) -> datetime | None:
    """A moment with its zone, within what every database and calendar can say; None for anything else.

    A phone's clock may say whatever it likes (F31).
    """
    try:
        moment = parse_datetime(str(text))
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return None
    return min(max(moment, EARLIEST), LATEST).astimezone(UTC)


# --- The answer --------------------


def answer(message: Message, answers: Iterable[Answer], device: Device) -> dict[str, Any]:
    """One result for each envelope, in order; what is here from this device; what a backup holds."""
    taken = iter(answers)
    results = [
        _result(next(taken)) if sent else {"key": key, "result": "refused"}
        for sent, key in zip(message.sent, message.keys, strict=True)
    ]
    return {
        "protocol": PROTOCOL,
        "now": clock.now().isoformat(),
        "results": results,
        "here": here(device, message.since),
        "covered_until": covered_until(),
        "seal_for": public_key(),
    }


def _result(answer: Answer) -> dict[str, Any]:
    envelope = answer.envelope
    return {
        "key": str(envelope.key),
        "digest": envelope.digest,
        "result": "already" if answer.known else envelope.state,
        "state": envelope.state,
        "reason": envelope.reason,
        "received_at": envelope.received_at.isoformat(),
        "finish": reverse("sync:finish", args=[envelope.pk]) if envelope.state == State.TO_CORRECT else "",
    }


def here(device: Device, since: datetime | None) -> dict[str, Any]:
    """How many envelopes of this device are here since a moment, and a digest of their keys in order.

    A phone that counts otherwise sends again what it keeps: a restored backup loses nothing (F45).
    """
    if since is None:
        return {}
    rows = Envelope.objects.filter(device=device, received_at__gte=since)
    keys = sorted({str(key) for key in rows.order_by().values_list("key", flat=True)})
    return {"count": len(keys), "digest": hashlib.sha256("\n".join(keys).encode()).hexdigest()}


def covered_until() -> str | None:
    """Up to when the newest verified backup holds everything: phones may then forget what was taken in."""
    kept = kept_in(Path(settings.BACKUPS))
    return kept[0].made_at.isoformat() if kept else None


def author_key(person: Person) -> str:
    """The person's own key, which their free texts are sealed for; empty until their vault is set up."""
    key = vault.key_of(person)
    return base64.b64encode(bytes(key.public_key)).decode() if key else ""


def public_key() -> str:
    """The installation's key, which phones seal captures for."""
    return base64.b64encode(bytes(receiving_key.current().public_key)).decode()
