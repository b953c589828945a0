"""What the home room itself offers: to the operator, the state of the history chain."""

from datetime import date

from django.http import HttpRequest

from maillage.kit.home_cards import HomeCard, offers
from maillage.kit.models import HistoryBlock
from maillage.kit.policy import visible
from maillage.people.models import Person
from maillage.people.roles import Role


@offers
def history_chain(request: HttpRequest, day: date) -> HomeCard | None:
    """Whether history is being sealed: for the operator, who watches machines and reads no content."""
    person = request.user
    if not isinstance(person, Person) or not person.has_role(Role.OPERATOR):
        return None
    last = visible(HistoryBlock.objects.order_by("-number"), person).first()
    return HomeCard("home/cards/history_chain.html", {"last": last}, order=10)
