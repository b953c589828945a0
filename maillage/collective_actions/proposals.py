"""Who could come to help: colleagues who speak one of the languages and are there that day.

Only what each shows on their card is read; the order is that of the names, nobody comes first.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from maillage.collective_actions.models import Event, HelpWanted
from maillage.kit.policy import Reader, visible
from maillage.people.models import Person, SpokenLanguage
from maillage.people.roles import Role
from maillage.territory.models import Absence


@dataclass(frozen=True)
class Proposal:
    """A colleague, and which of the languages they speak."""

    person: Person
    languages: list[str]


def proposals(event: Event, wanted: list[HelpWanted], reader: Reader) -> list[Proposal]:
    """Colleagues who might come, for whoever reads."""
    codes = {language.code for each in wanted for language in each.languages.all()}
    if not codes:
        return []
    there = Person.objects.with_role_on(Role.RAQ, event.day).active()
    away = visible(Absence.objects.standing().on(event.day), reader)
    there = there.exclude(pk__in=away.values("person")).exclude(pk__in=event.raqs.values("pk"))
    there = there.exclude(help_offers__wanted__event=event).exclude(help_asked__in=wanted)
    spoken: dict[UUID, list[str]] = defaultdict(list)
    people: dict[UUID, Person] = {}
    rows = visible(SpokenLanguage.objects.filter(code__in=codes, person__in=there), reader)
    rows = rows.filter(person__shows_languages=True).select_related("person")
    for row in rows.order_by("person__display_name", "code", "pk"):
        people[row.person_id] = row.person
        spoken[row.person_id].append(str(row))
    return [Proposal(person, spoken[pk]) for pk, person in people.items()]
