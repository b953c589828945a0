"""Asking a vocabulary: which terms are offered on a day, what a word means, what became of a term.

A room says in its own `vocabularies.py` which vocabularies it asks, with `uses`; an unknown one raises.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.kit.shipped import shipped_codes
from maillage.kit.terms import Succession, Term, TermQuerySet
from maillage.kit.words import fold


class UnknownVocabularyError(LookupError):
    """A vocabulary nobody ships."""


class UnknownTermError(LookupError):
    """A word that no term of the vocabulary answers to, now or before."""


_used: dict[str, set[str]] = defaultdict(set)


def uses(room: str, *codes: str) -> None:
    """Declare that a room asks these vocabularies. Raises UnknownVocabularyError."""
    for code in codes:
        _known(code)
        _used[code].add(room)


def rooms_using(code: str) -> frozenset[str]:
    """The rooms that ask this vocabulary."""
    return frozenset(_used.get(code, ()))


def _known(code: str) -> str:
    if code not in shipped_codes():
        raise UnknownVocabularyError(code)
    return code


def choices_on(vocabulary: str, day: date, *, help: bool = True) -> TermQuerySet:
    """The terms offered on that day, in order, with their help if asked. Raises UnknownVocabularyError."""
    offered = Term.objects.filter(vocabulary__code=_known(vocabulary)).on(day)
    return offered.with_help() if help else offered


@dataclass(frozen=True)
class Understood:
    """A term somebody meant, and the terms that stand for it on the day asked; none if it ended for good."""

    term: Term
    heirs: tuple[Term, ...]


def resolve(vocabulary: str, word: str, day: date) -> Understood:
    """What a code, a name in any language or an old name means, blind to accents and capitals.

    A code speaks before a name, a name before an old name, and a term of that day before another. Raises
    UnknownVocabularyError, UnknownTermError.
    """
    terms = Term.objects.filter(vocabulary__code=_known(vocabulary)).prefetch_related("aliases")
    asked = fold(word)
    ranked = [(rank, term) for term in terms if (rank := _rank(term, word, asked, day)) is not None]
    if not ranked:
        raise UnknownTermError(word)
    term = min(ranked, key=lambda found: (found[0], -found[1].first_day.toordinal(), found[1].code))[1]
    return Understood(term, heirs(term, day))


def _rank(term: Term, word: str, asked: str, day: date) -> tuple[int, bool] | None:
    """How well a term answers a word: the lower, the better; None for not at all."""
    elsewhere = day not in term.period
    if term.code == word.strip():
        return (0, elsewhere)
    if any(fold(label) == asked for label in term.labels):
        return (1, elsewhere)
    if any(fold(alias.name) == asked for alias in term.aliases.all()):
        return (2, elsewhere)
    return None


# --- What became of a term ----------------------------------------------------------------------------------


def heirs(term: Term, day: date) -> tuple[Term, ...]:
    """The terms that stand for it on that day: itself until it is retired, then whatever it became."""
    if not term.is_retired_on(day):
        return (term,)
    following: dict[UUID, list[Term]] = defaultdict(list)
    for step in _steps(term):
        following[step.old_id].append(step.new)
    return _in_order(_standing(term.pk, following, day).values())


def present_terms(vocabulary: str, day: date) -> dict[UUID, UUID]:
    """Every retired term of which one single term stands for it on that day, with that term.

    A term split into several stays itself: nobody can say which of them an old answer meant.
    """
    steps = Succession.objects.standing().filter(old__vocabulary__code=_known(vocabulary))
    following: dict[UUID, list[Term]] = defaultdict(list)
    olds: dict[UUID, Term] = {}
    for step in steps.select_related("old", "new"):
        following[step.old_id].append(step.new)
        olds[step.old_id] = step.old
    found = {pk: _standing(pk, following, day) for pk, old in olds.items() if old.is_retired_on(day)}
    return {pk: next(iter(heirs)) for pk, heirs in found.items() if len(heirs) == 1}


def _standing(old: UUID, following: dict[UUID, list[Term]], day: date) -> dict[UUID, Term]:
    """The terms one comes to, through others that were retired since."""
    found: dict[UUID, Term] = {}
    waiting, seen = [old], {old}
    while waiting:
        for new in following[waiting.pop()]:
            if new.pk in seen:
                continue
            seen.add(new.pk)
            if new.is_retired_on(day):
                waiting.append(new.pk)
            else:
                found[new.pk] = new
    return found


def ancestors(term: Term) -> tuple[Term, ...]:
    """Every term that became this one, at once or through others."""
    before: dict[UUID, list[Term]] = defaultdict(list)
    for step in _steps(term):
        before[step.new_id].append(step.old)
    found: dict[UUID, Term] = {}
    waiting = [term]
    while waiting:
        for old in before[waiting.pop().pk]:
            if old.pk not in found and old.pk != term.pk:
                found[old.pk] = old
                waiting.append(old)
    return _in_order(found.values())


def _steps(term: Term) -> Iterable[Succession]:
    """Every succession of the vocabulary that was not withdrawn."""
    same = Succession.objects.standing().filter(old__vocabulary_id=term.vocabulary_id)
    return same.select_related("old", "new")


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.position, term.code)))
