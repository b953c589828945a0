"""Two sheets of one actor: what makes them resemble each other, and what became of them (U-CO-04)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.merging import Merge
from maillage.network.models.actors import Actor
from maillage.people.models import Person


class ActorKey(models.Model):
    """One thing by which a sheet is recognised: the beginning of a word of its name, or an address."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("resemblance key")
        verbose_name_plural = _("resemblance keys")
        ordering = ["key", "id"]
        constraints = [models.UniqueConstraint(fields=["key", "actor"], name="network_key_once")]

    def __str__(self) -> str:
        return self.key


class ActorMerge(Merge):
    """One sheet became part of another; the trace takes it back exactly."""

    kept = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="merges", verbose_name=_("stays"))
    gone = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="merges_away", verbose_name=_("became part of it")
    )
    merged_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="actors_merged", verbose_name=_("merged by")
    )

    class Meta(Merge.Meta):
        verbose_name = _("merging of two sheets")
        verbose_name_plural = _("mergings of two sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at__isnull=True), name="network_merged_once"
            )
        ]
