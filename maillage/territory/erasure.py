"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.erasure import Held, Subject, goes, hinders, stays, tells
from maillage.kit.periods import Period
from maillage.territory.models import Absence, Assignment, CallAnswer, HostContact


@tells
def territory(subject: Subject) -> list[Held]:
    """Which zones they covered, which days they were away, for which host they spoke, what they answered."""
    assignments = Assignment.objects.filter(person=subject.pk).with_names()
    absences = Absence.objects.filter(person=subject.pk)
    contacts = HostContact.objects.filter(person=subject.pk).select_related("organisation")
    answers = CallAnswer.objects.filter(person=subject.pk).select_related("call").order_by("-answered_at")
    return [
        Held(_("Assignments"), [(str(each.zone), str(each.period)) for each in assignments]),
        Held(_("Days away"), [(str(each.period), "") for each in absences]),
        Held(_("Host partners I speak for"), [(str(c.organisation), str(c.period)) for c in contacts]),
        Held(
            _("My answers to calls"),
            [
                (f"{each.call}, {clock.in_words(each.answered_at)}", each.get_availability_display())
                for each in answers
            ],
        ),
    ]


stays(
    Assignment,
    "person",
    gettext_lazy("Assignments"),
    gettext_lazy(
        "The project must be able to say which zone was covered when. They lead to a number without a name."
    ),
)
stays(
    HostContact,
    "person",
    gettext_lazy("Periods in which this person spoke for a host partner"),
    gettext_lazy(
        "The project must be able to say when a host partner was reached. "
        "They lead to a number without a name."
    ),
)
goes(Absence, "person", gettext_lazy("Days away"))
goes(CallAnswer, "person", gettext_lazy("Answers to calls"))


@hinders
def still_at_work(subject: Subject, day: date) -> Iterator[str]:
    """An assignment that runs or is to come; a host partner who would be left without a voice."""
    from_now_on = Period(day)
    assignments = Assignment.objects.standing().overlapping(from_now_on).filter(person=subject.pk)
    if assignments.exclude(last_day=day).exists():
        yield _("An assignment still runs, or is to come: I end it first.")
    contacts = HostContact.objects.overlapping(from_now_on).filter(person=subject.pk)
    if contacts.exclude(last_day=day).exists():
        yield _("This person still speaks for a host partner: I end it first.")
