"""What a request asks of the network: who reads, and from where."""

from typing import cast

from django.http import HttpRequest

from maillage.people.models import Person


def reader_of(request: HttpRequest) -> Person:
    """Who reads the page."""
    return cast(Person, request.user)
