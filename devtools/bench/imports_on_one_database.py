"""Importing lists of actors and of events, against inserting the same rows raw into the same database."""

from __future__ import annotations

import hashlib
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
from maillage.collective_actions.models import Action, Event  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.kit.imports import operations, running  # noqa: E402
from maillage.kit.imports.importable import importable  # noqa: E402
from maillage.kit.imports.models import ImportBatch  # noqa: E402
from maillage.kit.imports.reading import read_table  # noqa: E402
from maillage.network.duplicates import candidates  # noqa: E402
from maillage.network.models import Actor, ActorLanguage, Site, Way  # noqa: E402
from maillage.people.models import Person  # noqa: E402
from maillage.territory.models import Commune  # noqa: E402

LINES = 2_000
KNOWN = 10_000
ROUNDS = 3
ACTIONS = 40
HEADERS = "Nom;Téléphone;Adresse;Code postal;Prix;Langues"


def _name(number: int) -> str:
    """A name of two words that few others share, as names are."""
    signs = (
        hashlib.sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    )
    return f"{signs[:7]} {signs[7:14]}".title()


def _phone(number: int) -> str:
    return f"02 {number // 10_000 % 900 + 100} {number // 100 % 100:02} {number % 100:02}"


def _actors(start: int) -> bytes:
    lines = (
        f"{_name(n)};{_phone(n)};Rue du Levain {n};1030;gratuit;français, arabe"
        for n in range(start, start + LINES)
    )
    return "\n".join([HEADERS, *lines]).encode()


def _day(number: int) -> date:
    return date(2000, 1, 1) + timedelta(days=number // ACTIONS)


def _events(start: int) -> bytes:
    """Forty actions, one event each a day."""
    lines = (
        f"{_name(n % ACTIONS)};{_day(n):%d/%m/%Y};1030;10h;12h;{n % 20}" for n in range(start, start + LINES)
    )
    return "\n".join(["Action;Date;Commune;Début;Fin;Participants", *lines]).encode()


def _actor_rows() -> list[Any]:
    actors = [Actor(name_fr=_name(n), cost="free", created_on="2026-01-01") for n in range(LINES)]
    return [
        *actors,
        *(Site(actor=actor, street="Rue du Levain 1") for actor in actors),
        *(Way(actor=actor, kind="phone", value="+3221000000") for actor in actors),
        *(ActorLanguage(actor=actor, code=code) for actor in actors for code in ("ar", "fr")),
    ]


def _event_rows() -> list[Any]:
    action, commune = Action.objects.order_by("pk")[0], Commune.objects.get(nis="21015")
    known: dict[str, Any] = {"action": action, "commune": commune, "recorded_at": clock.now()}
    return [Event(day=_day(n), state="held", withdrawn_at=clock.now(), **known) for n in range(LINES)]


class Measures:
    """Takes turns on one growing database."""

    def __init__(self, name: str, by: Person, file: Callable[[int], bytes], rows: Callable[[], Any]) -> None:
        self.by, self.file, self.rows = by, file, rows
        self.kind, self.start = importable(name), 0
        self.batch: ImportBatch | None = None

    def _timed(self, work: Callable[[], Any]) -> float:
        began = time.perf_counter()
        work()
        return LINES / (time.perf_counter() - began)

    def looked(self) -> float:
        """From the bytes of the file to every line compared with all sheets."""
        self.start += LINES
        content = self.file(self.start)

        def work() -> None:
            batch = operations.bring(by=self.by, kind=self.kind, file_name="x.csv", table=read_table(content))
            self.batch = operations.set_columns(by=self.by, batch=batch, mapping=batch.mapping)
            running.go_on(self.batch)

        return self._timed(work)

    def applied(self) -> float:
        batch = self.batch
        assert batch is not None
        return self._timed(lambda: running.go_on(operations.apply_import(by=self.by, batch=batch)))

    def undone(self) -> float:
        batch = self.batch
        assert batch is not None
        return self._timed(lambda: running.go_on(operations.undo_import(by=self.by, batch=batch)))

    def raw(self) -> float:
        """The same rows table by table, by executemany, in one transaction."""
        statements = _statements(self.rows())

        def work() -> None:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                for sql, values in statements:
                    cursor.executemany(sql, values)
                cursor.execute("COMMIT")

        return self._timed(work)


def _statements(rows: list[Any]) -> list[tuple[str, list[list[Any]]]]:
    found: dict[str, list[list[Any]]] = {}
    for row in rows:
        fields = row._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        holes = ", ".join(["%s"] * len(fields))
        sql = f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({holes})'  # noqa: S608
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        found.setdefault(sql, []).append(values)
    return list(found.items())


def _questions() -> float:
    """How many times a second « is it there already? » is answered while somebody types."""
    began, times = time.perf_counter(), 50
    for number in range(times):
        candidates(_name(number * 131), reached=["+3225550101"], street="Rue du Levain 12", postcode="1030")
    return times / (time.perf_counter() - began)


def _rates(measures: Measures) -> list[Line]:
    """Several rounds of each, once there is a list of some length."""
    for _turn in range(KNOWN // LINES):
        measures.looked()
        measures.applied()
    turns = (measures.raw, measures.looked, measures.applied, measures.undone)
    rates = medians({turn.__name__: turn for turn in turns}, rounds=ROUNDS)
    return [
        Line("lines read and compared", rates["looked"], rates["raw"]),
        Line("lines applied", rates["applied"], rates["raw"]),
        Line("lines undone", rates["undone"], rates["raw"]),
    ]


def main(name: str) -> str:
    call_command("migrate", verbosity=0)
    call_command("load_facts", verbosity=0)
    by = Person.objects.create(display_name="Basilic", email="basilic@test.example")
    Action.objects.bulk_create(Action(name_fr=_name(n), created_on=clock.today()) for n in range(ACTIONS))
    told = []
    for kind, file, rows in (("actors", _actors, _actor_rows), ("events", _events, _event_rows)):
        title = f"{LINES:,} {kind} imported into {KNOWN:,} or more on {name}: beside a raw INSERT of the rows"
        told.append(table(title, "raw INSERT", _rates(Measures(kind, by, file, rows))))
    asked = 1000 / _questions()
    return "\n".join([*told, f"  {'is this actor there already, while typing':<42}{asked:>6.1f} ms"])


if __name__ == "__main__":
    print(main(sys.argv[1]))
