"""The meetings bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as hour
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402

from conftest import open_session  # noqa: E402
from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.encounters import lists  # noqa: E402
from maillage.encounters.models import Intervention  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.kit.terms import Term  # noqa: E402
from maillage.people.demo import SIGN_INS  # noqa: E402
from maillage.people.models import Person  # noqa: E402

BASE, A_DAY, EACH = 10_000, 250, 5  # 90 thousand a year, by twenty colleagues
SIZES = (BASE, 10 * BASE, 100 * BASE)
#: What any list must do at least: the newest fifty rows of one author.
BARE = """SELECT id, happened_on, recorded_at, meeting_place_id, neighbourhood_id, zone_id, no_demand
FROM encounters_intervention WHERE author_id = %s AND superseded_at IS NULL
ORDER BY happened_on DESC, recorded_at DESC, id DESC LIMIT 50"""
#: A new number, and the day so many days before, in the words of each database.
DIALECT = {
    "sqlite": ("lower(hex(randomblob(16)))", "date(happened_on, '-{days} days')"),
    "postgresql": ("gen_random_uuid()", "happened_on - {days}"),
}


def rate(work: Callable[[], object]) -> float:
    """How many a second."""
    began = time.perf_counter()
    for _ in range(EACH):
        work()
    return EACH / (time.perf_counter() - began)


def fill(today: date, people: list[Person]) -> None:
    """The first rows, with their themes and actions."""
    plain = models.QuerySet[Intervention](Intervention)
    plain.all().delete()
    rows = []
    for number in range(BASE):
        day = today - timedelta(days=number // A_DAY)
        rows.append(
            Intervention(
                author=people[number % len(people)],
                happened_on=day,
                recorded_at=datetime.combine(day, hour(17), tzinfo=clock.BRUSSELS),
            )
        )
    plain.bulk_create(rows, batch_size=2_000)
    for through, vocabulary in (
        (Intervention.themes.through, "theme"),
        (Intervention.actions_done.through, "action_done"),
    ):
        terms = list(Term.objects.filter(vocabulary__code=vocabulary).order_by("position")[:8])
        answers = [
            through(intervention_id=row.pk, term_id=terms[(number + shift) % len(terms)].pk)
            for number, row in enumerate(rows)
            for shift in (0, 1)
        ]
        through._default_manager.bulk_create(answers, batch_size=5_000)


def grow(days: int) -> None:
    """Nine copies of what is there, each so many days before the one after it."""
    number, earlier = DIALECT[connection.vendor]
    names = [f'"{field.column}"' for field in Intervention._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE known AS SELECT * FROM encounters_intervention")
        for copy in range(1, 10):
            given = {'"id"': number, '"happened_on"': earlier.format(days=copy * days)}
            columns = ", ".join(given.get(name, name) for name in names)
            cursor.execute(
                f"INSERT INTO encounters_intervention ({', '.join(names)}) SELECT {columns} FROM known"  # noqa: S608
            )
        cursor.execute("DROP TABLE known")
        cursor.execute("ANALYZE")


def lines(size: int, client: Client, reader: Person) -> list[Line]:
    """The bare rows; my notes newest first, far back, this week; the form shown; a note kept."""
    today = clock.today()
    rows = lists.mine(reader).order_by("-happened_on", "-recorded_at", "-id")
    middle = rows[rows.count() // 2]
    mark = f"{middle.happened_on.isoformat()},{middle.recorded_at.isoformat()},{middle.pk}"
    key = Intervention._meta.pk.get_db_prep_value(reader.pk, connection)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [key])
            cursor.fetchall()

    def keep() -> None:
        said = {"happened_on": today.isoformat(), "actions_done": "listen", "key": str(uuid4())}
        assert client.post("/encounters/new/", said).status_code == 302

    measures: dict[str, Callable[[], object]] = {
        "my notes, the page": lambda: client.get("/encounters/", {"span": "all"}),
        "my notes, far back": lambda: client.get("/encounters/", {"span": "all", "after": mark}),
        "this week, the page": lambda: client.get("/encounters/"),
        "the form, shown": lambda: client.get("/encounters/new/"),
        "a note, kept": keep,
    }
    rates = medians(
        {"bare": lambda: rate(bare), **{name: (lambda w=work: rate(w)) for name, work in measures.items()}}  # type: ignore[misc]
    )
    return [Line(f"{size:,} {name}", rates[name], rates["bare"]) for name in measures]


def main(name: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=sys.stderr)
    settings.ALLOWED_HOSTS = ["testserver"]
    reader = Person.objects.get(email=SIGN_INS[0].email)
    client = open_session(Client(), reader)
    others = list(Person.objects.exclude(pk=reader.pk).order_by("pk")[:19])
    fill(clock.today(), [reader, *others])
    found, span = lines(SIZES[0], client, reader), BASE // A_DAY
    for size in SIZES[1:]:
        grow(span)
        span *= 10
        found += lines(size, client, reader)
    print(table(f"Meetings, {name}", "bare query", found))


if __name__ == "__main__":
    main(sys.argv[1])
