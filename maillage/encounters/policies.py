"""Who reads what was noted of people met: its author, and nobody else; the team counts (D7, P2, P3)."""

from typing import Any

from django.db.models import Q

from maillage.encounters.models import Intervention, NonTakeUp, Reminder, SealedNote
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.people.roles import Role

#: Bound by the team's secrecy, and asked to count: exact figures, and no row (D7).
COUNT = (Role.RAQ, Role.COORDINATION, Role.RESEARCH)


class AuthorAlone(Policy[Any]):
    """Whoever wrote it reads and corrects it; to everybody else it does not exist."""

    author = "author"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "model" in vars(cls):
            super().__init_subclass__(**kwargs)

    def may_view(self, person: Reader) -> Q:
        return Q(**{self.author: person.pk})

    def may_change(self, person: Reader) -> Q:
        return Q(**{self.author: person.pk})

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.RAQ)


class CountedApart(AuthorAlone):
    """Its author alone reads it; RAQs, coordination and research count it, without reading a row."""

    def may_count(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*COUNT) else NO_ROW


class InterventionPolicy(CountedApart):
    """Its author alone reads and corrects it; RAQs, coordination and research count it, without a row."""

    model = Intervention


class NonTakeUpPolicy(CountedApart):
    """It goes with its intervention."""

    model = NonTakeUp
    author = "intervention__author"


class SealedNotePolicy(AuthorAlone):
    """Whoever wrote it, with their open vault; nobody counts it."""

    model = SealedNote


class ReminderPolicy(AuthorAlone):
    """Whoever wrote it, with their open vault; nobody counts it."""

    model = Reminder
