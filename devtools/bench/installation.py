"""A real installation: how soon it answers, what it weighs, upgrade and backup with a long history."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devtools.bench.harness import medians
from devtools.places import DATA, PACKAGE, ROOT
from devtools.postgres import free_port
from devtools.processes import environment, start, stop
from devtools.serving import gunicorn, wait_until_answers

HOST = "localhost"
ENTRIES = 1_000_000
USERS = 20
LOAD_SECONDS = 5.0
MB = 1_000_000
LAST_RELEASE = PACKAGE / "installation" / "tests" / "last_release.json"


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "maillage.installation", "--data", str(folder), *words]


def say(folder: Path, *words: str) -> None:
    subprocess.run(
        command(folder, *words), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, check=True
    )


def install(folder: Path, port: int) -> None:
    say(folder, "init", "--host", HOST, "--bind", f"127.0.0.1:{port}")


def seconds_to_answer(wanted: list[str], port: int, path: str) -> float:
    began = time.perf_counter()
    server = start(wanted, env=environment(), log=DATA / "bench-serve.log")
    try:
        wait_until_answers(server, port, path)
        return time.perf_counter() - began
    finally:
        stop(server)


def tree(pid: int) -> list[int]:
    """A process and all it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in tree(int(child)))]


def megabytes(pid: int) -> float:
    """What the processes take together, shared pages counted once (Pss)."""
    lines = [
        line
        for one in tree(pid)
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(int(line.split()[1]) for line in lines) / 1024


def weight(wanted: list[str], port: int, path: str, asked: str) -> tuple[float, float]:
    """Memory once it answers, and while 20 people ask."""
    server = start(wanted, env=environment(), log=DATA / "bench-serve.log")
    try:
        wait_until_answers(server, port, path)
        idle = megabytes(server.pid)
        load = [str(port), asked, "--connections", str(USERS), "--seconds", str(LOAD_SECONDS)]
        users = subprocess.Popen(
            [sys.executable, "-m", "devtools.bench.load", *load], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        highest = idle
        while users.poll() is None:
            highest = max(highest, megabytes(server.pid))
        return idle, highest
    finally:
        stop(server)


# --- Starting --------------------


def starting(folder: Path) -> list[str]:
    """`init` beside Django's own migrations; `serve` beside a bare view on the same server."""
    port, bare = free_port(), free_port()
    made = seconds(lambda: install(folder, port))
    empty = environment(
        DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=f"sqlite:///{folder}/empty.sqlite3"
    )
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    migrated = seconds(lambda: subprocess.run(migrate, cwd=ROOT, env=empty, check=True))
    ours, theirs = command(folder, "serve"), gunicorn("devtools.bench.bare:application", bare)
    rates = medians(
        {
            "ours": lambda: 1 / seconds_to_answer(ours, port, "/healthz"),
            "bare": lambda: 1 / seconds_to_answer(theirs, bare, "/"),
        },
        rounds=3,
    )
    idle, busy = weight(ours, port, "/healthz", "/sign-in/")
    limit, limit_busy = weight(theirs, bare, "/", "/")
    return [
        head("Starting", "the limit"),
        line_of("init, seconds (limit: migrate alone)", made, migrated),
        line_of("serve to the first answer, seconds", 1 / rates["ours"], 1 / rates["bare"]),
        line_of("MB idle: web, worker, scheduler", idle, limit),
        line_of(f"MB while {USERS} people read", busy, limit_busy),
        "  Limit of `serve`: a bare Django view on the same server, without worker or scheduler.",
    ]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def head(title: str, limit: str) -> str:
    return f"Installation: {title}\n  {'':<38}{'ours':>12}{limit:>14}{'ratio':>8}"


def line_of(what: str, ours: float, limit: float) -> str:
    return f"  {what:<38}{ours:>12.1f}{limit:>14.1f}{ours / limit:>8.2f}"


# --- A long history --------------------


def released(folder: Path) -> None:
    """An installation as the last release left it, with a long history."""
    from maillage.installation import place

    place.make(folder, hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    nodes = list(json.loads(LAST_RELEASE.read_text()).items())
    code = (
        f"from maillage.installation import copies; copies.make_tables('default', {nodes!r}); "
        f"from devtools.bench.long_history import fill; fill({ENTRIES})"
    )
    say(folder, "manage", "shell", "--no-imports", "-c", code)


def raw_insert_and_scan(folder: Path) -> float:
    """The limit: the bare driver reads every entry once and writes it into a new file, as durably."""
    new = folder / "raw.sqlite3"
    with (
        contextlib.closing(sqlite3.connect(folder / "maillage.sqlite3")) as old,
        contextlib.closing(sqlite3.connect(new)) as raw,
    ):
        columns = [row[1] for row in old.execute("PRAGMA table_info(kit_historyentry)")]
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute(f"CREATE TABLE entry ({', '.join(columns)})")
        began = time.perf_counter()
        rows = old.execute("SELECT * FROM kit_historyentry")
        raw.executemany(f"INSERT INTO entry VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
        raw.commit()
        took = time.perf_counter() - began
    new.unlink()
    return took


def long_history(folder: Path) -> list[str]:
    """Upgrade and encrypted backup of a million entries, beside reading and writing them once."""
    released(folder)
    limit = raw_insert_and_scan(folder)
    upgrade = command(folder, "upgrade")
    run = partial(subprocess.run, upgrade, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    upgraded = seconds(lambda: run(check=False))  # a doctor that finds no turn of a job says 1
    say(folder, "backup-key")
    backed_up = seconds(lambda: say(folder, "backup"))
    verified = seconds(lambda: say(folder, "manage", "verify_history"))
    size = (folder / "maillage.sqlite3").stat().st_size / MB
    return [
        head(f"{ENTRIES:,} entries of history, {size:.0f} MB", "raw, once"),
        line_of("upgrade, seconds", upgraded, limit),
        line_of("backup, encrypted, seconds", backed_up, limit),
        line_of("reading the chain again, seconds", verified, limit),
        "  Raw: the bare driver reads every entry and writes it into a new file, once.",
    ]


def main() -> str:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        lines = [*starting(Path(folder) / "served"), *long_history(Path(folder) / "upgraded")]
    return "\n".join(lines)
