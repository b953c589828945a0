"""`maillage serve`: web, worker and scheduler as children; what stops is started again."""

import contextlib
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from maillage.installation import doctor, erasures
from maillage.installation.place import RefusedError
from maillage.kit.logs import AllowListFormatter, is_a_line

GRACE_SECONDS = 30.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # a child that ran for so long starts again at once
LOG_BYTES, LOG_FILES = 10_000_000, 10

CHILDREN = {
    "web": ["-m", "gunicorn", "-c", "python:maillage.installation.web", "maillage.wsgi:application"],
    "worker": ["-m", "django", "db_worker", "--interval", "1", "--no-reload"],
    "scheduler": ["-m", "maillage.installation.rounds"],
}


@dataclass
class Child:
    """A process that must run, and how often it stopped lately."""

    name: str
    process: subprocess.Popen[str]
    began: float = field(default_factory=time.monotonic)
    stops: int = 0
    again_at: float = 0.0


class Supervisor:
    """Starts the children, keeps their lines, starts again what stopped, ends everything."""

    def __init__(self, folder: Path) -> None:
        self.stopping, self.writing = threading.Event(), threading.Lock()
        (folder / "logs").mkdir(mode=0o700, exist_ok=True)
        self.log = RotatingFileHandler(
            folder / "logs" / "maillage.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES
        )
        self.log.setFormatter(logging.Formatter("%(message)s"))
        self.children = {name: Child(name, self._start(name)) for name in CHILDREN}

    def _start(self, name: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *CHILDREN[name]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=(name, process), daemon=True).start()
        return process

    def _listen(self, name: str, process: subprocess.Popen[str]) -> None:
        """Keep what a child says in the one form; anything else may hold what people wrote."""
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if is_a_line(line):
                    self._write(line.strip())

    def _write(self, line: str) -> None:
        """One thread at a time: the lines of two children never run into each other."""
        with self.writing:
            print(line, flush=True)
        self.log.handle(logging.LogRecord("maillage", logging.INFO, "", 0, line, None, None))

    def tell(self, event: str, child: str = "") -> None:
        """A line of the supervisor's own; `event` holds nothing but our words."""
        record = logging.LogRecord(f"maillage.serve.{child}", logging.INFO, "", 0, event, None, None)
        self._write(AllowListFormatter().format(record))

    def watch(self) -> None:
        """Until told to stop: start again what stopped, after a pause that grows as it keeps stopping."""
        while not self.stopping.wait(0.2):
            for child in self.children.values():
                self._look_at(child)

    def _look_at(self, child: Child) -> None:
        now = time.monotonic()
        if child.process.poll() is None:
            return
        if not child.again_at:
            child.stops = 1 if now - child.began > STEADY_SECONDS else child.stops + 1
            child.again_at = now + min(2.0 ** (child.stops - 1) - 1, LONGEST_PAUSE)
            self.tell("a process stopped and is started again", child.name)
        if now >= child.again_at:
            child.process, child.began, child.again_at = self._start(child.name), now, 0.0

    def stop(self) -> None:
        """Ask every child to finish what it does; whatever has not ended after a while is ended."""
        self.stopping.set()
        running = [child.process for child in self.children.values() if child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.tell("everything stopped")


def answers() -> bool:
    """Whether pages are served, and the database behind them."""
    address, _, port = settings.BIND.rpartition(":")
    near = {"0.0.0.0": "127.0.0.1", "[::]": "::1"}.get(address, address.strip("[]"))  # noqa: S104
    connection = http.client.HTTPConnection(near, int(port), timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return connection.getresponse().status == http.client.NO_CONTENT
    return False


def notify_system() -> None:
    """Tell systemd, when it started us, that we are ready."""
    if where := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system, contextlib.suppress(OSError):
            system.sendto(b"READY=1", "\0" + where[1:] if where.startswith("@") else where)


def _announce(supervisor: Supervisor) -> None:
    while not supervisor.stopping.wait(0.1):
        if answers():
            supervisor.tell("ready: pages are served")
            notify_system()
            return


def serve(folder: Path) -> int:
    """Serve until SIGTERM or Ctrl-C. Refuses an address in use and a database of another version."""
    refuse_to_serve()
    erasures.reconcile()  # a restored database is never served before its erasures are done again
    connections.close_all()
    supervisor = Supervisor(folder)

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    threading.Thread(target=_announce, args=(supervisor,), daemon=True).start()
    try:
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def refuse_to_serve() -> None:
    """Raises RefusedError with what to do first."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RefusedError("The database is of another version than the software: run `maillage upgrade`.")
    if doctor.demo_accounts():
        raise RefusedError("Accounts of the demo are in this database: it is no place for real people.")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        raise RefusedError("The files of the pages are missing: run `maillage upgrade`.")
    address, _, port = settings.BIND.rpartition(":")
    family = socket.AF_INET6 if "[" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.strip("[]"), int(port)))
        except OSError:
            raise RefusedError(
                f"{settings.BIND} is in use or not of this machine: see MAILLAGE_BIND."
            ) from None
