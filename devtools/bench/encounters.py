"""Meetings: one author’s pages among 10 thousand, 100 thousand and 1 million rows, beside the raw query."""

from __future__ import annotations

import subprocess
import sys

from devtools.bench.history import temporary_sqlite
from devtools.places import ROOT
from devtools.postgres import temporary_postgres
from devtools.processes import environment


def measured_on(name: str, url: str) -> str:
    """One process a database: Django knows one default database a process."""
    env = environment(DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=url)
    command = [sys.executable, "-m", "devtools.bench.encounters_on_one_database", name]
    answer = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return answer.stdout.rstrip()


def main() -> str:
    with temporary_sqlite() as url:
        sqlite = measured_on("SQLite", url)
    with temporary_postgres(durable=True) as url:
        return f"{sqlite}\n{measured_on('PostgreSQL', url)}"
