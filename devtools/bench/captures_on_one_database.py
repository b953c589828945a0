"""The saving bench on the database of DATABASE_URL, which it may fill as it likes."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import time
import urllib.parse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from devtools.bench.envelopes import envelope, keys_and_bytes  # noqa: E402
from devtools.bench.harness import Line, medians, sized, table  # noqa: E402
from devtools.bench.pages import TOKEN, sign_in  # noqa: E402
from devtools.postgres import free_port  # noqa: E402
from devtools.processes import environment, start, stop  # noqa: E402
from devtools.serving import gunicorn, wait_until_answers  # noqa: E402
from maillage.encounters.models import Intervention  # noqa: E402
from maillage.kit import clock  # noqa: E402
from maillage.kit.policy import permits_adding  # noqa: E402
from maillage.people.models import Person  # noqa: E402
from maillage.sync import operations  # noqa: E402

CLIENTS = 10
BATCHES = (1, 20, 100)
PHONES, ITEMS = 20, 40  # everybody back from the field at once (F40)
FORM = "/encounters/new/"


@dataclass
class Phone:
    """One device and its kept-alive connection."""

    port: int
    token: str
    took: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def send(self, batch: list[dict[str, object]]) -> None:
        """One message; every note in it must have been noted."""
        body = json.dumps({"protocol": 1, "clock": clock.now().isoformat(), "envelopes": batch})
        headers = {
            "Host": f"localhost:{self.port}",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        began = time.perf_counter()
        self.connection.request("POST", "/sync/envelopes", body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        self.took.append(time.perf_counter() - began)
        if answer.status != http.client.OK:
            raise RuntimeError(f"the server answers {answer.status}")
        if any(each["result"] != "applied" for each in json.loads(said)["results"]):
            raise RuntimeError("a note was not applied")


class Saving:
    """Takes turns on one growing database."""

    def __init__(self, port: int) -> None:
        self.port, self.notes = port, sized(100, 20)
        people = Person.objects.filter(is_active=True).order_by("pk")
        self.raqs = [person for person in people if permits_adding(person, Intervention)]
        self.phones = [self._phone(number) for number in range(PHONES)]
        self.cookie = sign_in(port)

    def _phone(self, number: int) -> Phone:
        _device, token = operations.add_device(by=self.raqs[number % len(self.raqs)], label="bench")
        return Phone(self.port, token)

    def batches(self, size: int) -> float:
        """Notes a second from one phone, so many a message."""
        made = [[envelope() for _ in range(size)] for _ in range(max(1, self.notes // size))]
        return _rate(len(made) * size, lambda: _send_all(self.phones[0], made))

    def many(self, phones: int, each: int, size: int) -> float:
        """Notes a second from phones that send at the same time."""
        made = [[[envelope() for _ in range(size)] for _ in range(each // size)] for _ in range(phones)]

        def work() -> None:
            with ThreadPoolExecutor(phones) as pool:
                list(pool.map(_send_all, self.phones, made))

        return _rate(phones * (each // size) * size, work)

    def page(self) -> float:
        """Notes a second by the form of the page, signed in, without script."""
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": f"localhost:{self.port}", "Cookie": self.cookie}
        there.request("GET", FORM, headers=headers)
        token = TOKEN.search(there.getresponse().read().decode())
        said = {
            "csrfmiddlewaretoken": token[1] if token else "",
            "happened_on": clock.today().isoformat(),
            "actions_done": "listen",
        }
        headers["Content-Type"] = "application/x-www-form-urlencoded"

        def work() -> None:
            for _ in range(sized(30, 10)):
                there.request("POST", FORM, urllib.parse.urlencode(said), headers)
                answer = there.getresponse()
                answer.read()
                if answer.status != http.client.FOUND:
                    raise RuntimeError(f"the form answers {answer.status}")

        return _rate(sized(30, 10), work)

    def raw(self, size: int) -> float:
        """The limit: the same bytes by the driver, so many rows a durable transaction."""
        rows = [keys_and_bytes() for _ in range(max(self.notes, size))]
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bench_raw (id varchar(36) PRIMARY KEY, content text)")

        def work() -> None:
            for first in range(0, len(rows), size):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.executemany("INSERT INTO bench_raw VALUES (%s, %s)", rows[first : first + size])

        return _rate(len(rows), work)


def _send_all(phone: Phone, batches: list[list[dict[str, object]]]) -> None:
    for batch in batches:
        phone.send(batch)
    phone.connection.close()  # the server lets go of idle ones; the next message opens it again


def _rate(count: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def measured(saving: Saving) -> list[Line]:
    """Each measure beside the raw transactions of the same size."""
    raws: dict[str, Callable[[], float]] = {
        f"raw {size}": (lambda size=size: saving.raw(size))  # type: ignore[misc]
        for size in BATCHES
    }
    ours: dict[str, tuple[int, Callable[[], float]]] = {
        "the page's form, 1 client": (1, saving.page),
        "one note a message, 1 phone": (1, lambda: saving.batches(1)),
        f"one note a message, {CLIENTS} phones": (
            1,
            lambda: saving.many(CLIENTS, saving.notes // CLIENTS, 1),
        ),
        "20 notes a message, 1 phone": (20, lambda: saving.batches(20)),
        "100 notes a message, 1 phone": (100, lambda: saving.batches(100)),
    }
    rates = medians(raws | {name: work for name, (_size, work) in ours.items()}, rounds=sized(5, 1))
    return [Line(name, rates[name], rates[f"raw {size}"]) for name, (size, _work) in ours.items()]


def everybody_at_once(saving: Saving) -> str:
    """F40: how long until the last of them has every answer, and the slowest message."""
    phones, items = sized(PHONES, 5), sized(ITEMS, 20)
    for phone in saving.phones:
        phone.took.clear()
    rate = saving.many(phones, items, 20)
    took = [seconds for phone in saving.phones for seconds in phone.took]
    return (
        f"  {phones} phones × {items} notes at once: {phones * items / rate:.1f} s in all; a message of 20 "
        f"waits {statistics.median(took):.1f} s, the slowest {max(took):.1f} s"
    )


def main(name: str) -> str:
    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        call_command("load_demo", stdout=sys.stderr)
    port = free_port()
    env = environment(
        DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=os.environ["DATABASE_URL"]
    )
    server = start(gunicorn("maillage.wsgi:application", port), env=env)
    try:
        wait_until_answers(server, port, "/sign-in/")
        saving = Saving(port)
        saving.batches(1)
        lines = measured(saving)
        at_once = everybody_at_once(saving)
    finally:
        stop(server)
    title = f"Notes saved over HTTP on {name}, history and intake written: beside raw durable INSERTs"
    return f"{table(title, 'raw INSERT', lines)}\n{at_once}"


if __name__ == "__main__":
    print(main(sys.argv[1]))
