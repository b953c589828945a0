"""A PostgreSQL server for one run of the tests, thrown away afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devtools.ground import find_program, is_root
from devtools.places import CACHE
from devtools.processes import StopError, run

# Nothing here outlives the run: durability would only slow it down.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB"


def _programs() -> Path:
    initdb = find_program("postgres")
    if initdb is None:
        packaged = sorted((CACHE / "postgres-package").glob("*/pginstall/bin/initdb"))
        initdb = packaged[0] if packaged else None
    if initdb is None:
        raise StopError(
            "PostgreSQL is missing on this machine: as root, run `apt-get install -y postgresql`."
        )
    return initdb.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_server_user(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: it then runs as the user that Debian's package made."""
    return ["runuser", "-u", "postgres", "--", *command] if is_root() else list(command)


@contextlib.contextmanager
def temporary_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server of our own on a free port; the value is its DATABASE_URL. Benches want it durable."""
    programs = _programs()
    # The system's temporary folder, since the server's user may not enter a working copy in /root.
    folder = Path(tempfile.mkdtemp(prefix="maillage-postgres-"))
    cluster, port = folder / "cluster", free_port()
    try:
        if is_root():
            shutil.chown(folder, "postgres", "postgres")
        initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", "maillage", "-A", "trust", "-E", "UTF8"]
        run(_as_server_user(*initdb, "--no-sync"), "PostgreSQL cluster", cwd=folder)
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
        options += "" if durable else f" {FAST}"
        control = [str(programs / "pg_ctl"), "-D", str(cluster), "-w"]
        log = str(folder / "server.log")
        run(_as_server_user(*control, "-l", log, "-o", options, "start"), "PostgreSQL start", cwd=folder)
        try:
            yield f"postgres://maillage@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                _as_server_user(*control, "-m", "immediate", "stop"),
                cwd=folder,
                stdout=subprocess.DEVNULL,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
