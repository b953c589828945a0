"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.erasure import Held, Subject, emptied, tells
from maillage.sync.models import Device, Envelope


@tells
def sync(subject: Subject) -> list[Held]:
    """The devices that send for them, and what came and waits; what is in it only its author opens."""
    devices = Device.objects.filter(person=subject.pk)
    waiting = Envelope.objects.waiting().filter(person=subject.pk)
    return [
        Held(
            _("Devices that send what I note"), [(str(one), clock.in_words(one.made_at)) for one in devices]
        ),
        Held(
            _("Notes that wait to be finished"),
            [(str(one.get_reason_display()), clock.in_words(one.received_at)) for one in waiting],
        ),
    ]


PROOF = gettext_lazy("That it came once must stay known, so that no phone sends it a second time.")
emptied(
    Envelope,
    "person",
    gettext_lazy("What the phones of this person sent: its content"),
    PROOF,
    content=b"",
    captured_at=None,
)
emptied(Device, "person", gettext_lazy("Devices that send for this person: what they are"), PROOF, label="")
