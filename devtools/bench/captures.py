"""Saving: over HTTP on both databases beside raw durable INSERTs, then on a phone six times slower."""

from __future__ import annotations

import tempfile
from pathlib import Path

from devtools.bench import captures_in_browser
from devtools.bench.history import measured_on
from devtools.bench.pages import copy_database
from devtools.places import DATA, DEMO_DATABASE
from devtools.postgres import temporary_postgres
from devtools.processes import StopError

BENCH = "captures_on_one_database"


def main() -> str:
    said = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        copy = Path(folder) / "demo.sqlite3"
        copy_database(DEMO_DATABASE, copy)
        url = f"sqlite:///{copy}"
        said += [measured_on("SQLite", url, BENCH), captures_in_browser.measured(url)]
    try:
        with temporary_postgres(durable=True) as url:
            said.append(measured_on("PostgreSQL", url, BENCH))
    except StopError as missing:
        said.append(str(missing))
    return "\n\n".join(said)
