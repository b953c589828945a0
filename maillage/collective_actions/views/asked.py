"""What a request asks of the calendar: who reads, and where they go on."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest

from maillage.people.models import Person


def reader_of(request: HttpRequest) -> Person:
    """Who reads the page."""
    return cast(Person, request.user)


def known_id(written: str) -> UUID | None:
    """The id that an address holds, if it is one."""
    try:
        return UUID(written)
    except ValueError:
        return None
