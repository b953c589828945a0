"""What the menu of a signed-in person holds: each room offers entries, kit puts them in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.icons import require_icon

SECTIONS: dict[str, str | Promise] = {
    "day": "",
    "journal": _("My logbook"),
    "together": _("Together"),
    "me": "",
}
BAR_PLACES = 4  # the fifth place of the bottom bar opens the whole menu


class HasRoles(Protocol):
    """Whoever may hold roles of the project."""

    def has_role(self, code: str, /) -> bool: ...


@dataclass(frozen=True)
class MenuEntry:
    """One place a person can go from anywhere.

    `bar` also puts it in the phone's bottom bar, under its `short` name if it has one; `primary` makes it the
    one great action of the shell; `roles` restricts it to holders of one of these roles (empty: everyone).
    """

    label: str | Promise
    url_name: str
    icon: str
    section: str
    order: int
    bar: bool = False
    roles: frozenset[str] = frozenset()
    primary: bool = False
    short: str | Promise = ""

    def __post_init__(self) -> None:
        require_icon(self.icon)
        if self.section not in SECTIONS:
            raise ValueError(f"unknown menu section {self.section!r}")

    def is_for(self, person: HasRoles) -> bool:
        """Whether this person finds the entry in their menu."""
        return not self.roles or any(person.has_role(code) for code in self.roles)


_entries: dict[str, MenuEntry] = {}


def register(entries: Iterable[MenuEntry]) -> None:
    """Add a room's entries; two entries for one page, or two great actions, are a mistake in a room."""
    for entry in entries:
        if entry.url_name in _entries and _entries[entry.url_name] != entry:
            raise ValueError(f"two menu entries lead to {entry.url_name!r}")
        if entry.primary and any(other.primary and other != entry for other in _entries.values()):
            raise ValueError("the shell has room for one primary entry")
        _entries[entry.url_name] = entry


def entries_for(person: HasRoles) -> list[MenuEntry]:
    """The entries this person sees, in reading order."""
    places = list(SECTIONS)
    mine = [entry for entry in _entries.values() if entry.is_for(person)]
    return sorted(mine, key=lambda entry: (places.index(entry.section), entry.order, entry.url_name))
