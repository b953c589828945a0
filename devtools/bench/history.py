"""History: appending an entry beside a raw INSERT of the same bytes; sealing and verifying a long chain."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from devtools.places import DATA, ROOT
from devtools.postgres import temporary_postgres
from devtools.processes import environment


@contextlib.contextmanager
def temporary_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        yield f"sqlite:///{folder}/history.sqlite3"


def measured_on(name: str, url: str, bench: str = "history_on_one_database") -> str:
    """One process a database: Django knows one default database a process."""
    env = environment(DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=url)
    command = [sys.executable, "-m", f"devtools.bench.{bench}", name]
    answer = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return answer.stdout.rstrip()


def main() -> str:
    with temporary_sqlite() as url:
        sqlite = measured_on("SQLite", url)
    with temporary_postgres(durable=True) as url:
        return f"{sqlite}\n{measured_on('PostgreSQL', url)}"
