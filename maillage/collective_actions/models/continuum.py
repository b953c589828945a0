"""Opinions: where people place an action between collective and community, and what they see (R9, note 6)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models.actions import Action
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField
from maillage.people.models import Person

#: The line from collective to community, in the words that are read aloud at each of its places.
LINE = {
    0: _("collective"),
    12: _("very near collective"),
    25: _("rather collective"),
    38: _("between the two, on the collective side"),
    50: _("between the two"),
    62: _("between the two, on the community side"),
    75: _("rather community"),
    88: _("very near community"),
    100: _("community"),
}
#: The places that are offered without script.
STEPS = (0, 25, 50, 75, 100)


def in_words(position: int) -> Any:
    """Where a place of the line is."""
    return LINE[min(LINE, key=lambda known: abs(known - position))]


def places() -> list[tuple[int, Any]]:
    """Every place of the line; history and refusals say them in words."""
    return [(position, in_words(position)) for position in range(101)]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def standing(self) -> "PlacementQuerySet":
        """Without those their authors took back as mistakes."""
        return self.filter(withdrawn_at__isnull=True)

    def with_markers(self) -> "PlacementQuerySet":
        """Each with who placed it and the markers they saw."""
        return self.select_related("person").prefetch_related("markers__marker")


class Placement(SharedRecord, Withdrawable):
    """Where one person, on one day, placed an action between collective (0) and community (100).

    People diverge, and that is the point: placements stand side by side, none replaces another, and no score
    is made of them (report R9, note 6).
    """

    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        related_name="placements",
        editable=False,
        verbose_name=_("action"),
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements", editable=False)
    placed_on = models.DateField(_("placed on"))
    position = models.PositiveSmallIntegerField(_("from collective to community"), choices=places)
    discussed_at = models.CharField(_("discussed at"), max_length=120, blank=True)
    words = models.TextField(_("why there"), max_length=1000, blank=True)

    objects = PlacementQuerySet.as_manager()

    history_keeps = frozenset({"position", "placed_on", "withdrawn_at"})

    class Meta:
        verbose_name = _("place on the continuum")
        verbose_name_plural = _("places on the continuum")
        ordering = ["placed_on", "id"]

    def __str__(self) -> str:
        return str(self.action)

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()

    @property
    def where(self) -> str:
        """« plutôt collectif »: on screen a place is said in words."""
        return str(in_words(self.position))


class MarkerComment(Record):
    """One of the eight SEPSAC markers a person saw in an action, their comment, and the help they read."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="markers")
    marker = TermField("sepsac", _("marker"))
    words = models.TextField(_("comment"), max_length=600, blank=True)
    #: The version of the help shown with the answer (D17).
    help_number = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("comment on a marker")
        verbose_name_plural = _("comments on markers")
        ordering = ["marker__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "marker"], name="collective_actions_marker_once")
        ]

    def __str__(self) -> str:
        return str(self.marker)
