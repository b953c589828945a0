"""Meetings as a phone seals them."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from uuid import uuid4

from maillage.encounters.capture import VERSION
from maillage.kit import clock, sealing
from maillage.sync import receiving_key

KIND = "encounters.meeting"


@lru_cache(maxsize=1)
def _public_key() -> bytes:
    return bytes(receiving_key.current().public_key)


def envelope() -> dict[str, object]:
    """A meeting of place, themes and actions, sealed for the installation."""
    key = uuid4()
    values = {
        "key": [str(key)],
        "happened_on": [clock.today().isoformat()],
        "meeting_place": ["street"],
        "themes": ["housing"],
        "actions_done": ["listen", "inform"],
    }
    said = json.dumps({"values": values}).encode()
    content = sealing.seal(said, _public_key(), purpose=KIND, record=key)
    return {
        "key": str(key),
        "kind": KIND,
        "version": VERSION,
        "captured_at": clock.now().isoformat(),
        "content": base64.b64encode(content).decode(),
        "digest": hashlib.sha256(content).hexdigest(),
    }


def keys_and_bytes() -> tuple[str, str]:
    """The same bytes, as a plain row."""
    made = envelope()
    return str(made["key"]), json.dumps(made)
