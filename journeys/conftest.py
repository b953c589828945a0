"""Journeys run against the real thing: gunicorn, the demo's database, Debian's Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from maillage.people.demo import DOMAIN, PASSWORD

ROOT = Path(__file__).resolve().parent.parent
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="every width, language and theme")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise pytest.UsageError(f"{name} is missing: ./dev test installs it")
    return found


@dataclass
class Installation:
    """A running Maillage with the demo in it."""

    url: str
    database: Path


def _environment(database: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "maillage.settings.demo",
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTHONWARNINGS": "default",
    }


def _manage(database: Path, *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "maillage", *command],
        cwd=ROOT,
        env=_environment(database),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    with contextlib.suppress(urllib.error.URLError, ConnectionError):
        return bool(urllib.request.urlopen(f"{url}/sign-in/", timeout=5).status == 200)  # noqa: S310
    return False


@contextlib.contextmanager
def serving(
    database: Path, settings: dict[str, str] | None = None, port: int | None = None
) -> Iterator[Installation]:
    """Serve Maillage for as long as the block lasts, on a free port unless one is given."""
    port = port or _free_port()
    command = [sys.executable, "-m", "gunicorn", "maillage.wsgi", f"--bind=127.0.0.1:{port}"]
    options = ["--workers=1", "--threads=4", "--log-level=error"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=_environment(database) | (settings or {}))
    try:
        url, last = f"http://localhost:{port}", time.monotonic() + 30
        while not _answers(url):
            assert server.poll() is None, "the server stopped"
            assert time.monotonic() < last, "the server does not answer"
            time.sleep(0.05)
        yield Installation(url, database)
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, made once."""
    database = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    _manage(database, "migrate", "--verbosity=0")
    _manage(database, "load_demo")
    return database


def _copy(database: Path, folder: Path) -> Path:
    copy = folder / "demo.sqlite3"
    for part in ("", "-wal", "-shm"):
        if (source := database.with_name(database.name + part)).exists():
            shutil.copy(source, copy.with_name(copy.name + part))
    return copy


@pytest.fixture(scope="session")
def shared(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation for journeys that only read."""
    with serving(_copy(demo_database, tmp_path_factory.mktemp("shared"))) as installation:
        yield installation


@contextlib.contextmanager
def served(database: Path, folder: Path, settings: dict[str, str]) -> Iterator[Installation]:
    """The demo, with settings of one's own."""
    with serving(_copy(database, folder), settings) as installation:
        yield installation


@pytest.fixture
def own(demo_database: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation of one's own, for journeys that change something."""
    with serving(_copy(demo_database, tmp_path)) as installation:
        yield installation


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_program("chromium"), args=["--no-sandbox", "--no-first-run", *quiet]
        )
        yield chromium
        chromium.close()


@dataclass
class Eyes:
    """How somebody looks at the screen."""

    width: int = PHONE["width"]
    language: str = "fr"
    theme: str = "light"
    script: bool = True

    def __str__(self) -> str:
        return f"{self.width}-{self.language}-{self.theme}"


@contextlib.contextmanager
def looking(browser: Browser, installation: Installation, eyes: Eyes) -> Iterator[Page]:
    """A fresh browser window on an installation; fails when the page asks any other host or logs an error."""
    height = PHONE["height"] if eyes.width < LAPTOP["width"] else LAPTOP["height"]
    context: BrowserContext = browser.new_context(
        base_url=installation.url,
        viewport={"width": eyes.width, "height": height},
        color_scheme="dark" if eyes.theme == "dark" else "light",
        locale=f"{eyes.language}-BE",
        java_script_enabled=eyes.script,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    strangers: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(installation.url) else strangers.append(asked.url),
    )
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None
    )
    try:
        yield page
        assert strangers == [], "a page asked another host"
        assert broken == [], "a script failed or broke the content security policy"
    finally:
        context.close()


def sign_in(page: Page, name: str) -> None:
    """Sign in as somebody of the demo, through the sign-in page, in the window's language."""
    page.goto("/sign-in/")
    page.locator("input[name=email]").first.fill(f"{name}@{DOMAIN}")
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("input[type=password]").first.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


@pytest.fixture
def phone(browser: Browser, own: Installation) -> Iterator[Page]:
    with looking(browser, own, Eyes()) as page:
        yield page


@pytest.fixture
def laptop(browser: Browser, own: Installation) -> Iterator[Page]:
    with looking(browser, own, Eyes(width=LAPTOP["width"])) as page:
        yield page


@pytest.fixture
def scriptless(browser: Browser, own: Installation) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    with looking(browser, own, Eyes(script=False)) as page:
        yield page
