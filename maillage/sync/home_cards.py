"""What phones sent and waits for an answer of mine: one line, no alarm."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from maillage.kit.home_cards import HomeCard, offers
from maillage.kit.policy import visible
from maillage.sync.models import Envelope, State


@offers
def to_finish(request: HttpRequest, day: date) -> HomeCard | None:
    """Notes of mine that miss an answer."""
    reader: Any = request.user
    mine = visible(Envelope.objects.filter(person=reader.pk, state=State.TO_CORRECT), reader)
    number = mine.count()
    return HomeCard("sync/cards/to_finish.html", {"number": number}, order=3) if number else None
