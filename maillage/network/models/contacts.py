"""The personal sheet: what one RAQ lived with one actor, contact by contact (report R6c, R11a; D4, D12).

Both bases of the report are kept: actors met (one personal sheet each) and contacts made (one row each). No
answer and a refusal are ordinary outcomes.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import SharedRecord
from maillage.kit.periods import StandingQuerySet, Withdrawable
from maillage.kit.term_fields import TermField, TermsField
from maillage.network.models.actors import Actor
from maillage.people.models import Person

#: The project began that day: facts are older than the tool, not than the project (U-RAQ-26).
PROJECT_BEGAN = date(2021, 4, 1)


class PersonalSheet(Counted, SharedRecord):
    """One RAQ and one actor: how they came to know it, who began, whether it lies in their zone."""

    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="personal_sheets", verbose_name=_("local actor"),
        editable=False,
    )  # fmt: skip
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="personal_sheets",
        verbose_name=_("RAQ"),
        editable=False,
    )
    known_through = TermField(
        "actor_known_through", _("how I came to know this actor"), null=True, blank=True
    )
    initiator = TermField(
        "actor_first_meeting_initiator", _("who took the first step"), null=True, blank=True
    )
    #: Computed on the zone of the day of the first contact, and editable; None where nobody can say.
    inside_zone = models.BooleanField(_("in my zone"), null=True, blank=True)
    #: Whether somebody said it otherwise than computed.
    zone_said = models.BooleanField(default=False, editable=False)
    outside_reasons = TermsField("actor_outside_reason", _("why an actor from elsewhere"))
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("on"), null=True, blank=True)

    objects = CountedRows["PersonalSheet"].as_manager()

    history_keeps = frozenset({"known_through", "initiator", "inside_zone", "next_step_on"})

    class Meta:
        verbose_name = _("personal sheet")
        verbose_name_plural = _("personal sheets")
        ordering = ["actor__name_fr", "id"]
        constraints = [models.UniqueConstraint(fields=["actor", "person"], name="network_sheet_once")]
        indexes = [
            models.Index(
                fields=["person", "next_step_on"],
                condition=models.Q(next_step_on__isnull=False),
                name="network_sheet_next_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.actor}"

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()


class ContactQuerySet(StandingQuerySet["Contact"], CountedRows["Contact"]):  # type: ignore[override]
    """Contacts, without those noted by mistake if asked; changing them marks their days."""


class Contact(Counted, SharedRecord, Withdrawable):
    """One contact made with an actor: its day, what came of it, and why if it led nowhere.

    The first one of a sheet carries the main outcome of the first meeting (D12); later ones their own.
    """

    sheet = models.ForeignKey(
        PersonalSheet, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("personal sheet"),
        editable=False,
    )  # fmt: skip
    happened_on = models.DateField(_("day"))
    outcome = TermField("actor_first_outcome", _("what came of it"))
    refusal_reasons = TermsField("actor_refusal_reason", _("why the actor does not collaborate"))
    words = models.TextField(_("how it went"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    history_keeps = frozenset({"happened_on", "outcome", "withdrawn_at"})

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact with an actor")
        verbose_name_plural = _("contacts with an actor")
        ordering = ["-happened_on", "-recorded_at", "id"]
        indexes = [models.Index(fields=["happened_on"], name="network_contact_by_day")]

    def __str__(self) -> str:
        return str(self.outcome)

    def get_absolute_url(self) -> str:
        return self.sheet.actor.get_absolute_url()
