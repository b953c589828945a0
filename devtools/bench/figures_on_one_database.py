"""The figures bench on the database of DATABASE_URL, which it may fill as it likes.

A million contacts, then a hundred thousand events in none, one or two fields.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.collective_actions.measures import EVENTS as EVENT_FACTS  # noqa: E402
from maillage.collective_actions.models import Action, Event, EventState  # noqa: E402
from maillage.figures import tables  # noqa: E402
from maillage.figures.counting import counted, without_sums  # noqa: E402
from maillage.figures.folding import fold  # noqa: E402
from maillage.figures.tables import Asked, axis_of, tabulate  # noqa: E402
from maillage.installation.figures import READER  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.kit.measures import Facts, measure_named  # noqa: E402
from maillage.kit.models import DirtyDay  # noqa: E402
from maillage.kit.periods import Period  # noqa: E402
from maillage.kit.shipped import load_vocabularies  # noqa: E402
from maillage.kit.terms import Term  # noqa: E402
from maillage.network.measures import CONTACTS  # noqa: E402
from maillage.network.models import Actor, Contact, PersonalSheet  # noqa: E402
from maillage.people.models import Person  # noqa: E402
from maillage.territory.models import Commune  # noqa: E402

FACTS, SHEETS, PEOPLE = 1_000_000, 20_000, 20
EVENTS, ACTIONS, COMMUNES = 100_000, 200, 19
DAYS, CHANGED = 3650, 20
LAST = date(2030, 12, 31)
FIRST = LAST - timedelta(days=DAYS - 1)
UUIDS = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
DATES = {
    "sqlite": "date('{first}', '+' || (n %% {days}) || ' days')",
    "postgresql": "date '{first}' + (n %% {days})",
}
PERIOD = Period(FIRST, LAST)


@dataclass(frozen=True)
class Case:
    """Facts of one kind: the figure asked of them, its shapes as raw columns, the rows they are read from."""

    words: str
    code: str
    facts: Facts
    number: int
    rows: str
    day: str
    shapes: dict[str, tuple[str, ...]]
    fill: Callable[[], None]
    change: Callable[[], None]


def fill_contacts() -> None:
    """A thousand and a thousand contacts, ten years of them, by one INSERT."""
    kinds = list(Term.objects.filter(vocabulary__code="actor_type"))
    people = [
        Person.objects.create(display_name=f"RAQ {n}", email=f"raq{n}@bench.example") for n in range(PEOPLE)
    ]
    rows = [Actor(name_fr=f"Acteur {n}", kind=kinds[n % len(kinds)], created_on=FIRST) for n in range(SHEETS)]
    actors = Actor.objects.bulk_create(rows)
    sheets = PersonalSheet.objects.bulk_create(
        [PersonalSheet(actor=actor, person=people[n % PEOPLE]) for n, actor in enumerate(actors)]
    )
    outcomes = list(Term.objects.filter(vocabulary__code="actor_first_outcome"))
    day = DATES[connection.vendor].format(first=FIRST, days=DAYS)
    with connection.cursor() as cursor:
        kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
        cursor.execute(f"CREATE TEMPORARY TABLE numbered (place integer, sheet {kind}, outcome {kind})")
        told = [
            (n, _raw(sheet.pk), _raw(outcomes[n * 7 % len(outcomes)].pk)) for n, sheet in enumerate(sheets)
        ]
        cursor.executemany("INSERT INTO numbered VALUES (%s, %s, %s)", told)
        cursor.execute(
            f"WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < {FACTS - 1}) "  # noqa: S608
            "INSERT INTO network_contact "
            "(id, version, sheet_id, outcome_id, happened_on, words, recorded_at) "
            f"SELECT {UUIDS[connection.vendor]}, 1, sheet, outcome, {day}, '', %s "
            f"FROM c JOIN numbered ON place = n %% {SHEETS}",
            [clock.now()],
        )
        cursor.execute("ANALYZE")
    DirtyDay.objects.all().delete()


def _raw(key: Any) -> Any:
    return key if connection.vendor == "postgresql" else key.hex


def fill_events() -> None:
    """Ten years of events that were held, of actions in none, one or two fields."""
    fields = list(Term.objects.filter(vocabulary__code="collective_category"))
    communes = [Commune.objects.create(nis=str(21001 + n), name_fr=f"Commune {n}") for n in range(COMMUNES)]
    actions = Action.objects.bulk_create(
        Action(name_fr=f"Action {n}", created_on=FIRST) for n in range(ACTIONS)
    )
    for number, action in enumerate(actions):
        action.categories.set(fields[number % 3 : number % 3 + number % 4 % 3])
    moment = clock.now()
    Event.objects.bulk_create(
        (
            Event(
                action=actions[n % ACTIONS],
                commune=communes[n * 7 % COMMUNES],
                day=FIRST + timedelta(days=n % DAYS),
                state=EventState.HELD,
                recorded_at=moment,
            )
            for n in range(EVENTS)
        ),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    DirtyDay.objects.all().delete()


def raw(case: Case, *columns: str) -> Callable[[], None]:
    """The limit: the GROUP BY somebody would type, over the same rows and joins."""
    statement = (
        f"SELECT {', '.join(columns)}, count(*) FROM {case.rows} "  # noqa: S608
        f"AND {case.day} BETWEEN %s AND %s GROUP BY {', '.join(columns)}"
    )

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [FIRST, LAST])
            cursor.fetchall()

    return ask


def ours(case: Case, way: Any, *axes: str) -> Callable[[], None]:
    measure = measure_named(case.code)
    asked = Asked(measure, tuple(axis_of(measure, axis) for axis in axes), PERIOD, READER, LAST)

    def ask() -> None:
        tabulate(asked, way=way)

    return ask


def rate(work: Callable[[], None]) -> Callable[[], float]:
    def timed() -> float:
        began = time.perf_counter()
        work()
        return 1 / (time.perf_counter() - began)

    return timed


def change_contacts() -> None:
    """What a day's work leaves behind: contacts corrected, their days marked."""
    for contact in Contact.objects.order_by("happened_on")[: CHANGED * 300 : 300]:
        contact.save()


def change_events() -> None:
    for event in Event.objects.order_by("day")[: CHANGED * 30 : 30]:
        event.save()


CASES = (
    Case(
        "contacts", "R11a-contacts", CONTACTS, FACTS,
        "network_contact c JOIN network_personalsheet s ON s.id = c.sheet_id "
        "JOIN network_actor a ON a.id = s.actor_id WHERE c.withdrawn_at IS NULL AND a.withdrawn_at IS NULL",
        "c.happened_on",
        {"outcome": ("c.outcome_id",), "outcome × kind": ("c.outcome_id", "a.kind_id")},
        fill_contacts, change_contacts,
    ),
    Case(
        "events", "T4-fields", EVENT_FACTS, EVENTS,
        "collective_actions_event e JOIN collective_actions_action a ON a.id = e.action_id "
        "LEFT JOIN collective_actions_action_categories f ON f.action_id = a.id "
        "WHERE e.withdrawn_at IS NULL AND a.withdrawn_at IS NULL AND e.state = 'held'",
        "e.day",
        {"category": ("f.term_id",), "commune × category": ("e.commune_id", "f.term_id")},
        fill_events, change_events,
    ),
)  # fmt: skip


def measured(case: Case, name: str) -> str:
    case.fill()
    measures = {}
    for words, columns in case.shapes.items():
        measures[f"{words}, cold"] = rate(ours(case, without_sums, *words.split(" × ")))
        measures[f"{words}, raw"] = rate(raw(case, *columns))
    cold = medians(measures, rounds=3)
    began = time.perf_counter()
    fold(case.facts, LAST)
    whole = time.perf_counter() - began
    case.change()
    changed = DirtyDay.objects.filter(facts=case.facts.code).values("day").distinct().count()
    warm = medians({words: rate(ours(case, counted, *words.split(" × "))) for words in case.shapes}, rounds=5)
    began = time.perf_counter()
    fold(case.facts, LAST)
    again = time.perf_counter() - began
    lines = []
    for words in case.shapes:
        limit = cold[f"{words}, raw"] * 1000
        lines.append(Line(f"{words}, every fact asked", cold[f"{words}, cold"] * 1000, limit))
        lines.append(Line(f"{words}, sums and {changed} changed days", warm[words] * 1000, limit))
    title = (
        f"Figures on {name}: {case.number:,} {case.words} over ten years, figures in 1000 seconds "
        "(asked: 3 rounds)"
    )
    return (
        f"{table(title, 'raw GROUP BY', lines)}\n"
        f"  making all sums: {whole:.1f} s; renewing {changed} days: {again:.2f} s"
    )


def main(name: str) -> str:
    tables.SECONDS = 600
    call_command("migrate", verbosity=0)
    load_vocabularies()
    return "\n".join(measured(case, name) for case in CASES)


if __name__ == "__main__":
    print(main(sys.argv[1]))
