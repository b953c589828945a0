"""What can be counted: rooms declare facts, axes and measures; `figures` counts them (house.md 6).

A *fact* is one row of one model that belongs to one day. A *measure* asks one question about facts; an *axis*
says by what they are set apart. All three are frozen: another definition is a new version, with its reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import FieldError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from maillage.kit.policy import Reader

Words = str | Promise
Rows = QuerySet[Any]

TERRITORIES = frozenset({"zone", "neighbourhood", "commune"})


class UnknownMeasureError(LookupError):
    """A measure nobody declared."""


class UnknownAxisError(LookupError):
    """An axis the measure does not have."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Rows that are counted, each on the day `day` names.

    `rows(owner)` gives them all, or those of one worker. `touched_by` says, for every model whose change can
    move or alter a fact, the lookup that leads from the facts to it: a write there marks every day that
    `day_from` leads to, which is where the day comes from when it is not a column of the model.
    `of_workers`: each is what one worker did, so that a territory of one worker never shows alone (P3).
    `topic`: under which heading the questions about them stand. `unsure_day`: of which of them the day was
    made up, so that no stretch of time says anything of them.
    """

    code: str
    model: type[Model]
    day: str
    rows: Callable[[Reader | None], Rows]
    touched_by: Mapping[type[Model], str]
    day_from: str = ""
    of_workers: bool = True
    topic: Words = ""
    unsure_day: Q | None = None

    def on(self, lookup: str, days: object) -> Q:
        """The condition that a fact belongs to these days; `lookup` is `in` or `range`."""
        asked = Q(**{f"{self.day}__{lookup}": days})
        if not self.day_from:
            return asked
        near = self.model._base_manager.filter(**{f"{self.day_from}__{lookup}": days})
        return asked & Q(pk__in=near.values("pk"))


@dataclass(frozen=True)
class Axis:
    """By what facts are set apart: a lookup, and the words for what it finds.

    Words come from a vocabulary, from `choices`, or from the rows of a `model`; `apart` are answers that are
    no row of it, each found in the facts under `key_apart` of its code. `many`: a fact may have several, and
    counts once in each; `several` says so in words, and then how many have more than one is printed beside.
    `none`: the words for no answer. `within`: the axis this one divides further. `territory`: what kind of
    place it is.
    """

    code: str
    label: Words
    lookup: str
    vocabulary: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    model: type[Model] | None = None
    many: bool = False
    within: str = ""
    territory: str = ""
    apart: tuple[tuple[str, Words], ...] = ()
    none: Words = ""
    several: Words = ""


def key_apart(code: str) -> UUID:
    """The key of an answer that is no row: among keys of rows it can only be itself."""
    return uuid5(NAMESPACE_URL, f"apart:{code}")


@dataclass(frozen=True)
class Amount:
    """A number that facts carry and that is added up instead of counting them; `facts` is their word."""

    column: str
    facts: Words


@dataclass(frozen=True)
class Revision:
    """A version of a definition: since when, and why."""

    version: int
    since: date
    why: Words


@dataclass(frozen=True)
class Measure:
    """One question, and how it is answered.

    `title` and `source` are those of the report; `base` says what n is; `only` narrows the facts down;
    `by` names the axis shown unless another is asked, `across` a second one; `daily` the pairs of axes that
    are summed by day, beside each axis alone. `beside` is a figure whose whole is printed with this one.
    `fed_by` is the page where a reader notes what is counted.
    """

    code: str
    question: Words
    title: Words
    definition: Words
    base: Words
    unit: Words
    facts: Facts
    axes: tuple[Axis, ...]
    revisions: tuple[Revision, ...]
    by: str = ""
    source: str = ""
    only: Q = field(default_factory=Q)
    amount: Amount | None = None
    across: str = ""
    beside: str = ""
    daily: tuple[tuple[str, str], ...] = ()
    fed_by: str = ""

    @property
    def version(self) -> int:
        return self.revisions[-1].version

    @property
    def usual(self) -> Axis:
        """The axis shown unless another is asked."""
        return self.axis(self.by) if self.by else self.axes[0]

    @property
    def usual_axes(self) -> tuple[Axis, ...]:
        """What it is set apart by unless something else is asked."""
        return (self.usual, self.axis(self.across)) if self.across else (self.usual,)

    @property
    def behind(self) -> tuple["Measure", ...]:
        """For an amount: how many facts say it, and how many do not."""
        if self.amount is None:
            return ()
        silent = Q(**{f"{self.amount.column}__isnull": True})
        plain = replace(self, amount=None, axes=(), daily=(), by="", across="", beside="")
        return (
            replace(plain, code=f"{self.code}.told", only=self.only & ~silent),
            replace(plain, code=f"{self.code}.silent", only=self.only & silent),
        )

    def axis(self, code: str) -> Axis:
        """Raises UnknownAxisError."""
        found = next((axis for axis in self.axes if axis.code == code), None)
        if found is None:
            raise UnknownAxisError(code)
        return found

    def rows(self, owner: Reader | None = None) -> Rows:
        """The facts it counts, all or one worker's."""
        return self.facts.rows(owner).filter(self.only)


_facts: dict[str, Facts] = {}
_measures: dict[str, Measure] = {}


def declare(*measures: Measure) -> None:
    """Register measures and their facts. Raises ValueError for a definition that cannot hold."""
    for measure in measures:
        if measure.code in _measures:
            raise ValueError(f"two measures are called {measure.code!r}")
        if _facts.setdefault(measure.facts.code, measure.facts) is not measure.facts:
            raise ValueError(f"two kinds of facts are called {measure.facts.code!r}")
        _check(measure)
        _measures[measure.code] = measure


def _check(measure: Measure) -> None:
    codes = [axis.code for axis in measure.axes]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{measure.code}: two axes of one name")
    named = {measure.by, measure.across, *(code for pair in measure.daily for code in pair)} - {""}
    named |= {axis.within for axis in measure.axes if axis.within}
    if named - set(codes):
        raise ValueError(f"{measure.code}: unknown axes {sorted(named - set(codes))}")
    if measure.beside and measure.beside not in _measures:
        raise ValueError(f"{measure.code}: no figure {measure.beside!r} to print beside it")
    if [revision.version for revision in measure.revisions] != list(range(1, len(measure.revisions) + 1)):
        raise ValueError(f"{measure.code}: versions are counted from 1, without gaps")
    for axis in measure.axes:
        _check_axis(measure, axis)


def _check_axis(measure: Measure, axis: Axis) -> None:
    """One way to find words, a lookup that leads somewhere, and never to a person (P3, ET5)."""
    name = f"{measure.code}, axis {axis.code!r}"
    if sum(map(bool, (axis.vocabulary, axis.choices, axis.model))) != 1:
        raise ValueError(f"{name}: words come from one place")
    if axis.territory and axis.territory not in TERRITORIES:
        raise ValueError(f"{name}: unknown kind of place {axis.territory!r}")
    if axis.many and measure.amount is not None:
        raise ValueError(f"{name}: a sum would count a fact with several answers more than once")
    if axis.several and (not axis.many or axis.territory):
        raise ValueError(f"{name}: only of several answers, and not of places, is it told how many have them")
    try:
        query = measure.rows().values(axis.lookup).query
    except FieldError as fault:
        raise ValueError(f"{name}: {fault}") from None
    for found in (axis.model, *_leads_to(query)):
        if callable(getattr(found, "has_role", None)):
            raise ValueError(f"{name}: no figure is ever set apart by person")


def _leads_to(query: Any) -> list[Any]:
    """The models an axis ends in: the one of its column, and the one that column refers to."""
    ends = [getattr(column, "target", None) for column in query.select]
    ends += [getattr(found, "output_field", None) for found in query.annotation_select.values()]
    return [getattr(end, name, None) for end in ends for name in ("model", "related_model")]


def measure_named(code: str) -> Measure:
    """A measure by its code, whatever its capitals. Raises UnknownMeasureError."""
    found = next((one for one in _measures.values() if one.code.lower() == code.lower()), None)
    if found is None:
        raise UnknownMeasureError(code)
    return found


def all_measures() -> list[Measure]:
    """Every declared measure, in the order of the rooms."""
    return list(_measures.values())


def all_facts() -> list[Facts]:
    return list(_facts.values())


def facts_touched_by(model: type[Model]) -> Iterable[tuple[Facts, str]]:
    """The facts whose day or content a write to this model may change, each with its lookup."""
    return [(facts, facts.touched_by[model]) for facts in _facts.values() if model in facts.touched_by]
