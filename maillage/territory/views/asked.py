"""What a request asks of the territory: who reads, which day; and what every page of it shares."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.pages import page
from maillage.people.models import Person
from maillage.people.roles import TEAM, Role
from maillage.territory.forms import DayFilter


def reader_of(request: HttpRequest) -> Person:
    """Who reads the page."""
    return cast(Person, request.user)


def reads_all(person: Person) -> bool:
    """Whether the person sees every assignment, so that « nobody » is true when they read it."""
    return person.has_role(*TEAM)


def day_of(request: HttpRequest) -> date:
    """The day asked for in the address, else today."""
    return DayFilter.asked(request.GET).chosen_day


def day_query(day: date) -> str:
    """What keeps that day in the next address."""
    return "" if day == clock.today() else f"?day={day.isoformat()}"


@dataclass(frozen=True)
class Tab:
    """A neighbouring page of the territory."""

    label: str | Promise
    name: str
    roles: frozenset[str] = frozenset()

    @property
    def url(self) -> str:
        return reverse(f"territory:{self.name}")


TABS = [
    Tab(_("Zones and map"), "territory"),
    Tab(_("Assignments"), "assignments", frozenset({*TEAM, Role.HOST_PARTNER})),
    Tab(_("Hosts"), "hosts", frozenset({*TEAM, Role.HOST_PARTNER})),
    Tab(_("Communes"), "communes"),
    Tab(_("Calls"), "calls", frozenset(TEAM)),
    Tab(_("The project"), "project", frozenset(TEAM)),
]


def territory_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> HttpResponse:
    """A page of the territory, with its neighbours, and whether its reader sees all of it."""
    reader = reader_of(request)
    around = {
        "tabs": [tab for tab in TABS if not tab.roles or reader.has_role(*tab.roles)],
        "tab": request.resolver_match.url_name if request.resolver_match else "",
        "sure": reads_all(reader),
    }
    parts = (part,) if part else ()
    return page(request, f"territory/{template}.html", around | context, parts=parts, status=status)
