"""A person's vault: made, opened, given other locks. Private keys pass through memory, never through a row.

A lock is the private key under AES-256-GCM; its key is Argon2id of what the person knows. The vault, the kind
of lock and the public key are bound into it: a lock, or a public key, put in another's place opens nothing.
"""

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from maillage.kit import clock, sealing
from maillage.people.models import Person, VaultKey, VaultLock

Kind = VaultLock.Kind
CODES = 3
CODE_SIGNS = 28  # of five bits each
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans("OILU", "011V")
NONCE = 12
PASSED_ON = "people.vault"


class Cost(NamedTuple):
    """What one try costs, so that guessing is dear. Kept in each lock: it opens with its own."""

    passes: int
    memory_kib: int
    lanes: int

    @property
    def is_sane(self) -> bool:
        """Whether nobody wrote a cost that would bring the server down."""
        return self.passes <= 16 and self.memory_kib <= 256 * 1024 and self.lanes <= 16


@dataclass(frozen=True)
class OpenVault:
    """An opened vault, in memory: the key of today first, then those it took the place of."""

    key_id: UUID
    private_keys: tuple[bytes, ...] = field(repr=False)

    def unseal(self, sealed: bytes, *, purpose: str, record: UUID) -> bytes:
        """A text sealed to this person. Raises SealedError."""
        for private_key in self.private_keys:
            try:
                return sealing.unseal(sealed, private_key, purpose=purpose, record=record)
            except sealing.OtherKeyError:
                continue
        raise sealing.OtherKeyError


@dataclass(frozen=True)
class NewVault:
    """A vault made and not kept yet, with the codes to show once."""

    key: VaultKey
    locks: list[VaultLock]
    opened: OpenVault
    codes: list[str] = field(repr=False)


# --- Who has one --------------------


def key_of(person: Person) -> VaultKey | None:
    """The key pair whose public key seals to that person today."""
    return VaultKey.objects.filter(person=person, retired_at=None).first()


def seal_to(person: Person, text: str, *, purpose: str, record: UUID) -> bytes | None:
    """The text, for that person alone; None when they have no vault yet."""
    key = key_of(person)
    if key is None:
        return None
    return sealing.seal(text.encode(), bytes(key.public_key), purpose=purpose, record=record)


# --- Locks --------------------


def _derived(secret: str, salt: bytes, cost: Cost) -> bytes | None:
    if not cost.is_sane:
        return None
    try:
        return hash_secret_raw(
            unicodedata.normalize("NFC", secret).encode(),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=32,
            type=Type.ID,
        )
    except HashingError:
        return None


def _bound(key: VaultKey, kind: str) -> bytes:
    return f"maillage/1/people.vault/{key.pk}/{kind}/".encode() + bytes(key.public_key)


def locked_by(
    secret: str, kind: str, key: VaultKey, opened: OpenVault, cost: Cost | None = None
) -> VaultLock:
    """A lock that the secret opens, not kept yet."""
    return _locks([secret], kind, key, opened.private_keys[0], cost)[0]


def _locks(
    written: Iterable[str], kind: str, key: VaultKey, private_key: bytes, cost: Cost | None = None
) -> list[VaultLock]:
    """Locks of one kind share their salt, so that a try costs the same however many there are."""
    cost, salt = cost or Cost(*settings.VAULT_COST), secrets.token_bytes(16)
    made = []
    for secret in written:
        derived, nonce = _derived(secret, salt, cost), secrets.token_bytes(NONCE)
        assert derived is not None
        sealed = nonce + AESGCM(derived).encrypt(nonce, private_key, _bound(key, kind))
        made.append(
            VaultLock(key=key, kind=kind, salt=salt, sealed=sealed, made_at=clock.now(), **cost._asdict())
        )
    return made


def _private_key(lock: VaultLock, derived: bytes | None) -> bytes | None:
    sealed = bytes(lock.sealed)
    if derived is None or len(sealed) <= NONCE:
        return None
    try:
        return AESGCM(derived).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(lock.key, lock.kind))
    except InvalidTag:
        return None


def opened_by(secret: str, person: Person, *kinds: str) -> OpenVault | None:
    """The vault, if the secret opens one of its locks (of these kinds); with it the keys passed on to it."""
    key = key_of(person)
    private_key = _opened_key(secret, key, kinds or Kind.values) if key is not None else None
    if key is None or private_key is None:
        return None
    older = VaultKey.objects.filter(person=person).exclude(passed_on=None)
    passed_on = [_passed_on(each, private_key) for each in older]
    return OpenVault(key.pk, (private_key, *filter(None, passed_on)))


def older_opened_by(secret: str, person: Person) -> list[tuple[VaultKey, bytes]]:
    """Vaults given up for lost that the secret opens after all, with their private keys."""
    lost = VaultKey.objects.filter(person=person, passed_on=None).exclude(retired_at=None)
    tried = [(key, _opened_key(secret, key, Kind.values)) for key in lost]
    return [(key, private_key) for key, private_key in tried if private_key is not None]


def _opened_key(secret: str, key: VaultKey, kinds: Iterable[str]) -> bytes | None:
    """The private key. Every lock is tried, whichever opens first: a try always costs the same."""
    known: dict[tuple[bytes, Cost, str], bytes | None] = {}
    found = None
    for lock in key.locks.filter(kind__in=kinds):
        cost = Cost(lock.passes, lock.memory_kib, lock.lanes)
        typed = read_code(secret) if lock.kind == Kind.CODE else secret
        way = (bytes(lock.salt), cost, typed)
        if way not in known:
            known[way] = _derived(typed, bytes(lock.salt), cost)
        found = _private_key(lock, known[way]) or found
    return found


def passed_on_to(key: VaultKey, older: VaultKey, private_key: bytes) -> bytes:
    """The private key of an older vault, sealed to the one of today."""
    return sealing.seal(private_key, bytes(key.public_key), purpose=PASSED_ON, record=older.pk)


def _passed_on(older: VaultKey, private_key: bytes) -> bytes | None:
    try:
        return sealing.unseal(bytes(older.passed_on or b""), private_key, purpose=PASSED_ON, record=older.pk)
    except sealing.SealedError:
        return None


# --- Codes on paper --------------------


def new_codes() -> list[str]:
    """Codes of 140 random bits, in groups of four, without signs that look alike."""
    raw = ("".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS)) for _ in range(CODES))
    return ["-".join(code[start : start + 4] for start in range(0, CODE_SIGNS, 4)) for code in raw]


def read_code(typed: str) -> str:
    """A code as it was made, however it is typed: small letters, spaces, O for 0."""
    bare = "".join(sign for sign in typed.upper() if sign.isalnum())
    return bare.translate(LOOK_ALIKE)


def locked_by_codes(codes: Iterable[str], key: VaultKey, opened: OpenVault) -> list[VaultLock]:
    """A lock for each code, not kept yet."""
    return _locks(map(read_code, codes), Kind.CODE, key, opened.private_keys[0])


# --- Making and keeping --------------------


def new_vault(person: Person, password: str, cost: Cost | None = None) -> NewVault:
    """A fresh key pair under the password and three codes, not kept yet."""
    private_key, public_key = sealing.new_key_pair()
    key = VaultKey(person=person, public_key=public_key, made_at=clock.now())
    opened, codes = OpenVault(key.pk, (private_key,)), new_codes()
    locks = [locked_by(password, Kind.PASSWORD, key, opened, cost)]
    locks += _locks(map(read_code, codes), Kind.CODE, key, private_key, cost)
    return NewVault(key, locks, opened, codes)
