"""Looking back: the evaluation of an event, reviews months later (R9a)."""

import re
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models.actions import Action, Stage
from maillage.collective_actions.models.events import Event
from maillage.kit.models import SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermsField
from maillage.kit.terms import Term, TermQuerySet
from maillage.people.models import Person


class Verdict(models.TextChoices):
    """How a criterion was lived; never a mark."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("in part")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("I cannot tell")


#: The three criteria of the report: columns of an evaluation, and terms of the vocabulary `evaluation`.
CRITERIA = ("enough_participants", "organisation", "satisfaction")


def long_term(terms: TermQuerySet) -> TermQuerySet:
    """Of the vocabulary `evaluation`, what shows months later: all but the three criteria (R9a)."""
    return terms.exclude(code__in=CRITERIA)


def result(term: Term) -> str:
    """What a long-term term names: « résultat à moyen-long terme » goes without saying in a review."""
    return str(term).partition(" : ")[2] or str(term).partition(": ")[2] or str(term)


class Evaluation(SharedRecord):
    """Two minutes after an event: three criteria of the report, what worked, what next (R9a)."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="evaluation", editable=False, verbose_name=_("event")
    )
    enough_participants = models.CharField(_("enough participants"), max_length=8, choices=Verdict)
    organisation = models.CharField(_("organisation of the activity"), max_length=8, choices=Verdict)
    satisfaction = models.CharField(_("satisfaction of the participants"), max_length=8, choices=Verdict)
    worked = models.TextField(_("what worked, what did not"), max_length=1500, blank=True)
    next = models.TextField(_("what next"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="evaluations", editable=False
    )

    history_keeps = frozenset({"enough_participants", "organisation", "satisfaction"})

    class Meta:
        verbose_name = _("evaluation of an event")
        verbose_name_plural = _("evaluations of events")
        ordering = ["event__day", "id"]

    def __str__(self) -> str:
        return str(self.event)

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each criterion, and how it was lived."""
        return [(criterion(name), getattr(self, f"get_{name}_display")()) for name in CRITERIA]

    def as_idea(self) -> dict[str, Any]:
        """The idea in « what next »: its first sentence names it, all of it is where it comes from."""
        first = re.split(r"(?<=[.!?;])\s|\n", self.next.strip())[0]
        return {
            "name_fr": Truncator(first.rstrip(".; ")).chars(100),
            "origin": self.next,
            "stage": Stage.IDEA,
            **self.event.begets(),
        }


def criterion(name: str) -> str:
    """How a criterion is asked and told."""
    field: Any = Evaluation._meta.get_field(name)
    return str(capfirst(field.verbose_name))


class ReviewQuerySet(models.QuerySet["Review"]):
    def standing(self) -> "ReviewQuerySet":
        """Without those planned by mistake."""
        return self.filter(withdrawn_at=None)

    def planned(self) -> "ReviewQuerySet":
        return self.standing().filter(done_on=None)

    def due(self, today: date, lead: Person | None = None) -> "ReviewQuerySet":
        """Those whose day has come, of actions that stand, first come first; of one colleague or of all."""
        rows = self.planned().filter(due_on__lte=today, action__withdrawn_at=None)
        rows = rows.select_related("action").order_by("due_on", "id")
        return rows.of_lead(lead) if lead else rows

    def of_lead(self, person: Person) -> "ReviewQuerySet":
        """Of the actions a colleague leads, and of those nobody leads."""
        leads = Action.leads.through._default_manager.all()
        mine = leads.filter(person=person.pk).values("action")
        return self.filter(Q(action__in=mine) | ~Q(action__in=leads.values("action")))


class Review(SharedRecord, Withdrawable):
    """A look back at an action, months later: results show in the medium and long term (R9a, U-RE-09)."""

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="reviews", editable=False, verbose_name=_("action")
    )
    due_on = models.DateField(_("to look back on"))
    done_on = models.DateField(_("looked back on"), null=True, blank=True)
    results = TermsField("evaluation", _("what it brought"))
    words = models.TextField(_("in words, without a name"), max_length=1500, blank=True)
    written_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="reviews", editable=False
    )

    objects = ReviewQuerySet.as_manager()

    history_keeps = frozenset({"due_on", "done_on", "withdrawn_at"})

    class Meta:
        verbose_name = _("review of an action")
        verbose_name_plural = _("reviews of an action")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return str(self.action)

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()

    @property
    def brought(self) -> str:
        """What it brought, in few words."""
        return " · ".join(result(term) for term in self.results.all())
