"""« Notre collaboration »: what the team lived with an actor, newest first, whoever of us it was (D4).

A silence and a refusal are ordinary steps. Nothing here counts anything by person (P3).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from maillage.kit.policy import Reader, permits_adding, visible
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.people.models import Person
from maillage.people.roles import WRITERS
from maillage.territory.coverage import coverage_of, zone_of
from maillage.territory.models import Neighbourhood

#: Outcomes after which the thread goes on dotted.
OPEN_ENDED = frozenset({"no_answer", "refusal"})
SHOWN = 8


@dataclass(frozen=True)
class Step:
    """One contact on the thread."""

    contact: Contact
    is_mine: bool
    begins: PersonalSheet | None

    @property
    def knot(self) -> str:
        return "dotted" if self.contact.outcome.code in OPEN_ENDED else "full"


@dataclass(frozen=True)
class Collaboration:
    """The team's thread with one actor, and the reader's own sheet if they have one."""

    steps: list[Step]
    mine: PersonalSheet | None
    may_add: bool

    @property
    def newest(self) -> list[Step]:
        return self.steps[:SHOWN]

    @property
    def older(self) -> list[Step]:
        return self.steps[SHOWN:]


def collaboration_of(actor: Actor, reader: Reader) -> Collaboration | None:
    """The thread as this reader may read it; None for whom personal sheets do not exist."""
    sheets = list(
        visible(PersonalSheet.objects.filter(actor=actor), reader)
        .select_related("person", "known_through", "initiator")
        .prefetch_related("outside_reasons")
    )
    may_add = permits_adding(reader, PersonalSheet)
    if not sheets and not may_add and not reads_sheets(reader):
        return None
    by_key = {sheet.pk: sheet for sheet in sheets}
    contacts = list(
        visible(Contact.objects.standing().filter(sheet__in=sheets), reader)
        .select_related("outcome")
        .prefetch_related("refusal_reasons")
        .order_by("happened_on", "recorded_at", "id")
    )
    steps, begun = [], set()
    for contact in contacts:
        sheet = by_key[contact.sheet_id]
        contact.sheet = sheet
        begins = None if sheet.pk in begun else sheet
        begun.add(sheet.pk)
        steps.append(Step(contact, sheet.person_id == reader.pk, begins))
    mine = next((sheet for sheet in sheets if sheet.person_id == reader.pk), None)
    return Collaboration(steps[::-1], mine, may_add)


def own_sheets(reader: Reader) -> QuerySet[Any]:
    """My sheets, each with its last contact: what comes next first, then the latest."""
    last = Contact.objects.standing().filter(sheet=OuterRef("pk"))
    last = last.order_by("-happened_on", "-recorded_at", "id")
    rows: QuerySet[Any] = visible(PersonalSheet.objects.filter(person=reader.pk), reader)
    rows = rows.select_related("actor").annotate(
        last_on=Subquery(last.values("happened_on")[:1]), last_id=Subquery(last.values("pk")[:1])
    )
    return rows.order_by(F("next_step_on").asc(nulls_last=True), F("last_on").desc(nulls_last=True), "id")


def reads_sheets(reader: Reader) -> bool:
    """Whether personal sheets exist for this reader at all."""
    return reader.has_role(*WRITERS)


def lies_inside(actor: Actor, person: Person, day: date) -> bool | None:
    """Whether the actor lies in the zone this person covered on that day; None when nobody can say."""
    zone = zone_of(person, day)
    places = Neighbourhood.objects.filter(
        pk__in=actor.sites.filter(withdrawn_at=None, neighbourhood__isnull=False).values("neighbourhood")
    )
    if zone is None:
        return None
    answers = coverage_of(places, day)
    return any(zone in answer.zones for answer in answers.values()) if answers else None
