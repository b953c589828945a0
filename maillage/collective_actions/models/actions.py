"""Actions: what has a name and a history, from an idea to its end (report R9; domain 3.7)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField, TermsField
from maillage.network.models import Actor
from maillage.people.models import Person
from maillage.territory.models import HostOrganisation
from maillage.territory.models.places import Bilingual
from maillage.territory.sources import Sourced


class Stage(models.TextChoices):
    """Where an action stands; an idea is listed, and becomes an action in one tap (U-RAQ-46)."""

    IDEA = "idea", _("an idea")
    UNDER_WAY = "under_way", _("under way")
    ENDED = "ended", _("ended")


class ActionQuerySet(CountedRows["Action"]):
    def standing(self) -> "ActionQuerySet":
        """Without those noted by mistake, and those that turned out to be another."""
        return self.filter(withdrawn_at__isnull=True, merged_into__isnull=True)

    def ideas(self) -> "ActionQuerySet":
        return self.filter(stage=Stage.IDEA)

    def no_ideas(self) -> "ActionQuerySet":
        """Those that began: under way, or over."""
        return self.exclude(stage=Stage.IDEA)


class Action(Counted, SharedRecord, Bilingual, Sourced, Withdrawable):
    """An action involving several participants: what the report's tables count the events of.

    It may be in several categories or in none (U-RAQ-20); whether it is collective or community is never
    computed (report R9).
    """

    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.UNDER_WAY)
    categories = TermsField("collective_category", _("field of action"))
    recurrence = TermField("recurrence", _("one-off or recurring"), null=True, blank=True)
    scheme = TermField("reinforced_scheme", _("existing scheme it reinforces"), null=True, blank=True)
    contributions = TermsField("scheme_contribution", _("what we do there"))
    origin = models.TextField(_("what gave birth to it"), max_length=1000, blank=True)
    aims = models.TextField(_("what for"), max_length=1000, blank=True)
    public = models.CharField(_("with whom"), max_length=200, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=120, blank=True)
    leads = models.ManyToManyField(
        Person, related_name="led_actions", blank=True, verbose_name=_("who leads it")
    )
    partners = models.ManyToManyField(
        Actor, related_name="actions", blank=True, verbose_name=_("with which local actors")
    )
    host = models.ForeignKey(
        HostOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("activity of a host partner"),
    )
    open_to_all = models.BooleanField(_("open to everybody"), default=False)
    is_discreet = models.BooleanField(
        _("discreet place"),
        default=False,
        help_text=_("Hosts and the public do not see it; figures do not say where."),
    )
    derived_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offspring",
        verbose_name=_("grew out of"),
    )
    #: The event that gave the idea (U-RAQ-46).
    born_at = models.ForeignKey(
        "collective_actions.Event",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="follow_ups",
        verbose_name=_("idea born at"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("is the same as"),
    )
    created_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, editable=False, related_name="actions_added"
    )
    created_on = models.DateField(_("added on"), editable=False)
    #: The day an idea became an action; empty for an action that was none.
    became_on = models.DateField(_("became an action on"), null=True, editable=False)

    objects = ActionQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "name_fr", "name_nl", "stage", "recurrence", "scheme", "origin", "aims", "public", "rhythm",
            "host", "open_to_all", "is_discreet", "derived_from", "merged_into", "withdrawn_at", "source",
            "became_on", "born_at",
        }
    )  # fmt: skip

    class Meta:
        verbose_name = _("collective action")
        verbose_name_plural = _("collective actions")
        ordering = ["name_fr", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(derived_from__isnull=True) | ~Q(derived_from=F("id")),
                name="collective_actions_not_its_own_origin",
                violation_error_message=_("An action grows out of another one."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("collective_actions:action", args=[self.pk])

    @property
    def origin_is_shared(self) -> bool:
        """Hosts read where an action comes from, but not the words of an evaluation it was born of (D2)."""
        return self.born_at_id is None

    @property
    def in_short(self) -> str:
        """Whether it is over, and its fields."""
        over = [str(self.get_stage_display())] if self.stage == Stage.ENDED else []
        return " · ".join([*over, *map(str, self.categories.all())])


class ActionAlias(Record):
    """Another label of an action: as annex 5 or a planning writes it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=120)

    class Meta:
        verbose_name = _("other name of an action")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "name"], name="collective_actions_alias_once")
        ]

    def __str__(self) -> str:
        return self.name
