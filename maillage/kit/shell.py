"""What surrounds every page: who is signed in, their menu, theme and language, and when the page locks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from maillage.kit import menu

THEMES = ("auto", "day", "evening")

person_lines: list[Callable[[Any], str]] = []
"""Upper rooms add a short line about a person (their role, their zone); an empty line is left out."""


@dataclass(frozen=True)
class Link:
    """A menu entry as drawn on one page. `current` is "page" on the page itself, "true" on one inside it."""

    label: str | Promise
    short: str | Promise
    icon: str
    url: str
    current: str


@dataclass(frozen=True)
class Section:
    """A group of the menu under its heading; the day's own group and the person's carry none."""

    code: str
    heading: str | Promise
    links: list[Link]


class Shell:
    """Computed only as far as a page asks: a page without navigation reads no person at all."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request

    @cached_property
    def person(self) -> Any | None:
        """Whoever is signed in, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def setting_up(self) -> bool:
        """Whether something is to be set up first: until then no other page opens, no menu leads to any."""
        return bool(getattr(self.request, "setting_up", False))

    @property
    def language(self) -> str:
        """The language this page is written in."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def theme(self) -> str:
        """The theme the person chose; "auto" follows the device."""
        chosen = getattr(self.person, "theme", "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def idle_minutes(self) -> int:
        """Minutes without a gesture before the page locks."""
        minutes: int = settings.SESSION_IDLE_MINUTES
        return minutes

    @cached_property
    def where(self) -> str:
        """A short line under the person's name, such as « RAQ · zone 05 »."""
        if self.person is None:
            return ""
        return " · ".join(line for line in (describe(self.person) for describe in person_lines) if line)

    @cached_property
    def _entries(self) -> list[tuple[menu.MenuEntry, Link]]:
        if self.person is None or self.setting_up:
            return []
        entries = menu.entries_for(self.person)
        urls = {entry.url_name: reverse(entry.url_name) for entry in entries}
        here, state = self._current(urls)
        return [
            (
                entry,
                Link(
                    label=entry.label,
                    short=entry.short or entry.label,
                    icon=entry.icon,
                    url=urls[entry.url_name],
                    current=state if entry.url_name == here else "",
                ),
            )
            for entry in entries
        ]

    def _current(self, urls: dict[str, str]) -> tuple[str, str]:
        """Which entry this page is, or lies deepest inside."""
        match = getattr(self.request, "resolver_match", None)
        if self.request is None or match is None:
            return "", ""
        if match.view_name in urls:
            return match.view_name, "page"
        path = self.request.path
        around = [name for name, url in urls.items() if url != "/" and path.startswith(url)]
        return (max(around, key=lambda name: len(urls[name])), "true") if around else ("", "")

    @cached_property
    def sections(self) -> list[Section]:
        """The menu, group by group; a group without entry is not there."""
        return [
            Section(code, heading, links)
            for code, heading in menu.SECTIONS.items()
            if (
                links := [
                    link for entry, link in self._entries if entry.section == code and not entry.primary
                ]
            )
        ]

    @cached_property
    def primary(self) -> Link | None:
        """The one great action, once a room offers one."""
        return next((link for entry, link in self._entries if entry.primary), None)

    @cached_property
    def bar(self) -> list[Link]:
        """What the phone's bottom bar holds beside the great action and the menu."""
        places = menu.BAR_PLACES - (1 if self.primary else 0)
        return [link for entry, link in self._entries if entry.bar and not entry.primary][:places]

    @property
    def bar_before(self) -> list[Link]:
        """The bar up to its middle, where the great action stands."""
        return self.bar[:2] if self.primary else self.bar

    @property
    def bar_after(self) -> list[Link]:
        """The bar after its middle."""
        return self.bar[2:] if self.primary else []


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor."""
    return {"shell": Shell(request)}
