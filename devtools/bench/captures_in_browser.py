"""A phone six times slower than this machine, in real Chromium, with the server really gone."""

from __future__ import annotations

import gzip
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from devtools.bench.harness import sized
from devtools.places import DIST
from devtools.postgres import free_port
from devtools.processes import StopError, environment, start, stop
from devtools.serving import gunicorn, wait_until_answers

SLOWER = 6
FORM = "/encounters/new/"
SCRIPTS = ("journal.js", "worker.js")
#: When the form is ready; of each save, when it was on the disk and when the next may begin.
WATCH = """
window.saves = [];
window.written = [];
let began = 0;
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...what) {
  const since = began;
  const done = () => window.written.push(performance.now() - since);
  if (since && this.name === "items") this.transaction.addEventListener("complete", done, { once: true });
  return put.apply(this, what);
};
document.addEventListener("submit", () => { began = performance.now(); }, true);
new MutationObserver(() => {
  const form = document.querySelector("form[data-journal=ready]");
  if (!form) return;
  window.readyAt ??= performance.now();
  const kept = form.querySelector("[data-kept]");
  if (!began || !kept || kept.hidden) return;
  window.saves.push(performance.now() - began);
  began = 0;
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


@contextmanager
def _served(url: str, port: int) -> Iterator[None]:
    env = environment(DJANGO_SETTINGS_MODULE="maillage.settings.demo", DATABASE_URL=url)
    server = start(gunicorn("maillage.wsgi:application", port), env=env)
    try:
        wait_until_answers(server, port, "/sign-in/")
        yield
    finally:
        stop(server)


@contextmanager
def _browser(folder: str, port: int) -> Iterator[Any]:
    """A page of a phone whose storage stays; each time a new process, as after a killed one."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        raise StopError("Chromium is missing on this machine: as root, run `apt-get install -y chromium`.")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=program,
            args=["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync"],
            viewport={"width": 390, "height": 844},
            locale="fr-BE",
            base_url=f"http://localhost:{port}",
        )
        page = context.new_page()
        page.add_init_script(WATCH)
        yield page
        context.close()


def _slowed(page: Any) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _installed(page: Any) -> None:
    """Signed in once, the form opened once: the rest is kept here."""
    from maillage.people.demo import PASSWORD, SIGN_INS

    page.goto("/sign-in/")
    page.locator("input[name=email]").first.fill(SIGN_INS[0].email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("input[type=password]").first.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(FORM)
    page.wait_for_selector("form[data-journal=ready]")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def _cold_start(folder: str, port: int) -> float:
    """Milliseconds from asking for the form until one can note, browser just started, no server."""
    with _browser(folder, port) as page:
        _slowed(page)
        page.goto(FORM, wait_until="commit")
        page.wait_for_selector("form[data-journal=ready]")
        return float(page.evaluate("() => window.readyAt"))


def _saves(folder: str, port: int, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each save with a word to seal: until it is on the disk, until the next may begin."""
    with _browser(folder, port) as page:
        page.goto(FORM)
        page.wait_for_selector("form[data-journal=ready]")
        _slowed(page)
        for number in range(times):
            page.evaluate("() => { document.querySelector('[data-kept]').hidden = true; }")
            page.locator("input[name=actions_done][value=listen]").check(force=True)
            page.locator("textarea[name=note]").evaluate(
                "field => { field.value = 'Un mot pour moi. '.repeat(20); }"
            )
            page.locator(".meeting__save button").first.click()
            page.wait_for_function("n => window.saves.length > n", arg=number)
        return sorted(page.evaluate("() => window.written")), sorted(page.evaluate("() => window.saves"))


def measured(url: str) -> str:
    port, weight = free_port(), sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in SCRIPTS)
    with tempfile.TemporaryDirectory(prefix="bench-phone-") as folder:
        with _served(url, port), _browser(folder, port) as page:
            _installed(page)
        starts = [_cold_start(folder, port) for _ in range(sized(7, 3))]
        written, saves = _saves(folder, port, sized(60, 20))
    return "\n".join(
        [
            f"On a phone {SLOWER} times slower, without server (Chromium, throttled): median, slowest, bar",
            _line("a note on the disk, ms (95 of 100)", statistics.median(written), _late(written), 200),
            _line("until the next can begin, ms", statistics.median(saves), _late(saves), 200),
            _line("cold start of the form, ms", statistics.median(starts), max(starts), 1500),
            _line("script without network, KiB compressed", weight / 1024, weight / 1024, 25),
        ]
    )


def _late(taken: list[float]) -> float:
    """What 95 of 100 stay below."""
    return taken[int(len(taken) * 0.95)]


def _line(what: str, usual: float, slowest: float, bar: float) -> str:
    return f"  {what:<40}{usual:>10,.1f}{slowest:>10,.1f}{bar:>10,.0f}"
