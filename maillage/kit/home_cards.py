"""Cards that rooms lay on the home page: what a person needs today, never a score (P3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from maillage.kit import kept


@dataclass(frozen=True)
class HomeCard:
    """A part of somebody's day: a template and what it shows. `column` is "main" or "side"."""

    template: str
    context: dict[str, Any]
    order: int
    column: str = "main"


@dataclass(frozen=True)
class LaidCard:
    """A card as it lies on the page."""

    html: SafeString
    order: int
    column: str


Offer = Callable[[HttpRequest, date], HomeCard | None]
_offers: list[tuple[Offer, tuple[str, ...]]] = []


def offers(function: Offer) -> Offer:
    """Register a function that offers the reader a card for that day, or None. It is drawn at every visit."""
    _offers.append((function, ()))
    return function


def offers_kept(*rooms: str) -> Callable[[Offer], Offer]:
    """Register one whose card is kept until one of these rooms changes.

    It shows nothing but their records, the reader, their roles and the day, and holds no form.
    """
    kept.shows(rooms)

    def register(function: Offer) -> Offer:
        _offers.append((function, rooms))
        return function

    return register


def cards_for(request: HttpRequest, day: date) -> list[LaidCard]:
    """Every card the rooms offer this reader, in order."""
    person = request.user
    roles = frozenset(getattr(person, "roles", ()))
    now = kept.marks()
    found = []
    for offer, rooms in _offers:
        if rooms:
            key = (offer.__module__, offer.__name__, person.pk, roles, day, get_language())
            card = kept.kept(key, rooms, now, lambda offer=offer: _laid(offer(request, day)))  # type: ignore[misc]
        else:
            card = _laid(offer(request, day), request)
        if card is not None:
            found.append(card)
    return sorted(found, key=lambda card: card.order)


def _laid(card: HomeCard | None, request: HttpRequest | None = None) -> LaidCard | None:
    if card is None:
        return None
    html = render_to_string(card.template, {"card": card.context}, request)
    return LaidCard(html, card.order, card.column)
