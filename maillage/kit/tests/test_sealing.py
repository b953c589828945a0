"""A text sealed to one person opens for them alone, where it belongs, from Python and from the browser."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from maillage.kit import sealing

KINDS = {
    "damaged": sealing.SealedError,
    "other-key": sealing.OtherKeyError,
    "unknown-version": sealing.UnknownVersionError,
}
#: Also opened by frontend/tests/sealing.test.mjs.
SHARED = json.loads(
    (Path(__file__).parents[3] / "frontend/tests/sealing-vectors.json").read_text(encoding="utf-8")
)


def _opened(each: dict[str, Any]) -> str:
    sealed, private = bytes.fromhex(each["sealed"]), bytes.fromhex(SHARED["private_key"])
    return sealing.unseal(sealed, private, purpose=each["purpose"], record=UUID(each["record"])).decode()


def test_what_python_and_the_browser_sealed_opens() -> None:
    assert {each["by"] for each in SHARED["vectors"]} == {"python", "browser"}
    assert sealing.public_key_of(bytes.fromhex(SHARED["private_key"])).hex() == SHARED["public_key"]
    for each in SHARED["vectors"]:
        assert _opened(each) == each["text"], each


@pytest.mark.parametrize("each", SHARED["troubles"], ids=lambda each: each["what"])
def test_what_does_not_open_says_why(each: dict[str, Any]) -> None:
    with pytest.raises(sealing.SealedError) as trouble:
        _opened(each)
    assert type(trouble.value) is KINDS[each["why"]]
    assert str(trouble.value.sentence)


def test_any_changed_byte_is_noticed() -> None:
    private, public = sealing.new_key_pair()
    place: Any = {"purpose": "encounters.note", "record": uuid4()}
    sealed = sealing.seal(b"elle rappelle jeudi", public, **place)
    assert len(sealed) == len("elle rappelle jeudi") + sealing.OVERHEAD
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 0x10
        with pytest.raises(sealing.SealedError):
            sealing.unseal(bytes(changed), private, **place)
