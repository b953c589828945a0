"""The words for the answers of an axis, and the order they are read in: never a ranking of places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.figures.buckets import TimeAxis
from maillage.figures.recoding import MISSING, TOGETHER
from maillage.kit.measures import Axis
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


NOTHING_SAID = "missing"
WHOLE = "total"


def answers(axis: AnyAxis, amounts: Mapping[str, int], period: Period) -> list[Answer]:
    """The answers that were given, in reading order; those not given come last.

    Terms: the most frequent first, « other » last. Places and choices in their own order. Time as it passes.
    """
    given = [key for key in amounts if key not in (MISSING, TOGETHER) and amounts[key]]
    found = _in_order(axis, given, amounts, period)
    if amounts.get(TOGETHER):
        found.append(Answer(TOGETHER, _("other places, together"), "together"))
    if amounts.get(MISSING):
        found.append(Answer(MISSING, _("not noted"), NOTHING_SAID))
    return found


def _in_order(axis: AnyAxis, keys: list[str], amounts: Mapping[str, int], period: Period) -> list[Answer]:
    if isinstance(axis, TimeAxis):
        stretches = [key for key in axis.keys(period) if keys and min(keys) <= key <= max(keys)]
        return [Answer(key, axis.words(key), key) for key in stretches]
    if axis.choices:
        return [Answer(key, str(words), key) for key, words in axis.choices if key in keys]
    if axis.vocabulary:
        return _terms(keys, amounts)
    rows: Iterable[Any] = axis.model._default_manager.filter(pk__in=keys) if axis.model else ()
    return [Answer(str(row.pk), str(row), str(row.pk)) for row in rows]


def _terms(keys: list[str], amounts: Mapping[str, int]) -> list[Answer]:
    terms = Term.objects.filter(pk__in=keys).order_by("position", "code")
    by_amount = sorted(terms, key=lambda term: (term.code == OTHER, -amounts[str(term.pk)]))
    return [Answer(str(term.pk), str(term), term.code) for term in by_amount]
