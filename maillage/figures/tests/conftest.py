"""A small network to count: actors, who met them, what came of it."""

from datetime import date
from typing import Any

from conftest import LONG_AGO, shipped_term
from maillage.figures.counting import counted
from maillage.figures.folding import fold
from maillage.figures.recoding import TOGETHER
from maillage.figures.tables import Asked, Table, axis_of, tabulate
from maillage.figures.wording import Answer
from maillage.kit import clock
from maillage.kit.measures import measure_named
from maillage.kit.periods import Period
from maillage.network.measures import ACTORS, CONTACTS, FIRST_CONTACTS, LAST_CONTACTS
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.people.models import Person
from maillage.territory.models import (
    Assignment,
    Commune,
    Neighbourhood,
    NeighbourhoodCommune,
    SelectedNeighbourhood,
    Zone,
)

JANUARY = date(2026, 1, 1)
DECEMBER = date(2026, 12, 31)
OUTCOMES = ("simple_meeting", "information", "no_answer", "refusal", "collective")


def make_actor(name: str, kind: str | None = "medical_centre", *themes: str) -> Actor:
    actor = Actor.objects.create(
        name_fr=name, kind=shipped_term("actor_type", kind) if kind else None, created_on=LONG_AGO
    )
    actor.themes.set(shipped_term("theme", code) for code in themes)
    return actor


def meet(actor: Actor, person: Person, day: date, outcome: str = "simple_meeting", **sheet: Any) -> Contact:
    known, _new = PersonalSheet.objects.get_or_create(actor=actor, person=person, defaults=sheet)
    return Contact.objects.create(
        sheet=known,
        happened_on=day,
        outcome=shipped_term("actor_first_outcome", outcome),
        recorded_at=clock.now(),
    )


def cover(person: Person, code: str, first_day: date = LONG_AGO, last_day: date | None = None) -> Assignment:
    zone = Zone.objects.get_or_create(code=code, defaults={"ordinal": int(code.split()[-1])})[0]
    return Assignment.objects.create(person=person, zone=zone, first_day=first_day, last_day=last_day)


def settle(name: str, zone: str, commune: str) -> None:
    """The project works in this neighbourhood of that commune, in that zone."""
    place = Neighbourhood.objects.create(name_fr=name)
    number = str(21001 + Commune.objects.count())
    where = Commune.objects.get_or_create(name_fr=commune, defaults={"nis": number})[0]
    NeighbourhoodCommune.objects.create(neighbourhood=place, commune=where, share=100)
    chosen = Zone.objects.get(code=f"Zone {zone}")
    SelectedNeighbourhood.objects.create(neighbourhood=place, zone=chosen, first_day=LONG_AGO)


def ask(reader: Any, code: str, *axes: str, **how: Any) -> Table:
    """A figure of 2026, as `reader` sees it at its end; `way` counts it otherwise."""
    measure = measure_named(code)
    period = Period(how.pop("first_day", JANUARY), how.pop("last_day", DECEMBER))
    way = how.pop("way", counted)
    asked = Asked(measure, tuple(axis_of(measure, axis) for axis in axes), period, reader, DECEMBER, **how)
    return tabulate(asked, way=way)


def renew() -> None:
    """The sums by day, of what the network counts."""
    for facts in (ACTORS, FIRST_CONTACTS, LAST_CONTACTS, CONTACTS):
        fold(facts, DECEMBER)


def said(table: Table) -> dict[str, int]:
    """The lines of a figure by their code, or by their words where they are places."""
    return {_short(line.answer): line.total for line in table.lines}


def _short(answer: Answer) -> str:
    return answer.label if len(answer.code) == len(TOGETHER) else answer.code
