"""The history bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.kit import clock, history  # noqa: E402
from maillage.kit.models import HistoryEntry  # noqa: E402
from maillage.people.models import Person  # noqa: E402

VERB = "bench.noted"
APPENDS_A_ROUND = 500
LONG_CHAIN = 100_000
FIELDS = [field for field in HistoryEntry._meta.concrete_fields if not field.primary_key]


def timed(work: Callable[[], int]) -> float:
    """How many a second."""
    began = time.perf_counter()
    count = work()
    return count / (time.perf_counter() - began)


def append(person: Person) -> int:
    for number in range(APPENDS_A_ROUND):
        with transaction.atomic():
            history.record(by=person, verb=VERB, subject=person, changes={"number": [number, number + 1]})
    return APPENDS_A_ROUND


def insert_statement() -> str:
    mark = "?" if connection.vendor == "sqlite" else "%s"
    columns = ", ".join(str(field.column) for field in FIELDS)
    marks = ", ".join([mark] * len(FIELDS))
    return f"INSERT INTO {HistoryEntry._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608


def row_of(entry: HistoryEntry) -> list[Any]:
    """The very values Django's own INSERT sends."""
    return [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in FIELDS]


def insert_raw(rows: list[list[Any]]) -> int:
    """The limit: the same rows by the bare driver on the same connection, one transaction each."""
    connection.ensure_connection()
    driver = connection.connection
    statement = insert_statement()
    begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
    for row in rows:
        driver.execute(begin)
        driver.execute(statement, row)
        driver.execute("COMMIT")
    return len(rows)


def fill(person: Person) -> None:
    """A long unsealed history, with true commitments."""
    rows = []
    for number in range(LONG_CHAIN):
        entry = HistoryEntry(
            at=clock.now(),
            by=person,
            verb=VERB,
            subject_kind=person._meta.label_lower,
            subject_id=str(person.pk),
            details=f'{{"changes":{{"number":[{number},{number + 1}]}},"reason":""}}',
            request_id="",
            salt=secrets.token_hex(16),
        )
        entry.commitment = history.commitment_of(entry)
        rows.append(row_of(entry))
    connection.ensure_connection()
    driver = connection.connection
    driver.execute("BEGIN")
    driver.cursor().executemany(insert_statement(), rows)
    driver.execute("COMMIT")


def seal_all() -> int:
    sealed = 0
    while more := history.seal_pending():
        sealed += more
    return sealed


def verify_all() -> int:
    found = history.verify()
    if not found.is_true:
        raise RuntimeError("; ".join(found.faults[:5]))
    return found.entries


def main(name: str) -> str:
    call_command("migrate", verbosity=0)
    history.declare(VERB, "%(who)s took note")
    person = Person.objects.create(display_name="Basilic", email="basilic@demo.example")
    append(person)
    newest = HistoryEntry.objects.order_by("-id")[:APPENDS_A_ROUND]
    rows = [row_of(entry) for entry in newest]
    rates = medians(
        {"ours": lambda: timed(lambda: append(person)), "raw": lambda: timed(lambda: insert_raw(rows))}
    )
    lines = [Line("append, a transaction each", rates["ours"], rates["raw"])]
    words = [table(f"History on {name}: beside a raw INSERT of the same bytes", "raw INSERT", lines)]
    seal_all()
    fill(person)
    words.append(f"  {'seal 100,000 entries':<38}{timed(seal_all):>12,.0f} a second")
    words.append(f"  {'verify the whole chain':<38}{timed(verify_all):>12,.0f} a second")
    return "\n".join(words)


if __name__ == "__main__":
    print(main(sys.argv[1]))
