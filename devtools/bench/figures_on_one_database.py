"""The figures bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.figures import tables  # noqa: E402
from maillage.figures.counting import counted, without_sums  # noqa: E402
from maillage.figures.folding import fold  # noqa: E402
from maillage.figures.tables import Asked, axis_of, tabulate  # noqa: E402
from maillage.installation.figures import READER  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.kit.measures import measure_named  # noqa: E402
from maillage.kit.models import DirtyDay  # noqa: E402
from maillage.kit.periods import Period  # noqa: E402
from maillage.kit.shipped import load_vocabularies  # noqa: E402
from maillage.kit.terms import Term  # noqa: E402
from maillage.network.measures import CONTACTS  # noqa: E402
from maillage.network.models import Actor, Contact, PersonalSheet  # noqa: E402
from maillage.people.models import Person  # noqa: E402

FACTS, SHEETS, PEOPLE = 1_000_000, 20_000, 20
DAYS, CHANGED = 3650, 20
LAST = date(2030, 12, 31)
FIRST = LAST - timedelta(days=DAYS - 1)
UUIDS = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
DATES = {
    "sqlite": "date('{first}', '+' || (n %% {days}) || ' days')",
    "postgresql": "date '{first}' + (n %% {days})",
}
PERIOD = Period(FIRST, LAST)
CODE = "R11a-contacts"


def fill() -> None:
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


def raw(*columns: str) -> Callable[[], None]:
    """The limit: the GROUP BY somebody would type, over the same rows and joins."""
    joins = "JOIN network_personalsheet s ON s.id = c.sheet_id JOIN network_actor a ON a.id = s.actor_id"
    statement = (
        f"SELECT {', '.join(columns)}, count(*) FROM network_contact c {joins} "  # noqa: S608
        "WHERE c.withdrawn_at IS NULL AND a.withdrawn_at IS NULL AND c.happened_on BETWEEN %s AND %s "
        f"GROUP BY {', '.join(columns)}"
    )

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [FIRST, LAST])
            cursor.fetchall()

    return ask


def ours(way: Any, *axes: str) -> Callable[[], None]:
    measure = measure_named(CODE)
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


def change_some_days() -> None:
    """What a day's work leaves behind: contacts corrected, their days marked."""
    for contact in Contact.objects.order_by("happened_on")[: CHANGED * 300 : 300]:
        contact.save()


def main(name: str) -> str:
    tables.SECONDS = 600
    call_command("migrate", verbosity=0)
    load_vocabularies()
    fill()
    shapes = {"outcome": ("c.outcome_id",), "outcome × kind": ("c.outcome_id", "a.kind_id")}
    measures = {}
    for words, columns in shapes.items():
        axes = words.split(" × ")
        measures[f"{words}, cold"] = rate(ours(without_sums, *axes))
        measures[f"{words}, raw"] = rate(raw(*columns))
    cold = medians(measures, rounds=3)
    began = time.perf_counter()
    fold(CONTACTS, LAST)
    whole = time.perf_counter() - began
    change_some_days()
    changed = DirtyDay.objects.filter(facts=CONTACTS.code).values("day").distinct().count()
    warm = medians({words: rate(ours(counted, *words.split(" × "))) for words in shapes}, rounds=5)
    began = time.perf_counter()
    fold(CONTACTS, LAST)
    again = time.perf_counter() - began
    lines = []
    for words in shapes:
        limit = cold[f"{words}, raw"] * 1000
        lines.append(Line(f"{words}, every fact asked", cold[f"{words}, cold"] * 1000, limit))
        lines.append(Line(f"{words}, sums and {changed} changed days", warm[words] * 1000, limit))
    title = f"Figures on {name}: {FACTS:,} facts over ten years, figures in 1000 seconds (asked: 3 rounds)"
    return (
        f"{table(title, 'raw GROUP BY', lines)}\n"
        f"  making all sums: {whole:.1f} s; renewing {changed} days: {again:.2f} s"
    )


if __name__ == "__main__":
    print(main(sys.argv[1]))
