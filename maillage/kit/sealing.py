"""Sealing a text to one person: whoever holds the public key writes, the private key alone reads.

HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The browser writes the same
bytes (`frontend/src/sealing.ts`), held together by `frontend/tests/sealing-vectors.json`:

    0x4D version | 8 bytes of SHA-256 of the public key | encapsulated key (65) | ciphertext

What a text is for and the record it belongs to are bound into it: moved elsewhere, it opens no more.
"""

import hashlib
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAGIC, VERSION = 0x4D, 1
PUBLIC_BYTES, PRIVATE_BYTES = 65, 32
_HEAD = 10  # magic, version, mark of the key
#: What sealing adds to a text: head, encapsulated key, tag.
OVERHEAD = _HEAD + PUBLIC_BYTES + 16

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_CURVE = ec.SECP256R1()


class SealedError(Exception):
    """A sealed text that does not open; `sentence` says why, in the reader's language."""

    sentence: Promise = _("This text is damaged, or stands where it does not belong: it cannot be opened.")


class OtherKeyError(SealedError):
    """Sealed for a key that is not this one."""

    sentence = _("This text is sealed for another key than mine: mine does not open it.")


class UnknownVersionError(SealedError):
    """Sealed in a form that this version of Maillage does not know."""

    sentence = _("This text was sealed by a newer Maillage: it opens once this one is brought up to date.")


def new_key_pair() -> tuple[bytes, bytes]:
    """A private key and its public key, as HPKE writes them: 32 bytes, and the uncompressed point."""
    private = ec.generate_private_key(_CURVE)
    number = private.private_numbers().private_value
    return number.to_bytes(PRIVATE_BYTES, "big"), _written(private.public_key())


def public_key_of(private_key: bytes) -> bytes:
    """The public key that goes with a private one."""
    return _written(_read_private(private_key).public_key())


def seal(text: bytes, public_key: bytes, *, purpose: str, record: UUID) -> bytes:
    """The text, so that the holder of the private key alone reads it, for this purpose and this record."""
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)
    return _head(public_key) + _SUITE.encrypt(text, receiver, info=_info(purpose, record))


def unseal(sealed: bytes, private_key: bytes, *, purpose: str, record: UUID) -> bytes:
    """The text. Raises SealedError, and the two kinds of it that a person can do something about."""
    if len(sealed) < 2 or sealed[0] != MAGIC:
        raise SealedError
    if sealed[1] != VERSION:
        raise UnknownVersionError
    key = _read_private(private_key)
    if len(sealed) < OVERHEAD:
        raise SealedError
    if sealed[:_HEAD] != _head(_written(key.public_key())):
        raise OtherKeyError
    try:
        return _SUITE.decrypt(sealed[_HEAD:], key, info=_info(purpose, record))
    except (InvalidTag, ValueError):
        raise SealedError from None


def _head(public_key: bytes) -> bytes:
    return bytes((MAGIC, VERSION)) + hashlib.sha256(public_key).digest()[:8]


def _info(purpose: str, record: UUID) -> bytes:
    return f"maillage/1/{purpose}/{record}".encode("ascii")


def _written(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _read_private(private_key: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private_key, "big"), _CURVE)
