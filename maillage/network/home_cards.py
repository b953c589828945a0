"""What local actors lay on the home page: my next steps, and details somebody found no longer true."""

from datetime import date, timedelta

from django.http import HttpRequest

from maillage.kit.home_cards import HomeCard, offers
from maillage.kit.policy import permits_adding, visible
from maillage.network.doubtful import asked_of
from maillage.network.models import Doubt, PersonalSheet
from maillage.network.views.asked import reader_of
from maillage.people.roles import Role

#: A step shows a week before its day.
AHEAD = timedelta(days=7)
SHOWN = 5


@offers
def next_steps(request: HttpRequest, day: date) -> HomeCard | None:
    """For a RAQ: what I said I would do with an actor, when its day is near; it waits without a count."""
    reader = reader_of(request)
    if not reader.has_role(Role.RAQ):
        return None
    mine = PersonalSheet.objects.filter(person=reader.pk, next_step_on__lte=day + AHEAD)
    steps = list(visible(mine, reader).select_related("actor").order_by("next_step_on", "id")[:SHOWN])
    return HomeCard("network/cards/next_steps.html", {"steps": steps}, order=25) if steps else None


@offers
def to_check(request: HttpRequest, day: date) -> HomeCard | None:
    """For whoever added the sheet, and coordination: details that no longer hold (U-RAQ-27)."""
    reader = reader_of(request)
    if not permits_adding(reader, Doubt):
        return None
    doubts = list(asked_of(reader)[:SHOWN])
    return HomeCard("network/cards/to_check.html", {"doubts": doubts}, order=35) if doubts else None
