"""What a request asks of the calendar: who reads, and where they go on."""

from typing import cast

from django.http import HttpRequest

from maillage.people.models import Person


def reader_of(request: HttpRequest) -> Person:
    """Who reads the page."""
    return cast(Person, request.user)
