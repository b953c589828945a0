"""What was heard about room at an actor's: « Inscriptions suspendues, entendu le 10/10 » (P7, U-RAQ-09)."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import SharedRecord
from maillage.kit.periods import StandingQuerySet, Withdrawable
from maillage.kit.term_fields import TermField
from maillage.network.models.actors import Actor
from maillage.people.models import Person

#: After so many days without anybody confirming it, what was heard no longer shows (U-RAQ-09).
LASTS_DAYS = 30


class ReportQuerySet(StandingQuerySet["SaturationReport"]):
    def current(self, day: date) -> "ReportQuerySet":
        """What was heard within the last thirty days and is neither withdrawn nor over."""
        fresh = day - timedelta(days=LASTS_DAYS)
        return self.standing().filter(heard_on__gt=fresh, heard_on__lte=day, ended_on__isnull=True)


class SaturationReport(SharedRecord, Withdrawable):
    """One colleague heard on a day that a service is full, closed or out of reach, in their words.

    Another who hears the same confirms it with a report of their own: `confirms` is the first one.
    """

    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="reports", verbose_name=_("local actor"), editable=False
    )
    kind = TermField("service_blockage", _("what blocks"))
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
    answer = models.CharField(_("what the service answers"), max_length=200, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)

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
        return self.heard or str(self.kind)

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()
