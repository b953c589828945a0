"""The word for oneself: sealed to its author when it is written, opened with their open vault alone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from maillage.encounters.models import SealedNote
from maillage.people.models import Person


def can_seal(person: Person) -> bool:
    """Whether this person has a vault to seal to."""
    return False


def seal(person: Person, words: str, key: UUID) -> bytes | None:
    """The words, for this person alone; the number of the row is bound into them."""
    return None


def state(request: HttpRequest) -> str:
    return "none"


def read(request: HttpRequest, notes: Iterable[SealedNote]) -> Any:
    return []


def vault_url() -> str:
    return ""
