"""`./dev run`: the demo on this machine, with the sealer of the history beside it."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import threading
import time

from devtools import ground
from devtools.places import PYTHON
from devtools.processes import StopError, environment, run, start, stop_all

DEFAULT_PORT = 8000
ANSWER_WITHIN_SECONDS = 60.0
_pause = threading.Event()


def require_free(port: int) -> None:
    """Refuse a port that another program holds, before any long step."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            other = f"./dev run --port {port % 60000 + 1}"
            raise StopError(f"Port {port} cannot be used ({error}). Choose another: {other}") from error


def gunicorn(application: str, port: int, *, workers: int = 2, threads: int = 4) -> list[str]:
    """The server's command; the benches use the same one."""
    options = ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [str(PYTHON), "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *options, *quiet]


def wait_until_answers(server: subprocess.Popen[bytes], port: int, path: str) -> int:
    """Wait for the first answer; give back its status."""
    deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path, headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status
        _pause.wait(0.1)
    raise StopError("The server did not come up: its own words are above.")


def set_up(*, fresh: bool = False) -> None:
    """Everything the demo needs; nothing when nothing changed."""
    ground.ensure_python("run")
    ground.ensure_frontend()
    ground.ensure_catalogues()
    ground.ensure_static()
    ground.ensure_demo(fresh=fresh)


def serve(port: int, *, fresh: bool) -> int:
    """Set up and serve until Ctrl-C."""
    require_free(port)
    set_up(fresh=fresh)
    env = environment(DJANGO_SETTINGS_MODULE="maillage.settings.demo")
    try:
        server = start(gunicorn("maillage.wsgi:application", port), env=env)
        sealer = start(ground.manage("seal_history", "--every", "2"), env=env)
        worker = start(ground.manage("db_worker", "--interval", "1", "--no-reload"), env=env)
        signins = run(ground.manage("demo_signins"), "Demo sign-ins", env=env)
        status = wait_until_answers(server, port, "/sign-in/")
        if status >= http.client.INTERNAL_SERVER_ERROR:
            print(f"The sign-in page answers {status}: its words are above.")
        print(f"\nMaillage, the demo: http://localhost:{port}   (Ctrl-C stops it)\n\n{signins}", flush=True)
        children = {"The server": server, "The sealer of the history": sealer, "The worker": worker}
        while all(child.poll() is None for child in children.values()):
            _pause.wait(0.5)
        who = next(name for name, child in children.items() if child.poll() is not None)
        raise StopError(f"{who} stopped by itself: its own words are above.")
    finally:
        stop_all()
