"""Two labels that turned out to be one action (domain 4.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models.actions import Action
from maillage.kit.merging import Merge
from maillage.people.models import Person


class ActionMerge(Merge):
    """One action became part of another; the trace takes it back exactly."""

    kept = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="merges", verbose_name=_("stays"))
    gone = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="merges_away", verbose_name=_("became part of it")
    )
    merged_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="actions_merged", verbose_name=_("merged by")
    )

    class Meta(Merge.Meta):
        verbose_name = _("merging of two actions")
        verbose_name_plural = _("mergings of two actions")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(undone_at__isnull=True),
                name="collective_actions_merged_once",
            )
        ]
