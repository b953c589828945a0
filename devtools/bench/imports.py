"""Importing actors beside a raw INSERT of the same rows, on both databases."""

from __future__ import annotations

from devtools.bench.history import measured_on, temporary_sqlite
from devtools.postgres import temporary_postgres

BENCH = "imports_on_one_database"


def main() -> str:
    with temporary_sqlite() as url:
        sqlite = measured_on("SQLite", url, BENCH)
    with temporary_postgres(durable=True) as url:
        return f"{sqlite}\n{measured_on('PostgreSQL', url, BENCH)}"
