"""The words for the answers of an axis, and the order they are read in: never a ranking of places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.figures.buckets import TimeAxis
from maillage.figures.recoding import MISSING, SEVERAL, TOGETHER
from maillage.kit.measures import Axis, key_apart
from maillage.kit.periods import Period
from maillage.kit.terms import OTHER, Term

AnyAxis = Axis | TimeAxis


@dataclass(frozen=True)
class Answer:
    """One answer of an axis: its key, its words, its code if it has one."""

    key: str
    label: str
    code: str = ""

    @property
    def is_missing(self) -> bool:
        return self.key == MISSING

    @property
    def is_beside(self) -> bool:
        """Whether it is no answer, but says how many have more than one."""
        return self.key == SEVERAL


NOTHING_SAID, MORE_THAN_ONE = "missing", "several"
WHOLE = "total"


def answers(axis: AnyAxis, amounts: Mapping[str, int], period: Period) -> list[Answer]:
    """The answers that were given, in reading order; those not given come last, then those given twice.

    Terms and names: the most frequent first, « other » last. Places, choices and what divides another axis
    in their own order. Time as it passes.
    """
    given = [key for key in amounts if key not in (MISSING, SEVERAL, TOGETHER) and amounts[key]]
    found = _in_order(axis, given, amounts, period)
    if amounts.get(TOGETHER):
        found.append(Answer(TOGETHER, _("other places, together"), "together"))
    if amounts.get(MISSING):
        found.append(Answer(MISSING, str(axis.none or _("not noted")), NOTHING_SAID))
    if amounts.get(SEVERAL):
        found.append(Answer(SEVERAL, str(axis.several), MORE_THAN_ONE))
    return found


def _in_order(axis: AnyAxis, keys: list[str], amounts: Mapping[str, int], period: Period) -> list[Answer]:
    if isinstance(axis, TimeAxis):
        stretches = [key for key in axis.keys(period) if keys and min(keys) <= key <= max(keys)]
        return [Answer(key, axis.words(key), key) for key in stretches]
    if axis.choices:
        return [Answer(key, str(words), key) for key, words in axis.choices if key in keys]
    if axis.vocabulary:
        return _terms(keys, amounts)
    return _rows(axis, keys, amounts)


def _rows(axis: Axis, keys: list[str], amounts: Mapping[str, int]) -> list[Answer]:
    rows: Iterable[Any] = axis.model._default_manager.filter(pk__in=keys) if axis.model else ()
    found = [Answer(str(row.pk), str(row), str(row.pk)) for row in rows]
    if not (axis.territory or axis.within):
        found.sort(key=lambda answer: -amounts[answer.key])
    apart = [Answer(str(key_apart(code)), str(words), code) for code, words in axis.apart]
    return [*found, *(answer for answer in apart if answer.key in keys)]


def _terms(keys: list[str], amounts: Mapping[str, int]) -> list[Answer]:
    terms = Term.objects.filter(pk__in=keys).order_by("position", "code")
    by_amount = sorted(terms, key=lambda term: (term.code == OTHER, -amounts[str(term.pk)]))
    return [Answer(str(term.pk), str(term), term.code) for term in by_amount]
