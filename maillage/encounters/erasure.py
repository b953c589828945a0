"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.encounters.models import Intervention, Reminder, SealedNote
from maillage.kit import clock
from maillage.kit.erasure import Held, Subject, goes, stays, tells


@tells
def encounters(subject: Subject) -> list[Held]:
    """The meetings they noted, and how many sealed words; of colleagues, that they were there."""
    rows = Intervention.objects.standing().filter(author=subject.pk).with_words()
    notes = SealedNote.objects.filter(author=subject.pk)
    reminders = Reminder.objects.filter(author=subject.pk)
    there = Intervention.objects.standing().filter(colleagues=subject.pk)
    return [
        Held(
            _("Meetings I noted"),
            [(clock.in_words(row.happened_on), row.where) for row in rows.order_by("-happened_on", "pk")],
        ),
        Held(_("Words sealed to me"), [(clock.in_words(row.written_on), "") for row in notes]),
        Held(_("Reminders sealed to me"), [(clock.in_words(row.made_on), "") for row in reminders]),
        Held(
            _("Meetings where a colleague noted that I was there"),
            [(clock.in_words(row.happened_on), "") for row in there.order_by("-happened_on", "pk")],
        ),
    ]


stays(
    Intervention,
    "author",
    gettext_lazy("Meetings that this person noted"),
    gettext_lazy(
        "The project must be able to say what was done with people. They lead to a number without a name."
    ),
)
goes(SealedNote, "author", gettext_lazy("Words sealed to this person"))
goes(Reminder, "author", gettext_lazy("Reminders sealed to this person"))
goes(
    Intervention.colleagues.through,
    "person",
    gettext_lazy("That this person was there when a colleague met somebody"),
)
