"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.erasure import Held, Subject, emptied, stays, tells
from maillage.network.models import Actor, ActorMerge, Contact, Doubt, PersonalSheet, SaturationReport


@tells
def network(subject: Subject) -> list[Held]:
    """The contacts they made with local actors, and what they heard about room at a service."""
    contacts = Contact.objects.filter(sheet__person=subject.pk).select_related("sheet__actor", "outcome")
    steps = PersonalSheet.objects.filter(person=subject.pk).exclude(next_step="").select_related("actor")
    doubts = Doubt.objects.filter(raised_by=subject.pk).select_related("actor")
    reports = SaturationReport.objects.filter(reported_by=subject.pk).select_related("actor", "kind")
    return [
        Held(
            _("Contacts with local actors"),
            [
                (str(one.sheet.actor), " · ".join(filter(None, (str(one.outcome), one.words))))
                for one in contacts
            ],
        ),
        Held(_("My next steps"), [(str(one.actor), one.next_step) for one in steps]),
        Held(_("Details I found no longer true"), [(str(one.actor), str(one)) for one in doubts]),
        Held(_("What I heard about room at a service"), [(str(one.actor), str(one)) for one in reports]),
    ]


emptied(
    PersonalSheet,
    "person",
    gettext_lazy("Personal sheets: the next step this person had in mind"),
    gettext_lazy(
        "The project must be able to say which actors were met. They lead to a number without a name."
    ),
    next_step="",
    next_step_on=None,
)
OF_THE_TEAM = gettext_lazy(
    "What was learned of an actor belongs to the team. They lead to a number without a name."
)
stays(Contact, "sheet__person", gettext_lazy("Contacts with local actors"), OF_THE_TEAM)
stays(SaturationReport, "reported_by", gettext_lazy("What was heard about room at a service"), OF_THE_TEAM)
stays(SaturationReport, "ended_by", gettext_lazy("What was heard to be over at a service"), OF_THE_TEAM)
stays(Actor, "created_by", gettext_lazy("Shared sheets that this person began"), OF_THE_TEAM)
stays(Actor, "verified_by", gettext_lazy("Shared sheets that this person verified"), OF_THE_TEAM)
stays(ActorMerge, "merged_by", gettext_lazy("Sheets that this person made one of two"), OF_THE_TEAM)
stays(Doubt, "raised_by", gettext_lazy("Doubts that this person raised"), OF_THE_TEAM)
stays(Doubt, "settled_by", gettext_lazy("Doubts that this person settled"), OF_THE_TEAM)
