"""Encrypting a backup for whoever may read it, in the age format: https://age-encryption.org/v1 (pyrage).

The machine holds the public keys alone. The identity that opens stays with the operator, elsewhere.
"""

import hashlib
from pathlib import Path

from pyrage import DecryptError, IdentityError, decrypt_file, decrypt_io, encrypt_file, x25519

from maillage.installation.place import RefusedError

SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 (how each identity begins)


class Digest:
    """A file that keeps nothing but its digest."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, part: bytes) -> int:
        self.sha256.update(part)
        return len(part)

    def flush(self) -> None:
        pass


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def seal(plain: Path, sealed: Path, recipients: list[str]) -> None:
    """Encrypt, and read the result again to the last byte; raises RefusedError when it is not the same.

    Nobody here holds the recipients' identity: a second one, made for this reading and forgotten with
    it, opens the same file.
    """
    witness = x25519.Identity.generate()
    keys = [x25519.Recipient.from_str(each) for each in recipients]
    encrypt_file(str(plain), str(sealed), [*keys, witness.to_public()])
    read = Digest()
    with sealed.open("rb") as content:
        decrypt_io(content, read, [witness])
    if read.sha256.hexdigest() != digest_of(plain):
        raise RefusedError(f"{sealed.name} is not what was encrypted: no backup was made.")


def open_sealed(sealed: Path, plain: Path, identity: Path | None) -> None:
    """Decrypt with the operator's identity file."""
    decrypt_file(str(sealed), str(plain), _identities(identity))


def refuse_unless_opens(sealed: Path, identity: Path | None) -> None:
    """Raises RefusedError when the identity is missing, or is another one; writes nothing."""
    keys = _identities(identity)
    try:
        with sealed.open("rb") as content:
            decrypt_io(content, Digest(), keys)
    except DecryptError:
        raise RefusedError(
            f"{identity} does not open this backup: its manifest says for whom it was made."
        ) from None


def _identities(file: Path | None) -> list[x25519.Identity]:
    if file is None:
        raise RefusedError("This backup is encrypted: say where its identity is, with `--identity FILE`.")
    try:
        lines = file.read_text().split()
        keys = [x25519.Identity.from_str(each) for each in lines if each.startswith(SECRET)]
    except (OSError, ValueError, IdentityError):
        keys = []
    if not keys:
        raise RefusedError(f"{file} holds no identity: expected a line that begins with {SECRET}.")
    return keys


def new_identity() -> tuple[str, str]:
    """An identity and its public key."""
    made = x25519.Identity.generate()
    return str(made), str(made.to_public())
