"""What may be noted without network: each kind a form, its version, and the steps from older versions.

A room declares its kinds in `capture.py`. A phone’s capture goes through the form of the page (house.md 5).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.forms import BaseForm
from django.utils.functional import Promise

Values = dict[str, list[str]]
Step = Callable[[Values], Values]
#: What a phone can send and no database holds: a null character, half a sign.
UNHELD = re.compile("[\0\ud800-\udfff]")
KEPT_VERSIONS = 2  # how far behind a phone may be: three weeks of leave (F29)


class NotYetError(Exception):
    """A capture speaks of another one that has not come yet: it waits for it (F36)."""


@dataclass(frozen=True)
class Captured:
    """Where a capture comes from: the identity its phone gave it, and when it was made and received."""

    key: UUID
    captured_at: datetime | None
    received_at: datetime


@dataclass(frozen=True)
class Capture:
    """One kind. `form(values, by=…, captured=…)` is a form with `keep(by=…)`; raises NotYetError.

    `steps[n]` brings the values of form version n to version n + 1; what was said stays as it was said.
    """

    code: str
    label: str | Promise
    version: int
    #: Whoever may add rows of this model may send captures of this kind.
    model: type[Model]
    form: Callable[..., BaseForm]
    steps: Mapping[int, Step] = field(default_factory=dict)
    #: The address of its form by name, and what its page without network shows: a template and its context.
    page: str = ""
    blank: Callable[[], tuple[str, dict[str, Any]]] | None = None

    def knows(self, version: int) -> bool:
        return version == self.version or version in self.steps

    def as_of_today(self, values: Values, version: int) -> Values:
        """The values of an older form version in the words of today's."""
        for number in range(version, self.version):
            values = self.steps[number](values)
        return values


@dataclass(frozen=True)
class OfflinePage:
    """A page without a form that opens without network: its address by name; a template and its context."""

    code: str
    label: str | Promise
    page: str
    draw: Callable[[], tuple[str, dict[str, Any]]]


_kinds: dict[str, Capture] = {}
_pages: dict[str, OfflinePage] = {}
_forgetters: list[Callable[[str, Iterable[UUID]], None]] = []


def show(page: OfflinePage) -> None:
    """Declare a page that phones keep. Raises ValueError for a second one of that code."""
    if page.code in _pages:
        raise ValueError(f"the offline page {page.code!r} is declared twice")
    _pages[page.code] = page


def pages() -> list[OfflinePage]:
    return list(_pages.values())


def forgets(function: Callable[[str, Iterable[UUID]], None]) -> Callable[[str, Iterable[UUID]], None]:
    """Whoever keeps what phones sent empties it once what came of it is erased."""
    _forgetters.append(function)
    return function


def forget(code: str, keys: Iterable[UUID]) -> None:
    """What phones sent of that kind under these numbers goes, too."""
    found = list(keys)
    for function in _forgetters:
        function(code, found)


def offer(kind: Capture) -> None:
    """Declare a kind. Raises ValueError for a second one of that code, or when a step is missing (F29)."""
    if kind.code in _kinds:
        raise ValueError(f"captures of {kind.code!r} are declared twice")
    oldest = max(1, kind.version - KEPT_VERSIONS)
    if missing := [number for number in range(oldest, kind.version) if number not in kind.steps]:
        raise ValueError(f"captures of {kind.code!r} miss the steps from versions {missing}")
    _kinds[kind.code] = kind


def kind_of(code: str) -> Capture | None:
    """The kind of that code, if this Maillage knows it."""
    return _kinds.get(code)


def kinds() -> list[Capture]:
    return list(_kinds.values())


def plain(values: Any) -> Values:
    """What a phone sent, as a form takes it. Raises ValueError when it is no form's content."""
    if not isinstance(values, dict):
        raise ValueError("no values")
    said: Values = {}
    for name, value in values.items():
        each = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in each):
            raise ValueError(name)
        said[str(name)] = [UNHELD.sub("\N{REPLACEMENT CHARACTER}", item) for item in each]
    return said
