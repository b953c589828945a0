"""Counting facts: the plain query, and the same answer from sums by day plus the days that changed since."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from maillage.figures.models import Fold, Span
from maillage.figures.recoding import AS_IT_IS, MISSING, SEVERAL, Recoding
from maillage.kit.measures import Axis, Measure, Rows
from maillage.kit.models import DirtyDay
from maillage.kit.periods import Period
from maillage.kit.policy import EVERY_ROW, Reader

#: One answer a key, after the day if days are asked.
Cells = Counter[tuple[Any, ...]]
#: With more changed days than that, the plain query is the shorter way.
MANY_DAYS = 400


@dataclass(frozen=True)
class Crossing:
    """A measure by none, one or two axes, in the order the measure names them.

    Only an axis of several answers is recoded here: there a fact could count twice. `allowed` is what the
    reader may count; `owner` the worker whose facts alone are asked.
    """

    measure: Measure
    axes: tuple[Axis, ...] = ()
    recodings: tuple[Recoding, ...] = ()
    allowed: Q = field(default_factory=lambda: EVERY_ROW)
    owner: Reader | None = None

    @property
    def words(self) -> str:
        marks = [recoding.mark for recoding in self.recodings]
        return hashlib.sha256("/".join(marks).encode()).hexdigest()[:16] if any(marks) else ""

    @property
    def name(self) -> dict[str, Any]:
        """What its sums are kept under."""
        return {
            "measure": self.measure.code,
            "definition": self.measure.version,
            "axes": "/".join(axis.code for axis in self.axes),
            "words": self.words,
        }


def key_of(axis: Axis, value: Any) -> str:
    """An answer as it is kept: nothing for no answer."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if axis.vocabulary or axis.model:  # a subquery gives a key as the database holds it
        return str(value if isinstance(value, UUID) else UUID(str(value)))
    return str(value)


def plainly(crossing: Crossing, days: Q | None = None, *, by_day: bool = False) -> Cells:
    """The plain query: every fact asked anew. `days` is a condition on the day of the facts."""
    measure = crossing.measure
    rows, names = _answered(crossing, days or Q())
    several = any(axis.many for axis in crossing.axes)
    amount = Sum(measure.amount.column) if measure.amount else Count("pk", distinct=several)
    asked = [measure.facts.day, *names] if by_day else names
    if not asked:
        total = rows.aggregate(fact_amount=amount)["fact_amount"]
        return Counter({(): total or 0})
    cells: Cells = Counter()
    for row in rows.values_list(*asked).annotate(fact_amount=amount):
        *keys, number = row
        day = keys[:1] if by_day else []
        cells[(*day, *map(key_of, crossing.axes, keys[len(day) :]))] += number or 0
    for place, axis in enumerate(crossing.axes):
        if axis.several:
            twice = rows.values("pk").annotate(said=Count(names[place], distinct=True)).filter(said__gt=1)
            among = (days or Q()) & Q(pk__in=twice.values("pk"))
            cells |= _with_several(crossing, place, among, by_day)
    return cells


def _answered(crossing: Crossing, days: Q) -> tuple[Rows, list[str]]:
    """The facts of those days with their answers, and the names these stand under."""
    rows = crossing.measure.rows(crossing.owner).filter(days).order_by()
    if crossing.allowed != EVERY_ROW:
        rows = rows.filter(crossing.allowed)
    names = [f"answer_{number}" for number in range(len(crossing.axes))]
    recodings = crossing.recodings or _as_they_are(crossing)
    for name, axis, recoding in zip(names, crossing.axes, recodings, strict=True):
        rows = rows.annotate(**{f"{name}_then": F(axis.lookup)})
        rows = rows.annotate(**{name: recoding.in_the_database(f"{name}_then")})
    return rows, names


def _with_several(crossing: Crossing, place: int, among: Q, by_day: bool) -> Cells:
    """How many facts have more than one answer on the axis of that place, by the other one."""
    others = [number for number in range(len(crossing.axes)) if number != place]
    recodings = crossing.recodings or _as_they_are(crossing)
    rest = replace(
        crossing,
        axes=tuple(crossing.axes[number] for number in others),
        recodings=tuple(recodings[number] for number in others),
    )
    at = place + by_day
    told = plainly(rest, among, by_day=by_day).items()
    return Counter({(*keys[:at], SEVERAL, *keys[at:]): number for keys, number in told if number})


def _as_they_are(crossing: Crossing) -> tuple[Recoding, ...]:
    return (AS_IT_IS,) * len(crossing.axes)


def between(measure: Measure, period: Period) -> Q:
    """The condition that a fact belongs to the period."""
    return measure.facts.on("range", (period.first_day, period.last_day))


def counted(crossing: Crossing, period: Period, *, by_day: bool = False) -> Cells:
    """The same answer the short way: the sums of whole months and of days, and a query of days that changed.

    With `by_day`, a whole month stands on its first day: stretches of time are months or longer.
    """
    fold = _fold_of(crossing)
    changed = _changed_days(crossing.measure, period) if fold else []
    if fold is None or len(changed) > MANY_DAYS:
        return plainly(crossing, between(crossing.measure, period), by_day=by_day)
    months, rest = _months_and_rest(period, changed)
    cells = _summed(fold, crossing, Q(span=Span.MONTH, day__in=months), by_day)
    for first, last in rest:
        days = Q(span=Span.DAY, day__range=(first, last))
        cells.update(_summed(fold, crossing, days & ~Q(day__in=changed), by_day))
    if changed:
        cells.update(plainly(crossing, crossing.measure.facts.on("in", changed), by_day=by_day))
    return cells


def _summed(fold: Fold, crossing: Crossing, asked: Q, by_day: bool) -> Cells:
    names = [*(["day"] if by_day else []), *["first", "second"][: len(crossing.axes)]]
    sums = fold.sums.filter(asked).order_by()
    if not names:
        return Counter({(): sums.aggregate(number=Sum("amount"))["number"] or 0})
    told = sums.values_list(*names).annotate(number=Sum("amount"))
    return Counter({tuple(keys): number for *keys, number in told})


def month_of(day: date) -> date:
    return day.replace(day=1)


def after_month(day: date) -> date:
    """The first day of the month that follows."""
    return (month_of(day) + timedelta(days=31)).replace(day=1)


def _months_and_rest(period: Period, changed: Collection[date]) -> tuple[list[date], list[tuple[date, date]]]:
    """The whole months without a changed day, and the stretches of days around them."""
    broken = {month_of(day) for day in changed}
    months: list[date] = []
    rest: list[tuple[date, date]] = []
    first, last = period.first_day, period.last_day or period.first_day
    while first <= last:
        ended = after_month(first) - timedelta(days=1)
        if first.day == 1 and ended <= last and first not in broken:
            months.append(first)
        else:
            rest.append((first, min(ended, last)))
        first = ended + timedelta(days=1)
    return months, rest


def _fold_of(crossing: Crossing) -> Fold | None:
    if crossing.owner is not None or crossing.allowed != EVERY_ROW:
        return None
    return Fold.objects.filter(**crossing.name).first()


def _changed_days(measure: Measure, period: Period) -> Sequence[date]:
    marks = DirtyDay.objects.filter(facts=measure.facts.code, day__range=(period.first_day, period.last_day))
    return list(marks.order_by("day").values_list("day", flat=True).distinct()[: MANY_DAYS + 1])


def without_sums(crossing: Crossing, period: Period, *, by_day: bool = False) -> Cells:
    """The plain query over a period: what `counted` must equal."""
    return plainly(crossing, between(crossing.measure, period), by_day=by_day)
