"""Periods of whole days, and records that hold for a period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit.clock import in_words


@dataclass(frozen=True, order=True)
class Period:
    """Whole days from `first_day` to `last_day`, both included; without `last_day` it is still running.

    Raises ValueError when it would end before it starts.
    """

    first_day: date
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("a period cannot end before it starts")

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        return self.first_day <= (other.last_day or date.max) and other.first_day <= (
            self.last_day or date.max
        )

    def __str__(self) -> str:
        """The period as people say it."""
        first = in_words(self.first_day)
        if self.last_day is None:
            return gettext("since %(first)s") % {"first": first}
        if self.last_day == self.first_day:
            return first
        return gettext("from %(first)s to %(last)s") % {
            "first": first,
            "last": in_words(self.last_day),
        }

    @property
    def days(self) -> int | None:
        """Number of days, both ends included; None while it is running."""
        return None if self.last_day is None else (self.last_day - self.first_day).days + 1

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        """The civil quarter `number` (1 to 4) of `year`."""
        first = date(year, 3 * number - 2, 1)
        following = date(year + (number == 4), (3 * number + 1) % 12 or 12, 1)
        return cls(first, following - timedelta(days=1))


def on_q(day: date, prefix: str = "") -> Q:
    """Condition: the record holds on that day."""
    return Q(**{f"{prefix}first_day__lte": day}) & (
        Q(**{f"{prefix}last_day__isnull": True}) | Q(**{f"{prefix}last_day__gte": day})
    )


def overlapping_q(period: Period) -> Q:
    """Condition: the record shares at least one day with the period."""
    condition = Q(last_day__isnull=True) | Q(last_day__gte=period.first_day)
    if period.last_day is not None:
        condition &= Q(first_day__lte=period.last_day)
    return condition


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[M_co]):
    """Records that hold for a period of days."""

    def on(self, day: date) -> Self:
        return self.filter(on_q(day))

    def overlapping(self, period: Period) -> Self:
        return self.filter(overlapping_q(period))


class Dated(models.Model):
    """A record that holds from a first to a last day, both included; no last day: until further notice."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The last day comes before the first day. Which days did it last?"),
                violation_error_code="ends_before_start",
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class StandingQuerySet(DatedQuerySet[M_co]):
    """Dated records that may have been noted by mistake."""

    def standing(self) -> Self:
        """Without the records withdrawn as mistakes."""
        return self.filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """A record noted by mistake is withdrawn, never deleted, and can come back."""

    withdrawn_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        _("withdrawn as a mistake"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True
