"""Rounds, medians and the table they end in."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import django

from devtools.processes import QUICK

ROUNDS = 5


def sized(whole: int, quick: int) -> int:
    """How much of something: less of it in a quick run."""
    return quick if os.environ.get(QUICK) else whole


@dataclass(frozen=True)
class Line:
    """One row of the table: our rate beside the limit's, both a second."""

    what: str
    ours: float
    limit: float

    @property
    def ratio(self) -> str:
        return f"{self.ours / self.limit:.2f}"


def medians(measures: Mapping[str, Callable[[], float]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """The median rate of each measure; they take turns, so that a slow moment of the machine hits all."""
    rates: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            rates[name].append(measure())
    return {name: statistics.median(taken) for name, taken in rates.items()}


def machine() -> str:
    """What the figures were taken on."""
    processor = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    return f"{os.cpu_count()} × {processor}; {versions}, SQLite {sqlite3.sqlite_version}"


def table(title: str, limit: str, lines: list[Line]) -> str:
    rows = [f"  {line.what:<38}{line.ours:>12,.0f}{line.limit:>14,.0f}{line.ratio:>8}" for line in lines]
    head = f"  {'':<38}{'ours a second':>12}{limit:>14}{'ratio':>8}"
    return "\n".join([title, head, *rows])
