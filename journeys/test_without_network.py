"""A phone in the rain: the server is really gone, and really comes back."""

import contextlib
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from journeys.conftest import PHONE, _copy, _program, serving, sign_in

FORM = "/encounters/new/"
WORDS = "Zinnia-ne-doit-se-lire-nulle-part"


@contextlib.contextmanager
def profile(browser: Browser, folder: Path, url: str) -> Iterator[BrowserContext]:
    """A browser of the same kind whose profile stays on the disk."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=_program("chromium"),
        args=["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync"],
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        locale="fr-BE",
        base_url=url,
    )
    yield context
    with contextlib.suppress(Error):  # it was killed
        context.close()


def kill(folder: Path) -> None:
    """End every process of the browser of that profile at once, without a word."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def listened(page: Page) -> None:
    """The least there is to note: where, and that I listened."""
    page.get_by_text("Mon bureau", exact=True).click()
    page.get_by_text("Écouté", exact=True).click()


def ready(page: Page) -> None:
    """The form is in the hands of the journal, and the pages without network are kept."""
    expect(page.locator("form[data-journal=ready]")).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def rows(database: Path, query: str) -> int:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(query).fetchone()[0])


NOTES = "SELECT count(*) FROM encounters_intervention"
SEALED = "SELECT count(*) FROM encounters_sealednote"


def test_noted_while_the_server_is_gone_it_arrives_once(
    browser: Browser, demo_database: Path, tmp_path: Path
) -> None:
    """F5, F18: no network, another start of the browser, a network again; nothing readable between (T4)."""
    database = _copy(demo_database, tmp_path)
    before, sealed = rows(database, NOTES), rows(database, SEALED)
    folder = tmp_path / "profile"
    with serving(database) as installation:
        port = urlsplit(installation.url).port
        with profile(browser, folder, installation.url) as context:
            page = context.new_page()
            sign_in(page, "mirabelle")
            page.goto(FORM)
            ready(page)
    with profile(browser, folder, installation.url) as context:
        page = context.new_page()
        page.goto(FORM)
        expect(page.get_by_role("heading", level=1)).to_have_text("J’ai rencontré quelqu’un")
        expect(page.locator("form[data-journal=ready]")).to_be_visible()
        listened(page)
        page.get_by_text("Un mot pour moi", exact=True).click()
        page.locator("textarea[name=note]").fill(WORDS)
        page.get_by_role("button", name="J’enregistre").click()
        expect(page.get_by_text("C’est noté sur cet appareil.")).to_be_visible()
        expect(page.get_by_text("Mon bureau", exact=True)).to_be_visible()
        listened(page)
        page.get_by_role("button", name="La même chose pour une autre personne").click()
        expect(page.get_by_text("C’est noté sur cet appareil.")).to_be_visible()
    kept = b"".join(
        part.read_bytes() for part in folder.rglob("*") if part.is_file() and part.stat().st_size < 2**26
    )
    assert WORDS.encode() not in kept
    assert WORDS.encode("utf-16-le") not in kept
    with serving(database, port=port) as installation, profile(browser, folder, installation.url) as context:
        page = context.new_page()
        with page.expect_response("**/sync/envelopes"):
            page.goto("/waiting/")
        expect(page.locator("[data-queue]")).to_be_hidden()
        page.goto("/encounters/")
        expect(page.get_by_text("Écouté")).not_to_have_count(0)
    assert rows(database, NOTES) == before + 2
    assert rows(database, SEALED) == sealed + 1


KILLS, KILLS_OF_A_SOAK = 3, 200


def test_f2_killed_the_moment_it_said_noted_it_is_there(
    browser: Browser, demo_database: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The server is away; each time a note is said to be kept, the browser is killed outright."""
    database, folder = _copy(demo_database, tmp_path), tmp_path / "killed"
    before = rows(database, NOTES)
    kills = KILLS_OF_A_SOAK if request.config.getoption("--soak") else KILLS
    with serving(database) as installation:
        port = urlsplit(installation.url).port
        with profile(browser, folder, installation.url) as context:
            page = context.new_page()
            sign_in(page, "mirabelle")
            page.goto(FORM)
            ready(page)
    for _ in range(kills):
        with profile(browser, folder, installation.url) as context:
            page = context.new_page()
            page.goto(FORM)
            expect(page.locator("form[data-journal=ready]")).to_be_visible()
            listened(page)
            page.get_by_role("button", name="J’enregistre").click()
            page.get_by_text("C’est noté sur cet appareil.").wait_for()
            kill(folder)
    with serving(database, port=port), profile(browser, folder, installation.url) as context:
        page = context.new_page()
        with page.expect_response("**/sync/envelopes"):
            page.goto("/waiting/")
        expect(page.locator("[data-queue]")).to_be_hidden()
    assert rows(database, NOTES) == before + kills


def test_a_reminder_and_the_danger_page_without_network(phone: Page) -> None:
    """The phone itself knows that it is offline: what is sealed waits, whom to call opens (P14, P15)."""
    sign_in(phone, "mirabelle")
    phone.goto("/encounters/reminders/new/")
    ready(phone)
    phone.context.set_offline(True)
    phone.goto("/encounters/reminders/new/")
    expect(phone.locator("form[data-journal=ready]")).to_be_visible()
    phone.get_by_role("button", name="Je le scelle").click()
    expect(phone.get_by_label("Un surnom que je comprends")).to_be_focused()
    phone.keyboard.type(WORDS)
    phone.get_by_role("button", name="Je le scelle").click()
    expect(phone.get_by_text("C’est noté sur cet appareil.")).to_be_visible()
    phone.get_by_role("link", name="Quelqu’un est en danger").click()
    expect(phone.locator("a[href='tel:112']")).to_be_visible()
    phone.get_by_role("link", name="Nederlands").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Er is iemand in gevaar")
    phone.context.set_offline(False)
    with phone.expect_response("**/sync/envelopes"):
        phone.goto("/waiting/")
    phone.goto("/encounters/reminders/")
    expect(phone.get_by_text(WORDS)).to_have_count(0)
    phone.get_by_role("button", name="Je les relis").click()
    expect(phone.get_by_text(WORDS)).to_be_visible()
