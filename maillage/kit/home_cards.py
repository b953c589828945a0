"""Cards that rooms lay on the home page: what a person needs today, never a score (P3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class HomeCard:
    """A part of somebody's day: a template and what it shows. `column` is "main" or "side"."""

    template: str
    context: dict[str, Any]
    order: int
    column: str = "main"


Offer = Callable[[HttpRequest, date], HomeCard | None]
_offers: list[Offer] = []


def offers(function: Offer) -> Offer:
    """Register a function that offers the reader a card for that day, or None."""
    _offers.append(function)
    return function


def cards_for(request: HttpRequest, day: date) -> list[HomeCard]:
    """Every card the rooms offer this reader, in order."""
    found = [card for offer in _offers if (card := offer(request, day)) is not None]
    return sorted(found, key=lambda card: card.order)
