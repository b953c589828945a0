"""Pages a second: the sign-in page and a signed-in home beside a bare view, same server settings."""

from __future__ import annotations

import contextlib
import functools
import http.cookiejar
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

from devtools.bench.harness import Line, medians, table
from devtools.places import DATA, DEMO_DATABASE, ROOT
from devtools.postgres import free_port
from devtools.processes import environment, start, stop
from devtools.serving import gunicorn, wait_until_answers

SECONDS = 2.0
CLIENTS = 2
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def _client(port: int, path: str, cookie: str) -> subprocess.Popen[str]:
    wanted = [str(port), path, "--cookie", cookie, "--seconds", str(SECONDS)]
    command = [sys.executable, "-m", "devtools.bench.load", *wanted]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def rate(port: int, path: str, cookie: str = "") -> float:
    """Answers a second of two client processes together."""
    clients = [_client(port, path, cookie) for _ in range(CLIENTS)]
    answers = [client.communicate()[0] for client in clients]
    if any(client.returncode for client in clients):
        raise RuntimeError(f"{path} did not answer every request")
    return sum(int(answer) for answer in answers) / SECONDS


def sign_in(port: int) -> str:
    """Sign in as a demo RAQ by the form; the value is the cookie header of the session."""
    from maillage.people.demo import PASSWORD, SIGN_INS

    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://localhost:{port}/sign-in/"
    token = TOKEN.search(browser.open(address).read().decode())
    form = {
        "email": SIGN_INS[0].email,
        "password": PASSWORD,
        "csrfmiddlewaretoken": token[1] if token else "",
    }
    arrived = browser.open(address, urllib.parse.urlencode(form).encode())
    if "/sign-in/" in arrived.url:
        raise RuntimeError("the demo's sign-in was refused")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def copy_database(source: Path, target: Path) -> None:
    """A true copy, even while the demo is served."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def main() -> str:
    """Measure in turns on a copy of the demo, so that the demo keeps no trace."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        copy = Path(folder) / "demo.sqlite3"
        copy_database(DEMO_DATABASE, copy)
        env = environment(DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=f"sqlite:///{copy}")
        ports = {"maillage.wsgi:application": free_port(), "devtools.bench.bare:application": free_port()}
        servers = [start(gunicorn(application, port), env=env) for application, port in ports.items()]
        ours, bare = ports.values()
        try:
            wait_until_answers(servers[0], ours, "/sign-in/")
            wait_until_answers(servers[1], bare, "/")
            cookie = sign_in(ours)
            measures = {
                "bare": functools.partial(rate, bare, "/"),
                "sign-in page": functools.partial(rate, ours, "/sign-in/"),
                "home of a signed-in RAQ": functools.partial(rate, ours, "/", cookie),
            }
            for measure in measures.values():
                measure()
            rates = medians(measures)
        finally:
            for server in servers:
                stop(server)
    lines = [Line(name, taken, rates["bare"]) for name, taken in rates.items() if name != "bare"]
    return table("Pages: beside a bare Django view on the same server", "bare view", lines)
