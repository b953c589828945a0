"""Today: what the rooms offer the person who opens Maillage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.home_cards import cards_for


def today(request: HttpRequest) -> HttpResponse:
    """A worker's day, laid out of the cards the rooms offer; never a score (P3)."""
    day = clock.today()
    cards = cards_for(request, day)
    context = {
        "day": day,
        "main_cards": [card for card in cards if card.column == "main"],
        "side_cards": [card for card in cards if card.column == "side"],
    }
    return render(request, "home/today.html", context)
