"""The word for oneself: sealed to its author when it is written, opened with their open vault alone."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.encounters.models import PURPOSE, SealedNote
from maillage.kit.sealing import OVERHEAD, SealedError
from maillage.people import vault, vault_session
from maillage.people.models import Person


@dataclass(frozen=True)
class Word:
    """A sealed note, opened for this answer alone; or why it does not open."""

    written_on: date
    text: str
    trouble: str | Promise = ""


def can_seal(person: Person) -> bool:
    """Whether this person has a vault to seal to."""
    return vault.key_of(person) is not None


def seal(person: Person, words: str, key: UUID) -> bytes | None:
    """The words, for this person alone; the number of the row is bound into them."""
    return vault.seal_to(person, words, purpose=PURPOSE, record=key)


def from_phone(written: str) -> bytes | None:
    """What a phone has sealed already. Raises ValidationError."""
    try:
        sealed = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError(_("This note is damaged.")) from None
    if sealed and len(sealed) < OVERHEAD:
        raise ValidationError(_("This note is damaged."))
    return sealed or None


def is_open(request: HttpRequest) -> bool:
    """Whether the reader's vault is open in this browser."""
    return vault_session.opened(request) is not None


def read(request: HttpRequest, notes: Iterable[SealedNote]) -> list[Word] | None:
    """My sealed words; None while my vault is closed."""
    opened = vault_session.opened(request)
    if opened is None:
        return None
    found = []
    for note in notes:
        try:
            text = opened.unseal(bytes(note.sealed), purpose=PURPOSE, record=note.intervention_id)
        except SealedError as error:
            found.append(Word(note.written_on, "", error.sentence))
        else:
            found.append(Word(note.written_on, text.decode()))
    return found


def way_to_vault(person: Person, onward: str) -> str:
    """Where the vault is opened, or made."""
    page = "people:open_vault" if can_seal(person) else "people:new_vault"
    return f"{reverse(page)}?next={onward}"
