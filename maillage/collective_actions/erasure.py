"""What this room holds of a person (T16)."""

from django.utils.translation import gettext as _

from maillage.collective_actions.models import CalendarFeed, Event, HelpOffer, Placement
from maillage.kit import clock
from maillage.kit.erasure import Held, tells
from maillage.kit.policy import Reader


@tells
def collective_actions(reader: Reader) -> list[Held]:
    """The events they are noted at, the help they offered, their opinions, their calendar feeds."""
    events = Event.objects.filter(raqs=reader.pk).select_related("action")
    offers = HelpOffer.objects.filter(person=reader.pk).select_related("wanted__event__action")
    placements = Placement.objects.filter(person=reader.pk).select_related("action")
    feeds = CalendarFeed.objects.filter(person=reader.pk)
    return [
        Held(_("Events I am noted at"), [(clock.in_words(one.day), str(one)) for one in events]),
        Held(_("Help I offered"), [(str(one.wanted.event), "") for one in offers]),
        Held(
            _("Where I placed actions between collective and community"),
            [(str(one.action), clock.in_words(one.placed_on)) for one in placements],
        ),
        Held(_("Calendar feeds"), [(str(one), clock.in_words(one.made_at)) for one in feeds]),
    ]
