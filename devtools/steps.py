"""Steps: one line each on the terminal, done again only when what they depend on changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from devtools.places import CACHE, ROOT
from devtools.processes import StopError, stop_all, tail

STAMPS = CACHE / "stamps"
NAME_WIDTH = 34


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """One short text that changes when any of these files (folders: all below) or words changes."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.suffix in {".pyc", ".mo"} or not file.exists():
                continue
            digest.update(f"{file.relative_to(ROOT)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def always(name: str, work: Callable[[], object]) -> None:
    """Do `work`, with its name and its seconds on one line."""
    print(f"  {name:<{NAME_WIDTH}}", end="", flush=True)
    began = time.monotonic()
    try:
        work()
    except StopError:
        print("     ✗")
        raise
    print(f"{time.monotonic() - began:6.1f} s", flush=True)


def step(
    name: str, work: Callable[[], object], *, inputs: str, made: Path, stamp: Path | None = None
) -> None:
    """Do `work` unless it was done for these inputs and what it made is still there."""
    mark = stamp or STAMPS / name.lower().replace(" ", "-")
    if made.exists() and mark.exists() and mark.read_text() == inputs:
        return
    mark.unlink(missing_ok=True)
    always(name, work)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(inputs)


@dataclass(frozen=True)
class Check:
    """One independent proof: a name and the work, which raises StopError when it does not hold."""

    name: str
    work: Callable[[], object]


@dataclass(frozen=True)
class Outcome:
    name: str
    seconds: float
    error: StopError | None


def _try(check: Check) -> Outcome:
    began = time.monotonic()
    try:
        check.work()
    except StopError as error:
        return Outcome(check.name, time.monotonic() - began, error)
    return Outcome(check.name, time.monotonic() - began, None)


def run_checks(checks: list[Check], *, at_once: int = 2) -> list[Outcome]:
    """Run every check, `at_once` at a time, even when one fails; tell each as it ends."""
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(at_once) as pool:
        waiting: set[Future[Outcome]] = {pool.submit(_try, check) for check in checks}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    outcomes.append(future.result())
                    tell(outcomes[-1])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_all()
            raise
    return outcomes


def tell(outcome: Outcome) -> None:
    sign = "✗" if outcome.error else "✓"
    print(f"{sign} {outcome.name:<{NAME_WIDTH}}{outcome.seconds:6.1f} s", flush=True)
    if outcome.error:
        print(f"  {outcome.error}")
        if outcome.error.log:
            print(tail(outcome.error.log), flush=True)


def summary(outcomes: list[Outcome]) -> int:
    """The last word: each step with its time and result; the exit code."""
    failed = [outcome for outcome in outcomes if outcome.error]
    print("\nSummary")
    for outcome in outcomes:
        print(f"  {'✗' if outcome.error else '✓'} {outcome.name:<{NAME_WIDTH}}{outcome.seconds:6.1f} s")
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} steps hold.")
    return 1 if failed else 0
