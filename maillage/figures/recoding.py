"""Answers that stand for others in a figure: a retired term for its heir, several places for one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, Expression, F, UUIDField, Value, When

from maillage.kit.measures import Axis
from maillage.kit.vocabularies import present_terms

MISSING = ""
#: The key of « other places, together »: no row has it.
TOGETHER = str(UUID(int=0))
#: The key of « more than one answer »: printed beside the answers, never one of them.
SEVERAL = str(UUID(int=1))


@dataclass(frozen=True)
class Recoding:
    """Which key stands for which; with `alone`, every key that is not in it goes to `TOGETHER`."""

    moves: Mapping[str, str] = field(default_factory=dict)
    alone: frozenset[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.moves) or self.alone is not None

    def __call__(self, key: str) -> str:
        key = self.moves.get(key, key)
        if key == MISSING or self.alone is None or key in self.alone:
            return key
        return TOGETHER

    @property
    def mark(self) -> str:
        """A short name of it, the same as long as it says the same."""
        if not self:
            return ""
        told = repr((sorted(self.moves.items()), None if self.alone is None else sorted(self.alone)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def in_the_database(self, name: str) -> Expression | F:
        """The same over a column: a fact with two answers that became one counts once."""
        if not self:
            return F(name)
        olds: dict[str, list[UUID]] = {}
        for old, new in self.moves.items():
            olds.setdefault(new, []).append(UUID(old))
        cases = [
            When(**{f"{name}__in": keys}, then=Value(UUID(new), UUIDField())) for new, keys in olds.items()
        ]
        if self.alone is None:
            return Case(*cases, default=F(name), output_field=UUIDField())
        kept = [When(**{f"{name}__in": [UUID(key) for key in sorted(self.alone)]}, then=F(name))]
        none = [When(**{f"{name}__isnull": True}, then=Value(None, UUIDField()))]
        return Case(
            *cases, *kept, *none, default=Value(UUID(TOGETHER), UUIDField()), output_field=UUIDField()
        )


AS_IT_IS = Recoding()


def in_present_terms(axis: Axis, day: date) -> Recoding:
    """What an axis of terms becomes in the terms of that day; nothing changes for another axis."""
    if not axis.vocabulary:
        return AS_IT_IS
    return Recoding({str(old): str(new) for old, new in present_terms(axis.vocabulary, day).items()})
