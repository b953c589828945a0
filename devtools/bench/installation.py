"""A real installation: how soon it answers, what it weighs, how long an upgrade takes with a long history."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from devtools.bench.harness import Line, medians, table
from devtools.places import DATA, PACKAGE, ROOT
from devtools.postgres import free_port
from devtools.processes import environment, start, stop
from devtools.serving import gunicorn, wait_until_answers

HOST = "localhost"
ENTRIES = 1_000_000
USERS = 20
LOAD_SECONDS = 5.0
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


def serving(folder: Path) -> list[str]:
    port, bare = free_port(), free_port()
    install(folder, port)
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
        "Installation: `serve` beside a bare Django view on the same server",
        f"  {'':<38}{'ours':>12}{'bare view':>14}{'ratio':>8}",
        line_of("seconds to the first answer", 1 / rates["ours"], 1 / rates["bare"]),
        line_of("MB, idle (all processes)", idle, limit),
        line_of(f"MB, while {USERS} people ask", busy, limit_busy),
    ]


def line_of(what: str, ours: float, limit: float) -> str:
    return f"  {what:<38}{ours:>12.1f}{limit:>14.1f}{ours / limit:>8.2f}"


def upgrading(folder: Path) -> str:
    """From the last release with a long history, beside reading that history once."""
    from maillage.installation import place

    place.make(folder, hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    for app, name in json.loads(LAST_RELEASE.read_text()).items():
        say(folder, "manage", "migrate", app, name, "--verbosity", "0")
    code = f"from devtools.bench.long_history import fill; fill({ENTRIES})"
    say(folder, "manage", "shell", "--no-imports", "-c", code)
    began = time.perf_counter()
    subprocess.run(
        command(folder, "upgrade"), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, check=False
    )
    upgraded = time.perf_counter() - began
    began = time.perf_counter()
    say(folder, "manage", "verify_history")
    verified = time.perf_counter() - began
    lines = [Line(f"upgrade, {ENTRIES:,} entries", ENTRIES / upgraded, ENTRIES / verified)]
    words = table("Upgrade: entries a second, beside reading the history once", "read once", lines)
    return f"{words}\n  {'seconds':<38}{upgraded:>12.1f}{verified:>14.1f}"


def main() -> str:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        served = serving(Path(folder) / "served")
        return "\n".join([*served, upgrading(Path(folder) / "upgraded")])
