"""What this room lays on a RAQ's home page: the way to note, and the appointments they gave."""

from datetime import date

from django.http import HttpRequest

from maillage.encounters import lists
from maillage.encounters.models import Intervention
from maillage.kit.home_cards import HomeCard, offers_kept
from maillage.kit.policy import permits_adding
from maillage.people.models import Person

SHOWN = 6


@offers_kept("people", "encounters")
def i_met_somebody(request: HttpRequest, day: date) -> HomeCard | None:
    """The great action first; under it, days of appointments, without what they are about."""
    reader = request.user
    if not isinstance(reader, Person) or not permits_adding(reader, Intervention):
        return None
    given = lists.appointments(reader, day)[:SHOWN]
    return HomeCard("encounters/cards/i_met_somebody.html", {"appointments": given}, order=1)
