"""A figure: one measure, by one axis or two, over a period, for a reader (house.md 6)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from maillage.figures.behind import together
from maillage.figures.buckets import TIMES, TimeAxis
from maillage.figures.counting import Cells, Crossing, between, counted, plainly
from maillage.figures.recoding import AS_IT_IS, MISSING, TOGETHER, Recoding, in_present_terms
from maillage.figures.wording import Answer, AnyAxis, answers
from maillage.kit.locks import within
from maillage.kit.measures import Axis, Measure, UnknownAxisError, all_measures, measure_named
from maillage.kit.periods import Period
from maillage.kit.policy import NO_ROW, Reader, UnknownRightError, condition
from maillage.people.roles import TEAM

SECONDS = 8  # a question that takes longer is refused with a sentence


class Terms(Enum):
    """In which words: those of the day of the fact, or what they became since."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know. `mine`: of their own work alone; then places are not put together."""

    measure: Measure
    axes: tuple[AnyAxis, ...]
    period: Period
    reader: Reader
    today: date
    terms: Terms = Terms.NOW
    mine: bool = False

    @property
    def hides_places(self) -> bool:
        """Whether a place of one worker must not show alone (P3)."""
        return self.measure.facts.of_workers and not self.mine

    @property
    def is_nested(self) -> bool:
        """Whether the second axis divides the first one further."""
        return len(self.axes) > 1 and bool(self.axes[1].within) and self.axes[1].within == self.axes[0].code


@dataclass(frozen=True)
class Line:
    """One answer of the first axis: a number for each of the second, and how many facts in all."""

    answer: Answer
    cells: tuple[int, ...]
    total: int
    share: float | None


@dataclass(frozen=True)
class Table:
    """Numbers with what they are numbers of.

    `missing`: facts of which the first axis says nothing. `behind`: of an amount, how many facts say it, and
    how many do not. `unsure`: where time is an axis, of how many facts the day was made up. `beside`: the
    figure whose whole is printed with this one.
    """

    asked: Asked
    columns: tuple[Answer, ...]
    lines: tuple[Line, ...]
    column_totals: tuple[int, ...]
    total: int
    missing: int
    recoded: bool
    behind: tuple[int, ...] = ()
    unsure: int = 0
    beside: "Table | None" = None

    @property
    def base(self) -> int:
        """How many facts answer the question: shares are of these."""
        return self.total - self.missing

    @property
    def several(self) -> bool:
        """Whether a fact may stand on several lines or columns."""
        return any(axis.many for axis in self.asked.axes)

    @property
    def answers(self) -> list[Line]:
        """The lines that are answers."""
        return [line for line in self.lines if not line.answer.is_beside]

    @property
    def said_twice(self) -> list[Line]:
        """How many facts have more than one answer: told beside the whole."""
        return [line for line in self.lines if line.answer.is_beside]

    @property
    def groups(self) -> list[tuple[Line, list[tuple[Answer, int]]]]:
        """Where the second axis divides the first: its lines, each with its own parts."""
        if not self.asked.is_nested:
            return []
        return [
            (line, [(head, n) for head, n in zip(self.columns, line.cells, strict=True) if n])
            for line in self.lines
        ]

    @property
    def puts_together(self) -> bool:
        """Whether places of one worker were counted together."""
        return any(
            answer.key == TOGETHER for answer in [*self.columns, *(line.answer for line in self.lines)]
        )


def may_count(measure: Measure, reader: Reader) -> Q:
    """Which facts this reader may count live: the team alone, and only what the policy grants (D7)."""
    if not reader.is_authenticated or not reader.has_role(*TEAM):
        return NO_ROW
    try:
        return condition(measure.facts.model, reader, "may_count")
    except UnknownRightError:
        return NO_ROW


def measures_for(reader: Reader) -> list[Measure]:
    """The questions this reader may ask."""
    return [measure for measure in all_measures() if may_count(measure, reader) != NO_ROW]


def axis_of(measure: Measure, code: str) -> AnyAxis:
    """An axis of the measure, or a stretch of time. Raises UnknownAxisError."""
    return TIMES[code] if code in TIMES else measure.axis(code)


def tabulate(asked: Asked, *, way: Callable[..., Cells] = counted) -> Table:
    """Answer. Raises PermissionDenied, TooLongError, UnknownAxisError for axes that do not go together."""
    allowed = may_count(asked.measure, asked.reader)
    if allowed == NO_ROW:
        raise PermissionDenied
    if len(asked.axes) > 2 or len({_sort(axis) for axis in asked.axes}) != len(asked.axes):
        raise UnknownAxisError(" × ".join(axis.code for axis in asked.axes))
    if sum(bool(axis.territory) for axis in asked.axes) > 1 and not asked.is_nested:
        raise UnknownAxisError(" × ".join(axis.code for axis in asked.axes))  # it would single a worker out
    with within(SECONDS):
        table = _Count(asked, allowed, way).table()
    return replace(table, beside=_beside(asked, way)) if asked.measure.beside else table


def _beside(asked: Asked, way: Callable[..., Cells]) -> Table:
    """The figure printed with the one that is asked, over the same days."""
    measure = measure_named(asked.measure.beside)
    return tabulate(replace(asked, measure=measure, axes=measure.usual_axes), way=way)


def _sort(axis: AnyAxis) -> str:
    return "time" if isinstance(axis, TimeAxis) else axis.code


class _Count:
    """One answer on its way: its cells, and the totals that are cells of their own."""

    def __init__(self, asked: Asked, allowed: Q, way: Callable[..., Cells]) -> None:
        self.asked, self.allowed, self.way = asked, allowed, way
        self.owner = asked.reader if asked.mine else None
        self.terms = {axis.code: self._terms(axis) for axis in asked.axes}
        self.places = {axis.code: self._places(axis) for axis in asked.axes}

    def _terms(self, axis: AnyAxis) -> Recoding:
        if isinstance(axis, TimeAxis) or self.asked.terms is Terms.THEN:
            return AS_IT_IS
        return in_present_terms(axis, self.asked.today)

    def _places(self, axis: AnyAxis) -> Recoding:
        if isinstance(axis, TimeAxis) or not self.asked.hides_places:
            return AS_IT_IS
        return together(axis, self.asked.period)

    def _recoding(self, axis: AnyAxis) -> Recoding:
        return self.places[axis.code] if axis.territory else self.terms[axis.code]

    def table(self) -> Table:
        axes = self.asked.axes
        cells = self.cells(axes)
        total = self.margin(cells, axes, ())[()]
        rows = self.margin(cells, axes, axes[:1]) if axes else Counter()
        columns = self.margin(cells, axes, axes[1:]) if len(axes) == 2 else Counter()
        missing = rows[(MISSING,)]
        heads = answers(axes[1], _flat(columns), self.asked.period) if len(axes) == 2 else []
        lines = [
            Line(
                answer,
                tuple(cells[answer.key, head.key] for head in heads),
                rows[(answer.key,)],
                None if _apart(answer) or total == missing else rows[(answer.key,)] / (total - missing),
            )
            for answer in (answers(axes[0], _flat(rows), self.asked.period) if axes else [])
        ]
        return Table(
            self.asked,
            tuple(heads),
            tuple(lines),
            tuple(columns[(head.key,)] for head in heads),
            total,
            missing,
            any(bool(recoding) for recoding in self.terms.values()),
            self.behind(),
            self.unsure(),
        )

    def behind(self) -> tuple[int, ...]:
        """How many facts say the amount, and how many do not."""
        counts = [Crossing(each, (), (), self.allowed, self.owner) for each in self.asked.measure.behind]
        return tuple(self.way(count, self.asked.period, by_day=False)[()] for count in counts)

    def unsure(self) -> int:
        """Of how many facts the day was made up, where that matters."""
        measure, made_up = self.asked.measure, self.asked.measure.facts.unsure_day
        if made_up is None or not any(isinstance(axis, TimeAxis) for axis in self.asked.axes):
            return 0
        of_them = replace(measure, only=measure.only & made_up, amount=None)
        count = Crossing(of_them, (), (), self.allowed, self.owner)
        return plainly(count, between(measure, self.asked.period))[()]

    def margin(self, cells: Cells, axes: tuple[AnyAxis, ...], kept: tuple[AnyAxis, ...]) -> Cells:
        """Totals over an axis: added up if a fact has one answer there, else cells of their own."""
        if kept == axes:
            return cells
        if any(axis.many for axis in axes if axis not in kept):
            return self.cells(kept)
        found: Cells = Counter()
        places = [axes.index(axis) for axis in kept]
        for keys, number in cells.items():
            found[tuple(keys[place] for place in places)] += number
        return found

    def cells(self, axes: tuple[AnyAxis, ...]) -> Cells:
        """The cells of these axes, in their order, every answer as it is to be shown."""
        real = [axis for axis in axes if isinstance(axis, Axis)]
        time = next((axis for axis in axes if isinstance(axis, TimeAxis)), None)
        named = tuple(axis for axis in self.asked.measure.axes if axis in real)
        told = self.way(
            Crossing(
                self.asked.measure,
                named,
                tuple(self._recoding(axis) if axis.many else AS_IT_IS for axis in named),
                self.allowed,
                self.owner,
            ),
            self.asked.period,
            by_day=time is not None,
        )
        found: Cells = Counter()
        for keys, number in told.items():
            found[self._shown(keys, axes, named, time)] += number
        return found

    def _shown(
        self, keys: tuple[Any, ...], axes: tuple[AnyAxis, ...], named: tuple[Axis, ...], time: TimeAxis | None
    ) -> tuple[str, ...]:
        day = keys[0] if time else None
        answer = dict(zip((axis.code for axis in named), keys[1:] if time else keys, strict=True))
        shown = []
        for axis in axes:
            if isinstance(axis, TimeAxis):
                shown.append(axis.first_of(day).isoformat() if day else MISSING)
            else:
                shown.append(self._recoding(axis)(answer[axis.code]))
        return tuple(shown)


def _apart(answer: Answer) -> bool:
    """What has no share: it is no answer."""
    return answer.is_missing or answer.is_beside


def _flat(cells: Cells) -> dict[str, int]:
    return {keys[0]: number for keys, number in cells.items()}
