"""What a request asks of the network: who reads, and from where."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.people.models import Person
from maillage.people.roles import READERS, WRITERS, Role


def reader_of(request: HttpRequest) -> Person:
    """Who reads the page."""
    return cast(Person, request.user)


#: Other pages about local actors, and who has them.
BESIDE: list[tuple[str | Promise, str, frozenset[str]]] = [
    (_("My sheets"), "network:my_sheets", frozenset({Role.RAQ})),
    (_("To be checked"), "network:doubts", frozenset(WRITERS)),
    (_("Rooms lent"), "network:rooms", frozenset()),
    (
        _("Where networking stands"),
        "network:overview",
        frozenset({Role.RAQ, Role.COORDINATION, Role.RESEARCH}),
    ),
    (_("What my host sees"), "network:for_host", frozenset({Role.RAQ})),
    (_("The network of the neighbourhood"), "network:for_host", frozenset({Role.HOST_PARTNER})),
    (_("Take the directory along"), "network:export", frozenset(READERS)),
    (_("Bring a list"), "kit:imports", frozenset(WRITERS)),
]


def beside(request: HttpRequest) -> list[tuple[str | Promise, str]]:
    """The pages beside the list of actors, for this reader."""
    reader = reader_of(request)
    return [(words, reverse(name)) for words, name, roles in BESIDE if not roles or reader.has_role(*roles)]
