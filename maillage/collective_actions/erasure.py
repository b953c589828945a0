"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import (
    Action,
    ActionMerge,
    CalendarFeed,
    Evaluation,
    Event,
    HelpOffer,
    HelpWanted,
    Placement,
    Planning,
    PlanningChange,
    Review,
    Series,
)
from maillage.kit import clock
from maillage.kit.erasure import Held, Subject, emptied, goes, stays, tells


@tells
def collective_actions(subject: Subject) -> list[Held]:
    """The events they are noted at, the help they asked and offered, their opinions, their feeds."""
    events = Event.objects.filter(raqs=subject.pk).select_related("action")
    asked = HelpWanted.objects.filter(asked_by=subject.pk).select_related("event__action")
    offers = HelpOffer.objects.filter(person=subject.pk).select_related("wanted__event__action")
    placements = Placement.objects.filter(person=subject.pk).select_related("action")
    evaluations = Evaluation.objects.filter(written_by=subject.pk).select_related("event__action")
    reviews = Review.objects.filter(written_by=subject.pk).select_related("action")
    feeds = CalendarFeed.objects.filter(person=subject.pk)
    told = PlanningChange.objects.filter(person=subject.pk).select_related("event__action")
    return [
        Held(_("Events I am noted at"), [(str(one), clock.in_words(one.day)) for one in events]),
        Held(_("Help I asked for"), [(str(one.event), one.words) for one in asked]),
        Held(_("Help I offered"), [(str(one.wanted.event), "") for one in offers]),
        Held(
            _("Where I placed actions between collective and community"),
            [(str(one.action), f"{one.where} · {clock.in_words(one.placed_on)}") for one in placements],
        ),
        Held(
            _("Evaluations I wrote"),
            [(str(one.event), clock.in_words(one.event.day)) for one in evaluations],
        ),
        Held(
            _("Reviews of actions I wrote"),
            [(str(one.action), clock.in_words(one.due_on)) for one in reviews],
        ),
        Held(
            _("What plannings changed, told to me"),
            [(str(one.event), clock.in_words(one.told_at)) for one in told],
        ),
        Held(_("Calendar feeds"), [(str(one), clock.in_words(one.made_at)) for one in feeds]),
    ]


OF_THE_PROJECT = gettext_lazy(
    "The project must be able to say what was done together. They lead to a number without a name."
)
stays(Action, "created_by", gettext_lazy("Actions that this person noted"), OF_THE_PROJECT)
stays(ActionMerge, "merged_by", gettext_lazy("Actions that this person made one of two"), OF_THE_PROJECT)
stays(Action.leads.through, "person", gettext_lazy("Actions that this person leads"), OF_THE_PROJECT)
stays(Series.raqs.through, "person", gettext_lazy("Rhythms this person is noted at"), OF_THE_PROJECT)
stays(Event.raqs.through, "person", gettext_lazy("Events this person is noted at"), OF_THE_PROJECT)
stays(Evaluation, "written_by", gettext_lazy("Evaluations that this person wrote"), OF_THE_PROJECT)
stays(Review, "written_by", gettext_lazy("Reviews that this person wrote"), OF_THE_PROJECT)
stays(Placement, "person", gettext_lazy("Where this person placed actions"), OF_THE_PROJECT)
stays(Planning, "taken_by", gettext_lazy("Plannings that this person took over"), OF_THE_PROJECT)
emptied(
    HelpWanted,
    "asked_by",
    gettext_lazy("Help that this person asked for: their words"),
    OF_THE_PROJECT,
    words="",
)
goes(HelpOffer, "person", gettext_lazy("Help that this person offered"))
goes(PlanningChange, "person", gettext_lazy("What plannings changed, told to this person"))
goes(CalendarFeed, "person", gettext_lazy("Calendar feeds of this person"))
