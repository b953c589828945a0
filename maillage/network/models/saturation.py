"""What was heard about room at an actor's: « Inscriptions suspendues, entendu le 10/10 » (P7, U-RAQ-09)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import SharedRecord
from maillage.kit.periods import StandingQuerySet, Withdrawable
from maillage.kit.term_fields import TermField
from maillage.network.models.actors import Actor
from maillage.people.models import Person

#: After so many days without anybody confirming it, what was heard no longer shows (U-RAQ-09).
LASTS_DAYS = 30
LASTS = timedelta(days=LASTS_DAYS)


class ReportQuerySet(StandingQuerySet["SaturationReport"]):
    def heard_lately(self, day: date) -> "ReportQuerySet":
        """What was heard within the last thirty days, over or not."""
        return self.standing().filter(heard_on__gt=day - LASTS, heard_on__lte=day)

    def current(self, day: date) -> "ReportQuerySet":
        """What was heard within the last thirty days and is neither withdrawn nor over."""
        return self.heard_lately(day).filter(ended_on__isnull=True)


class SaturationReport(SharedRecord, Withdrawable):
    """One colleague heard on a day that a service is full, closed or out of reach, in their words.

    Another who hears the same confirms it with a report of their own: `confirms` is the first one. Without a
    kind it tells what is still possible: « Colis d’urgence toujours possible le vendredi ».
    """

    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="reports", verbose_name=_("local actor"), editable=False
    )
    kind = TermField("service_blockage", _("what blocks"), null=True, blank=True)
    heard = models.CharField(_("what I heard"), max_length=200, blank=True)
    heard_on = models.DateField(_("heard on"))
    reported_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, editable=False, related_name="reports", verbose_name=_("heard by")
    )
    confirms = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="confirmations",
        verbose_name=_("confirms"),
    )  # fmt: skip
    ended_on = models.DateField(_("over since"), null=True, editable=False)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("heard to be over by"),
    )  # fmt: skip
    answer = models.CharField(_("what the service answers"), max_length=200, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    history_keeps = frozenset(
        {"kind", "heard", "heard_on", "ended_on", "answer", "answered_on", "withdrawn_at"}
    )

    class Meta:
        verbose_name = _("saturation report")
        verbose_name_plural = _("saturation reports")
        ordering = ["-heard_on", "id"]
        indexes = [models.Index(fields=["actor", "-heard_on"], name="network_report_by_actor")]

    def __str__(self) -> str:
        return self.heard or str(self.kind or "")

    @property
    def first_id(self) -> UUID:
        """What it stands under: the report it confirms, else itself."""
        return self.confirms_id or self.pk

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()
