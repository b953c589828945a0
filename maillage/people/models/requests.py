"""What people ask about their own data, and erasures."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.people.models.persons import Person


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def with_standing(self) -> "RightsRequestQuerySet":
        """Each with whether somebody asked for its erasure to be confirmed."""
        asked = Erasure.objects.filter(request=OuterRef("pk"), withdrawn_at=None)
        return self.annotate(standing=Exists(asked))


class RightsRequest(Record):
    """Somebody asks about their own data, and is answered by a day (T16)."""

    class Kind(models.TextChoices):
        """What the law lets everybody ask."""

        ACCESS = "access", _("to see what is held of me")
        RECTIFICATION = "rectification", _("to put something right")
        ERASURE = "erasure", _("to have something erased")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(_("request"), max_length=16, choices=Kind)
    words = models.TextField(_("in my words"), max_length=2000, blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answered by"))
    answered_on = models.DateField(_("answered on"), null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("rights request")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Erasure(Record):
    """The erasure of a person: one asks, another confirms, and what was done is its proof (T16).

    The proof names nobody: a number, days, and how many rows of each part went, were emptied, or stay.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="erasures")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    carried_out_at = models.DateTimeField(_("carried out on"), null=True)
    backups_until = models.DateField(_("last day of the last backup that holds it"), null=True)
    proof = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("erasure")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="people_erasure_once_a_request",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_waiting(self) -> bool:
        """Asked, neither withdrawn nor carried out."""
        return self.withdrawn_at is None and self.carried_out_at is None
