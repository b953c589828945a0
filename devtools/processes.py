"""Starting programs so that none survives this one, and saying what went wrong in one sentence."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import threading
from pathlib import Path
from types import FrameType

from devtools.places import CACHE, DATA, LOGS, ROOT, VENV

TAIL_LINES = 40
GRACE_SECONDS = 5.0
STEP_LIMIT_SECONDS = 1500.0
QUICK = "MAILLAGE_BENCH_QUICK"  # set: benches take small sizes, to see that they work
# What would make the same command behave differently from one terminal to the next.
UNWANTED = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}

_children: set[subprocess.Popen[bytes]] = set()
_children_lock = threading.Lock()


class StopError(Exception):
    """The work cannot go on: one sentence for the person, and the end of the log that says why."""

    def __init__(self, sentence: str, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.log = log


def environment(**more: str) -> dict[str, str]:
    """The person's environment (certificates, proxies, npm's own), with tools' caches kept in `.cache`."""
    kept = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    return {
        **kept,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "MAILLAGE_DATA": str(DATA),
        "RUFF_CACHE_DIR": str(CACHE / "ruff"),
        "MYPY_CACHE_DIR": str(CACHE / "mypy"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
        **more,
    }


def start(
    command: list[str], *, env: dict[str, str] | None = None, cwd: Path = ROOT, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own, so that stopping it also stops what it started."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("wb")) if log else None
        try:
            child = subprocess.Popen(
                command,
                cwd=cwd,
                env=env or environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise StopError(f"The program {command[0]} is missing on this machine.") from error
    with _children_lock:
        _children.add(child)
    return child


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a program and all it started: politely, then for good."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)
    with _children_lock:
        _children.discard(child)


def stop_all() -> None:
    with _children_lock:
        running = list(_children)
    for child in running:
        stop(child)


def run(
    command: list[str],
    name: str,
    *,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    hint: str = "",
    limit: float = STEP_LIMIT_SECONDS,
) -> str:
    """Run a program to its end and give back what it said; a failure is one sentence and the log's end."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.log"
    child = start(command, env=env, cwd=cwd, log=log)
    try:
        code = child.wait(limit)
    except subprocess.TimeoutExpired:
        raise StopError(f"{name} did not finish within {limit:.0f} seconds.", log) from None
    finally:
        stop(child)
    if code != 0:
        raise StopError(f"{name} did not succeed (exit code {code}). {hint}".rstrip(), log)
    return log.read_text(errors="replace")


def tail(log: Path) -> str:
    """The last lines of a log, indented, for the terminal."""
    lines = log.read_text(errors="replace").rstrip().splitlines()[-TAIL_LINES:]
    return "\n".join(f"    {line}" for line in lines)


def end_like_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def listen_to_signals() -> None:
    """Ctrl-C, a closed terminal and a polite kill all stop the children, wherever this was started."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, end_like_interrupt)
