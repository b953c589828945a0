"""Sums by day: what lets a figure cost the same after ten years as after one (house.md 6)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fold(models.Model):
    """One measure by some of its axes, summed by day: made whole once, renewed where days changed.

    `words` is empty in the terms of then; else the mark of the terms of now it was summed in: when these
    change, the mark changes with them, and no older sum answers any more.
    """

    measure = models.CharField(max_length=60)
    definition = models.PositiveIntegerField()
    axes = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sums by day of a figure")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "definition", "axes", "words"], name="figures_fold_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.definition} {self.axes}"

    @property
    def name(self) -> dict[str, Any]:
        """What it is found by."""
        return {
            "measure": self.measure,
            "definition": self.definition,
            "axes": self.axes,
            "words": self.words,
        }


class Span(models.TextChoices):
    """How long a stretch one sum is of."""

    DAY = "day"
    MONTH = "month"


class DailySum(models.Model):
    """How many facts a day, or a whole month from that day on, has for one answer or one pair of answers.

    An empty key is no answer.
    """

    fold = models.ForeignKey(Fold, on_delete=models.CASCADE, related_name="sums")
    span = models.CharField(max_length=5, choices=Span, default=Span.DAY)
    day = models.DateField()
    first = models.CharField(max_length=40, blank=True)
    second = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("sum of a day")
        constraints = [
            models.UniqueConstraint(
                fields=["fold", "span", "day", "first", "second"], name="figures_sum_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"
