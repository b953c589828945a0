"""`maillage serve`: pages, jobs and sealing together; what stops is started again; logs keep quiet."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.installation.tests.conftest import HOST, Installation
from maillage.kit import jobs
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running `maillage serve`."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        installation.environment["MAILLAGE_BIND"] = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            installation.command("serve"), env=installation.env(), stdout=subprocess.PIPE, text=True
        )
        self.lines: list[dict[str, Any]] = []

    def until(self, event: str, times: int = 1) -> None:
        """Read its lines until one says that."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))
            times -= self.lines[-1].get("event") == event
            if not times:
                return
        raise AssertionError(f"it ended without saying {event!r}: {self.lines[-5:]}")

    def get(self, path: str, **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": HOST, **headers})
            return connection.getresponse().status

    def children(self) -> dict[str, int]:
        """The processes it started, by what they run."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in listed}
        marks = {"web": "gunicorn", "worker": "db_worker", "scheduler": "rounds"}
        return {name: pid for name, mark in marks.items() for pid, line in commands.items() if mark in line}


@pytest.fixture
def served(installed: Installation) -> Iterator[Served]:
    one = Served(installed)
    yield one
    one.process.send_signal(signal.SIGTERM)
    one.process.communicate(timeout=60)


def test_it_serves_behind_its_proxy_and_logs_nothing_of_what_people_ask(
    served: Served, installed: Installation
) -> None:
    served.until("ready: pages are served")
    by_proxy = {"X-Forwarded-Proto": "https"}
    assert served.get("/healthz") == 204
    assert served.get("/sign-in/?name=Basilic-secret") == 301
    assert served.get("/sign-in/?name=Basilic-secret", **by_proxy) == 200
    assert served.get("/Basilic-secret/", **by_proxy) == 404
    served.process.send_signal(signal.SIGTERM)
    served.until("everything stopped")
    assert served.process.wait(60) == 0
    pages = [line for line in served.lines if line.get("route") == "people:sign_in"]
    assert {"method": "GET", "status": 200}.items() <= pages[-1].items()
    log = (installed.folder / "logs" / "maillage.log").read_text()
    assert "people:sign_in" in log
    for kept in (log, json.dumps(served.lines)):
        assert "Basilic" not in kept


def test_a_process_that_dies_is_started_again(served: Served) -> None:
    served.until("ready: pages are served")
    before = served.children()
    assert set(before) == {"web", "worker", "scheduler"}
    os.kill(before["worker"], signal.SIGKILL)
    served.until("a process stopped and is started again")
    served.until("Starting worker worker_id=%s queues=%s")
    after = served.children()
    assert after["worker"] != before["worker"]
    assert after["web"] == before["web"]


def test_jobs_have_their_turns_and_a_second_serve_is_refused(served: Served, installed: Installation) -> None:
    """Among them the nightly backup; every job has a turn that is due when Maillage first starts."""
    served.until("ready: pages are served")
    served.until("Task id=%s path=%s state=%s", times=2 * (len(jobs.JOBS) + 1))
    told = installed.run("doctor").stdout
    assert "The last backup is of" in told
    assert "TO DO  Backups are not encrypted" in told
    assert told.count("TO DO") == 1
    assert "stop it first" in installed.refused("serve")


def test_a_database_with_accounts_of_the_demo_is_not_served(installed: Installation) -> None:
    with installed.opened() as alias:
        Person.objects.using(alias).filter(email="p0@test.example").update(email="basilic@demo.example")
    assert "demo" in installed.refused("serve")


def test_no_child_outlives_it(served: Served) -> None:
    served.until("ready: pages are served")
    children = served.children()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 0
    assert [pid for pid in children.values() if Path(f"/proc/{pid}").exists()] == []


def test_an_address_in_use_is_refused_in_a_sentence(installed: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        installed.environment["MAILLAGE_BIND"] = f"127.0.0.1:{other.getsockname()[1]}"
        assert "MAILLAGE_BIND" in installed.refused("serve")
