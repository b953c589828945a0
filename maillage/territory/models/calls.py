"""The phase of the epidemic, and calls on colleagues for a crisis or a campaign (U-CO-13, U-CO-14)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.clock import in_words
from maillage.kit.models import SharedRecord
from maillage.kit.periods import Dated, StandingQuerySet, Withdrawable
from maillage.kit.term_fields import TermField
from maillage.kit.terms import TermHelp
from maillage.people.languages import SPOKEN
from maillage.people.models import Person, RoleMembership
from maillage.people.roles import Role
from maillage.territory.models.places import Zone
from maillage.territory.models.work import Assignment
from maillage.territory.sources import said


class PhaseQuerySet(StandingQuerySet["EpidemicPhase"]):
    def with_words(self) -> "PhaseQuerySet":
        """Each with the words of its phase, and what the report asks of the team in it."""
        helps = Prefetch("circulation__help_versions", TermHelp.objects.order_by("-number"), to_attr="helps")
        return self.select_related("circulation").prefetch_related(helps)


class EpidemicPhase(SharedRecord, Dated, Withdrawable):
    """How the virus circulates, for the whole project, from a day to a day; never two phases on one day."""

    circulation = TermField("epidemic_phase", _("phase"))
    guidance = models.TextField(_("what it changes for the team"), max_length=2000, blank=True)
    source = models.CharField(_("where this comes from"), max_length=200, blank=True)

    objects = PhaseQuerySet.as_manager()

    history_keeps = frozenset({"circulation", "guidance", "source", "first_day", "last_day", "withdrawn_at"})

    class Meta(Dated.Meta):
        verbose_name = _("phase of the epidemic")
        ordering = ["-first_day", "id"]

    def __str__(self) -> str:
        return str(self.circulation)

    def get_absolute_url(self) -> str:
        return reverse("territory:project")

    @property
    def mission(self) -> str:
        """What the report asks of the team in that phase: the help of its term."""
        return str(self.circulation.current_help or "")

    @property
    def source_said(self) -> str:
        return said(self.source)


def phase_on(day: date) -> EpidemicPhase | None:
    """The phase of the epidemic on that day; None when nobody set one."""
    return EpidemicPhase.objects.standing().on(day).select_related("circulation").first()


class Called(models.TextChoices):
    """Which RAQs a call is for."""

    ALL = "all", _("all RAQs")
    ZONES = "zones", _("the RAQs of these zones")


class Half(models.TextChoices):
    """Half of a working day."""

    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class CallQuerySet(StandingQuerySet["MobilisationCall"]):
    def with_words(self) -> "CallQuerySet":
        """Each with what it is for, and its zones."""
        return self.select_related("kind").prefetch_related("zones")

    def calling(self, person_id: UUID) -> "CallQuerySet":
        """Those that call this person: as a RAQ of the project, or of one of its zones, during its days."""
        return self.filter(called_q(person_id))

    def open_on(self, day: date) -> "CallQuerySet":
        """Those that still wait for answers that day."""
        return self.standing().filter(closed_at__isnull=True, last_day__gte=day)


class MobilisationCall(SharedRecord, Dated, Withdrawable):
    """Coordination calls on RAQs for a crisis or a campaign: where, when, how many, which languages.

    Without a zone it concerns the whole region. Who does not answer stands nowhere.
    """

    LONGEST = timedelta(weeks=8)

    kind = TermField("call_kind", _("what for"))
    title = models.CharField(_("in a few words"), max_length=120)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    text = models.TextField(_("the call"), max_length=2000)
    place = models.CharField(_("where"), max_length=200, blank=True)
    zones = models.ManyToManyField(Zone, related_name="calls", blank=True, verbose_name=_("zones"))
    called = models.CharField(_("who is called"), max_length=5, choices=Called, default=Called.ALL)
    needed = models.PositiveSmallIntegerField(
        _("how many colleagues each half-day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    languages = models.JSONField(_("languages sought"), default=list, blank=True)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        _("closed"), null=True, blank=True, editable=False
    )

    objects = CallQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "kind", "title", "theme", "text", "place", "called", "needed", "first_day", "last_day",
            "closed_at", "withdrawn_at",
        }
    )  # fmt: skip

    class Meta(Dated.Meta):
        verbose_name = _("mobilisation call")
        verbose_name_plural = _("mobilisation calls")
        ordering = ["-first_day", "title", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("territory:call", args=[self.pk])

    def is_open_on(self, day: date) -> bool:
        """Whether it still waits for answers that day."""
        ended = self.last_day is not None and self.last_day < day
        return self.closed_at is None and self.withdrawn_at is None and not ended

    def clean(self) -> None:
        if self.last_day is None:
            raise ValidationError(
                {"last_day": _("Until when? A call has a last day; another may follow it.")}
            )
        if self.first_day and self.last_day - self.first_day >= self.LONGEST:
            raise ValidationError(
                {"last_day": _("A call lasts eight weeks at most; another may follow it. Until when?")}
            )

    @property
    def languages_said(self) -> list[str]:
        return [str(SPOKEN[code]) for code in self.languages if code in SPOKEN]

    @property
    def days(self) -> list[date]:
        """Every day of the call."""
        count = self.period.days or 0
        return [self.first_day + timedelta(days=number) for number in range(count)]

    def halves(self) -> Iterator[tuple[str, str]]:
        """Every half-day of the call: how it is kept, and how people say it."""
        for day in self.days:
            for half in Half:
                yield half_key(day, half), f"{in_words(day, 'D j F')}, {half.label}"


def half_key(day: date, half: str) -> str:
    """A half-day as an answer keeps it: « 2026-03-02/am »."""
    return f"{day.isoformat()}/{half}"


def called_q(person_id: UUID) -> Q:
    """Condition on calls: the person is among those called. A RAQ who comes later is called too."""
    days = Q(first_day__lte=OuterRef("last_day")) & (
        Q(last_day__isnull=True) | Q(last_day__gte=OuterRef("first_day"))
    )
    member = RoleMembership.objects.filter(days, person=person_id, role=Role.RAQ)
    assigned = Assignment.objects.standing().filter(days, person=person_id, zone__calls=OuterRef("pk"))
    return Q(Exists(member), called=Called.ALL) | Q(Exists(assigned), called=Called.ZONES)


class Availability(models.TextChoices):
    """What a colleague answers. Each is a full answer; no reason is asked."""

    CAN = "can", _("I can")
    NOT_THIS_TIME = "not_this_time", _("not this time")
    NOT_YET = "not_yet", _("I do not know yet")


class CallAnswer(SharedRecord):
    """What a RAQ answers to a call, and on which half-days they can. History keeps none of it."""

    call = models.ForeignKey(MobilisationCall, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="call_answers")
    availability = models.CharField(_("my answer"), max_length=14, choices=Availability)
    halves = models.JSONField(_("when"), default=list, blank=True)
    answered_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to a call")
        ordering = ["person__display_name", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="territory_one_answer_a_call")]

    def __str__(self) -> str:
        return self.get_availability_display()
