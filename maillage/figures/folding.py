"""Making and renewing the sums by day. It may be stopped halfway, and done again, at any moment.

What is counted is read after the marks of changed days, and written only if these marks still stand: a change
that comes in between leaves a mark of its own, so its day stays counted by the plain query.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from maillage.figures.counting import Cells, Crossing, after_month, month_of, plainly
from maillage.figures.models import DailySum, Fold, Span
from maillage.figures.recoding import AS_IT_IS, in_present_terms
from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.measures import Axis, Facts, Measure, all_facts, all_measures
from maillage.kit.models import DirtyDay

AT_ONCE = 2000


def crossings(measure: Measure, day: date) -> Iterator[Crossing]:
    """What is summed by day: the whole, each axis, and the pairs the measure names.

    Axes of several answers are summed a second time in the terms of that day, if these differ.
    """
    pairs = [tuple(axis for axis in measure.axes if axis.code in pair) for pair in measure.daily]
    shapes: list[tuple[Axis, ...]] = [(), *((axis,) for axis in measure.axes), *pairs]
    for axes in shapes:
        yield Crossing(measure, axes, tuple(AS_IT_IS for _axis in axes))
        recodings = tuple(in_present_terms(axis, day) if axis.many else AS_IT_IS for axis in axes)
        if any(recodings):
            yield Crossing(measure, axes, recodings)


def _counts() -> Iterator[Measure]:
    """Every measure, with what stands behind the amounts."""
    for measure in all_measures():
        yield from (measure, *measure.behind)


def fold_all(day: date) -> None:
    """Make the sums that are missing, renew those of changed days, forget those nobody asks any more."""
    _forget(each for measure in _counts() for each in crossings(measure, day))
    for facts in all_facts():
        fold(facts, day)


def fold(facts: Facts, day: date) -> None:
    """The same for the figures of one kind of facts; each new sum by itself, so that nobody waits for all."""
    measures = [measure for measure in _counts() if measure.facts is facts]
    wanted = [each for measure in measures for each in crossings(measure, day)]
    marks = dict(DirtyDay.objects.filter(facts=facts.code).values_list("pk", "day"))
    made = {tuple(fold.name.values()): fold for fold in Fold.objects.all()}
    for each in wanted:
        if tuple(each.name.values()) not in made:
            _make(each, plainly(each, by_day=True), marks)
    days = sorted(set(marks.values()))
    known = [(made[tuple(each.name.values())], each) for each in wanted if tuple(each.name.values()) in made]
    counts = [(fold, plainly(each, _on(facts, days), by_day=True)) for fold, each in known if days]
    with transaction.atomic():
        if not wanted or not _still_stand(marks):
            return
        for fold, cells in counts:
            _renew(fold, cells, days)
        for part in _parts(marks):
            DirtyDay.objects.filter(pk__in=part).delete()


def _parts(marks: Mapping[int, date]) -> list[list[int]]:
    return [list(marks)[begun : begun + AT_ONCE] for begun in range(0, len(marks), AT_ONCE)]


def _still_stand(marks: Mapping[int, date]) -> bool:
    """Whether nobody else renewed these days meanwhile; from here on nobody does."""
    hold("figures.fold")
    return sum(DirtyDay.objects.filter(pk__in=part).count() for part in _parts(marks)) == len(marks)


@transaction.atomic
def _make(crossing: Crossing, cells: Cells, marks: Mapping[int, date]) -> None:
    if not _still_stand(marks):
        return
    fold, new = Fold.objects.get_or_create(**crossing.name, defaults={"made_at": clock.now()})
    if new:
        _keep(fold, Span.DAY, cells)
        _keep(fold, Span.MONTH, _by_month(cells))


def _on(facts: Facts, days: list[date]) -> Q:
    """Those days; when they are many, all from the first to the last."""
    if len(days) <= AT_ONCE:
        return facts.on("in", days)
    return facts.on("range", (days[0], days[-1]))


def _renew(fold: Fold, cells: Cells, days: list[date]) -> None:
    many = len(days) > AT_ONCE
    old = Q(day__range=(days[0], days[-1])) if many else Q(day__in=days)
    fold.sums.filter(old, span=Span.DAY).delete()
    _keep(fold, Span.DAY, cells)
    _keep(fold, Span.MONTH, _by_month(_renewed_months(fold, days)))


def _renewed_months(fold: Fold, days: list[date]) -> Cells:
    """The days of the months that hold changed days, whose own sums go."""
    touched = sorted({month_of(day) for day in days})
    fold.sums.filter(span=Span.MONTH, day__in=touched).delete()
    cells: Cells = Counter()
    for month in touched:
        last = after_month(month) - timedelta(days=1)
        rows = fold.sums.filter(span=Span.DAY, day__range=(month, last))
        for day, first, second, amount in rows.values_list("day", "first", "second", "amount"):
            cells[day, first, second] += amount
    return cells


def _by_month(cells: Cells) -> Cells:
    months: Cells = Counter()
    for (day, *keys), number in cells.items():
        months[(month_of(day), *keys)] += number
    return months


def _keep(fold: Fold, span: Span, cells: Cells) -> None:
    rows = (
        DailySum(
            fold=fold,
            span=span,
            day=day,
            first=keys[0] if keys else "",
            second=keys[1] if len(keys) > 1 else "",
            amount=number,
        )
        for (day, *keys), number in sorted(cells.items())
        if number
    )
    DailySum.objects.bulk_create(rows, batch_size=AT_ONCE)


def _forget(wanted: Iterable[Crossing]) -> None:
    """Sums of an older definition, or in words that were those of another day."""
    names = {tuple(each.name.values()) for each in wanted}
    for fold in Fold.objects.all():
        if tuple(fold.name.values()) not in names:
            fold.delete()
