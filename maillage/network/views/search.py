"""Finding an actor while somebody waits, and seeing on a map where what was found is."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.kit import clock
from maillage.kit.pages import page
from maillage.kit.policy import require
from maillage.network import offline
from maillage.network.actor_map import map_of
from maillage.network.finding import Search
from maillage.network.forms import SearchForm
from maillage.network.found import Found, found
from maillage.network.meaning import Meanings, meanings
from maillage.network.near import Surroundings, surroundings_of
from maillage.network.views.asked import beside, reader_of
from maillage.people.models import Person
from maillage.people.roles import READERS
from maillage.territory.ground import land

PAGE, ON_MAP = 50, 100


@dataclass(frozen=True)
class Offer:
    """A link that helps where nothing was found: the same search without one filter, or with another word."""

    words: str
    url: str
    number: int | None = None


class Finding:
    """One request to the search, worked out once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.reader: Person = reader_of(request)
        self.now: datetime = clock.now()
        self.known: Meanings = meanings(clock.day_of(self.now))
        self.near: Surroundings = surroundings_of(self.reader, self.known, self.now)
        self.form = SearchForm(request.GET, self.known, has_zone=bool(self.near.mine))
        self.search = Search(self.form.asked, self.reader, self.known, self.near, self.now)

    @cached_property
    def after(self) -> UUID | None:
        """Which actor the page before ended with."""
        try:
            return UUID(self.request.GET.get("after", ""))
        except ValueError:
            return None

    def page(self, size: int) -> tuple[list[Found], int, str]:
        """One page of what is found, how many there are, and the address of the next page."""
        keys, number = self.search.page(size, self.after)
        rows = found(keys[:size], self.reader, self.near, self.now)
        return rows, number, self.address(after=str(keys[size - 1])) if len(keys) > size else ""

    def address(self, name: str = "", **changes: str) -> str:
        """The same question at another address, with some answers changed; an empty one falls away."""
        asked = {key: value for key, value in self.request.GET.items() if value and key != "after"}
        query = urlencode({key: value for key, value in (asked | changes).items() if value})
        return (reverse(name) if name else self.request.path) + (f"?{query}" if query else "")

    @property
    def add_url(self) -> str:
        """Where whoever found nothing notes it, with the words already there."""
        words = self.search.asked.words
        return reverse("network:add_actor") + (f"?{urlencode({'name_fr': words})}" if words else "")

    def filters(self) -> list[Offer]:
        """The folded filters that are on, each with the address where it is off; chips show it themselves."""
        on = [name for name in self.search.asked.filters if name in self.form.FOLDED]
        return [Offer(self.form.said(name), self.address(**{name: ""})) for name in on]

    def ways_out(self) -> list[Offer]:
        """Where nothing was found: the filters whose absence would find something, and how many."""
        offers = []
        for name in self.search.asked.filters:
            number = self.search.count_without(name)
            if number:
                offers.append(Offer(self.form.said(name), self.address(**{name: ""}), number))
        return offers

    def corrections(self) -> list[tuple[str, list[str]]]:
        """Words nobody knows, and what they were taken for."""
        return [(typed, right[:5]) for typed, right in self.search.corrected.items()]


def _shown(finding: Finding, size: int) -> dict[str, Any]:
    rows, number, following = finding.page(size)
    return {
        "form": finding.form,
        "found": rows,
        "number": number,
        "following": following,
        "filters": finding.filters(),
        "corrections": finding.corrections(),
        "ways_out": finding.ways_out() if not number else [],
        "has_zone": finding.near.middle is not None,
        "is_asked": bool(finding.search.asked.words or finding.search.asked.filters),
        "add_url": finding.add_url,
        "list_url": finding.address("network:actors"),
        "map_url": finding.address("network:map"),
    }


def actors(request: HttpRequest) -> HttpResponse:
    """One line to type in, filters that combine, near first (U-RAQ-11)."""
    context = _shown(Finding(request), PAGE) | {"beside": beside(request)}
    return page(request, "network/actors.html", context, parts=("found",))


def actor_map(request: HttpRequest) -> HttpResponse:
    """The same search on our drawing, with the list beside it."""
    finding = Finding(request)
    context = _shown(finding, ON_MAP)
    context["map"] = map_of(context["found"], finding.near, finding.known, land())
    return page(request, "network/map.html", context, parts=("found",))


@require_safe
def offline_copy(request: HttpRequest) -> HttpResponse:
    """The compact copy a phone keeps. Whoever asked keeps it on purpose: no cache on the way does (P7)."""
    reader, day = reader_of(request), clock.today()
    require(reader.has_role(*READERS))
    version = offline.version_of(reader, day)
    headers = {
        "ETag": f'"{version}"',
        "Cache-Control": "private, no-store",
        "Vary": "Accept-Encoding, Cookie",
    }
    if version in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    accepted = request.headers.get("Accept-Encoding", "")
    way = next((way for way in offline.PACKERS if way in accepted), "identity")
    packed = offline.packed(reader, day, version, way)
    if way != "identity":
        headers["Content-Encoding"] = way
    return HttpResponse(packed, content_type="application/json", headers=headers)
