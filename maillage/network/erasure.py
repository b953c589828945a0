"""What this room holds of a person (T16)."""

from django.utils.translation import gettext as _

from maillage.kit.erasure import Held, tells
from maillage.kit.policy import Reader
from maillage.network.models import Contact, SaturationReport


@tells
def network(reader: Reader) -> list[Held]:
    """The contacts they made with local actors, and what they heard about room at a service."""
    contacts = Contact.objects.filter(sheet__person=reader.pk).select_related("sheet__actor", "outcome")
    reports = SaturationReport.objects.filter(reported_by=reader.pk).select_related("actor", "kind")
    return [
        Held(_("Contacts with local actors"), [(str(one.sheet.actor), str(one.outcome)) for one in contacts]),
        Held(_("What I heard about room at a service"), [(str(one.actor), str(one)) for one in reports]),
    ]
