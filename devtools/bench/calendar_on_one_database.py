"""The calendar bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as hour

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402

from conftest import open_session  # noqa: E402
from devtools.bench.harness import Line, medians, table  # noqa: E402
from maillage.collective_actions.calendar import Span, page_of, readable  # noqa: E402
from maillage.collective_actions.models import Action, Event  # noqa: E402
from maillage.collective_actions.operations import make_feed  # noqa: E402
from maillage.kit import clock, history  # noqa: E402
from maillage.people.demo import SIGN_INS  # noqa: E402
from maillage.people.models import Person  # noqa: E402
from maillage.territory.models import Neighbourhood  # noqa: E402

SIZES, ACTIONS, EACH = (1_000, 10_000, 100_000), 200, 5
A_DAY = 4
#: What any calendar must do at least: the events of the six weeks shown, in order.
BARE = """SELECT id, day, start, "end", state, title, action_id, neighbourhood_id, commune_id
FROM collective_actions_event WHERE withdrawn_at IS NULL AND day BETWEEN %s AND %s ORDER BY day, start, id"""


FEED, FEED_A_DAY = 5_000, 13
#: What any feed must do at least: its rows in order, and their lines.
BARE_FEED = """SELECT e.id, e.version, e.day, e.start, e."end", e.place, a.name_fr
FROM collective_actions_event e JOIN collective_actions_action a ON a.id = e.action_id
WHERE e.withdrawn_at IS NULL AND e.day BETWEEN %s AND %s ORDER BY e.day, e.start, e.id"""
BARE_LINES = (
    "BEGIN:VEVENT\r\nUID:{}@x\r\nSEQUENCE:{}\r\nDTSTART:{}T{}\r\nDTEND:{}\r\nLOCATION:{}\r\nSUMMARY:{}\r\n"
    "END:VEVENT\r\n"
)


def rate(work: Callable[[], object]) -> float:
    """How many a second."""
    began = time.perf_counter()
    for _ in range(EACH):
        work()
    return EACH / (time.perf_counter() - began)


def fill(size: int, a_day: int, today: date, people: list[Person]) -> None:
    """That many events, so many a day, backwards from a month ahead; two colleagues at each."""
    Event.raqs.through._default_manager.all().delete()
    Event.objects.all().delete()
    actions = list(Action.objects.order_by("pk")[:ACTIONS])
    places = list(Neighbourhood.objects.order_by("pk")[:50])
    first, moment = today + timedelta(days=31), clock.now()
    events = [
        Event(
            action=actions[number % len(actions)],
            day=first - timedelta(days=number // a_day),
            start=hour(8 + number % 10),
            neighbourhood=places[number % len(places)],
            state="held" if number // a_day > 31 else "planned",
            recorded_at=moment,
        )
        for number in range(size)
    ]
    Event.objects.bulk_create(events, batch_size=2_000)
    attached = Event.raqs.through
    attached._default_manager.bulk_create(
        [
            attached(event_id=event.pk, person_id=people[(number + shift) % len(people)].pk)
            for number, event in enumerate(events)
            for shift in (0, 1)
        ],
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def lines(size: int, a_day: int, client: Client, reader: Person) -> list[Line]:
    """The bare rows, the month put together, the month as a page, the list as a page."""
    today = clock.today()
    span = Span.around("month", today)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [span.first, span.last])
            cursor.fetchall()

    measures: dict[str, Callable[[], object]] = {
        "month, put together": lambda: page_of(readable(reader), span, reader),
        "month, the page": lambda: client.get("/agenda/"),
        "list, the page": lambda: client.get("/agenda/?view=list"),
    }
    rates = medians(
        {"bare": lambda: rate(bare), **{name: (lambda w=work: rate(w)) for name, work in measures.items()}}  # type: ignore[misc]
    )
    return [Line(f"{size:,} ({a_day} a day) {name}", rates[name], rates["bare"]) for name in measures]


def feed_lines(reader: Person) -> list[Line]:
    """Events a second: the feed of a whole year, and asked again when nothing changed."""
    today = clock.today()
    told: list[tuple[Model, dict[str, object]]] = [(event, {}) for event in Event.objects.all()]
    history.record_each(by=reader, verb="collective_actions.event.added", told=told)
    made = make_feed(by=reader, kind="team", language="fr", name="bench")
    url, client = f"/agenda/feed.ics?key={made.key}", Client()
    whole = client.get(url)
    assert whole.content.count(b"BEGIN:VEVENT") == FEED

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE_FEED, [today - timedelta(days=365), today + timedelta(days=365)])
            "".join(BARE_LINES.format(*row) for row in cursor.fetchall())

    measures: dict[str, Callable[[], object]] = {
        "bare": bare,
        "the feed": lambda: client.get(url),
        "nothing changed": lambda: client.get(url, headers={"If-None-Match": whole["ETag"]}),
    }
    rates = medians({what: (lambda w=work: FEED * rate(w)) for what, work in measures.items()})  # type: ignore[misc]
    size = f"feed of {FEED:,} ({len(whole.content) // 1000:,} KB)"
    return [Line(f"{size}: {what}", rates[what], rates["bare"]) for what in measures if what != "bare"]


def main(name: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=sys.stderr)
    settings.ALLOWED_HOSTS = ["testserver"]
    reader = Person.objects.get(email=SIGN_INS[0].email)
    client = open_session(Client(), reader)
    people = list(Person.objects.order_by("pk")[:20])
    day = clock.today()
    Action.objects.bulk_create(Action(name_fr=f"Action {n}", created_on=day) for n in range(ACTIONS))
    found: list[Line] = []
    for size in SIZES:
        fill(size, A_DAY, day, people)
        found += lines(size, A_DAY, client, reader)
    fill(SIZES[-1], 27, day, people)
    found += lines(SIZES[-1], 27, client, reader)
    print(table(f"Calendar, {name}", "bare query", found))
    fill(FEED, FEED_A_DAY, day, people)
    print(table(f"Feeds, {name}: events", "bare query and lines", feed_lines(reader)))


if __name__ == "__main__":
    main(sys.argv[1])
