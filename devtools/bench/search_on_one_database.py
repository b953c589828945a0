"""The search bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import functools
import gzip
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from conftest import open_session  # noqa: E402
from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.network.finding import Asked, Search  # noqa: E402
from maillage.network.found import found  # noqa: E402
from maillage.network.meaning import meanings  # noqa: E402
from maillage.network.models import Actor  # noqa: E402
from maillage.network.near import surroundings_of  # noqa: E402
from maillage.network.offline import copy_for  # noqa: E402
from maillage.network.tests.made_up import make_directory  # noqa: E402
from maillage.people.demo import SIGN_INS  # noqa: E402
from maillage.people.models import Person  # noqa: E402

WORD, PAGE, EACH = "pharmacie", 50, 5
#: What any search must do at least: the actors that say a word, by distance from a point, fifty of them.
BARE = """SELECT w.actor_id, MIN((s.east - %s) * (s.east - %s) + (s.north - %s) * (s.north - %s)) AS near
FROM network_actorword w JOIN network_actorspot s ON s.actor_id = w.actor_id
WHERE w.word >= %s AND w.word < %s GROUP BY w.actor_id ORDER BY near LIMIT 51"""


def rate(work: Callable[[], object]) -> float:
    """How many a second."""
    began = time.perf_counter()
    for _ in range(EACH):
        work()
    return EACH / (time.perf_counter() - began)


def bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [165_000, 165_000, 207_000, 207_000, WORD, WORD + "\U0010ffff"])
        cursor.fetchall()


def keys(person: Person, asked: Asked) -> Search:
    """The search itself: what the words mean, what is near, which actors."""
    now = clock.now()
    known = meanings(clock.day_of(now))
    search = Search(asked, person, known, surroundings_of(person, known, now), now)
    search.page(PAGE)
    return search


def rows(person: Person) -> None:
    """The same, with everything a list says of fifty actors."""
    search = keys(person, Asked(words=WORD))
    found(search.page(PAGE)[0][:PAGE], person, search.near, search.now)


def sizes(client: Client, person: Person) -> str:
    """Bytes on the wire, packed."""
    told = {path: len(gzip.compress(client.get(path).content, 6)) for path in ("/actors/", "/actors/map/")}
    copy = len(gzip.compress(copy_for(person, clock.today()), 9))
    return f"  gzip: list {told['/actors/']:,} B, map {told['/actors/map/']:,} B, offline copy {copy:,} B"


def measure(name: str, number: int, person: Person) -> str:
    missing = number - Actor.objects.count()
    make_directory(missing, seed=number)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = open_session(Client(headers={"host": "localhost"}), person)
    measures: dict[str, Callable[[], object]] = {
        "bare": bare,
        "keys of a word": functools.partial(keys, person, Asked(words=WORD)),
        "keys of a mistyped word": functools.partial(keys, person, Asked(words="pharmasie")),
        "word, no papers, open now": functools.partial(
            keys, person, Asked(words=WORD, no_papers=True, open_now=True)
        ),
        "fifty rows with all they say": functools.partial(rows, person),
        "the whole page": functools.partial(client.get, f"/actors/?words={WORD}"),
    }
    for work in measures.values():
        work()
    rates = medians({what: functools.partial(rate, work) for what, work in measures.items()})
    lines = [Line(what, taken, rates["bare"]) for what, taken in rates.items() if what != "bare"]
    title = f"Search, {name}, {number:,} actors: beside the bare query of the index"
    return f"{table(title, 'bare query', lines)}\n{sizes(client, person)}"


def main(name: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=sys.stderr)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    person = Person.objects.get(email=SIGN_INS[0].email)
    for number in (1_000, 10_000):
        print(measure(name, number, person), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
