"""Every page a person can reach: axe, narrow screens, large text, weight (house.md 8)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from house_tests.doors import DOORS
from journeys.conftest import LAPTOP, PHONE, ROOT, Eyes, Installation, looking, sign_in
from journeys.walk import WALKERS, walk

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_LOAD = 150 * 1024
SCRIPT = 60 * 1024

#: Everybody in the demo has an open vault: `test_vault.py` goes through the pages of one that is not.
VAULT = {f"people:{name}" for name in ("new_vault", "open_vault", "check_vault_code", "earlier_vault")}
DAILY = [Eyes(), Eyes(LAPTOP["width"], "nl", "dark")]
MATRIX = [
    Eyes(width, language, theme)
    for width in (360, PHONE["width"], 768, LAPTOP["width"])
    for language in ("fr", "nl")
    for theme in ("light", "dark")
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "eyes" in metafunc.fixturenames:
        metafunc.parametrize("eyes", MATRIX if metafunc.config.getoption("--soak") else DAILY, ids=str)


def violations(page: Page) -> list[str]:
    """What axe finds on the page, in words."""
    page.evaluate(AXE)
    run = "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)"
    found = page.evaluate(run, RULES)
    return [f"{v['id']}: {v['help']} · {[n['target'] for n in v['nodes'][:3]]}" for v in found]


def overflow(page: Page) -> int:
    """How many pixels of the page lie to the right of the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def large_text(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def look_at(page: Page, path: str) -> list[str]:
    """Everything wrong with the open page as it stands, and with text twice as large."""
    found = violations(page)
    if overflow(page) > 0:
        found.append(f"{overflow(page)} px too wide")
    large_text(page)
    if overflow(page) > 0:
        found.append(f"{overflow(page)} px too wide with large text")
    return [f"{path}: {each}" for each in found]


def speak(page: Page, language: str) -> None:
    """Set the person's own language, through their profile."""
    page.goto("/me/")
    page.locator(f"input[name=language][value={language}]").check(force=True)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/")


#: Shapes of a page that some role's eyes were already on: of pages alike, one is drawn and looked at.
LOOKED_AT: set[tuple[str, str, frozenset[str]]] = set()


def look_around(page: Page, eyes: Eyes) -> Iterator[str]:
    """What is wrong with the pages this person reaches, those that look otherwise than any seen so far."""
    for reached in walk(page):
        alike = (str(eyes), reached.name, reached.shapes)
        if alike not in LOOKED_AT:
            LOOKED_AT.add(alike)
            page.goto(reached.path)
            yield from look_at(page, reached.path)


@pytest.mark.parametrize("who", WALKERS)
def test_every_page_reads_well(who: str, eyes: Eyes, browser: Browser, own: Installation) -> None:
    with looking(browser, own, eyes) as page:
        sign_in(page, who)
        if eyes.language != "fr":
            speak(page, eyes.language)
        found = list(look_around(page, eyes))
        page.goto("/me/confirm/")
        found += look_at(page, "/me/confirm/")
    assert found == []


def test_the_pages_before_sign_in_read_well(eyes: Eyes, browser: Browser, shared: Installation) -> None:
    with looking(browser, shared, eyes) as page:
        found = []
        for path in ("/sign-in/", "/welcome/?key=unknown"):
            page.goto(path)
            found += look_at(page, path)
    assert found == []


#: Records that differ: only some of them lead to a page of their own kind.
DIFFER = {
    "kit:vocabulary": 4,
    "kit:term": 8,
    "territory:call": 4,
    "territory:host": 12,
    "network:actor": 40,
    "network:choose_twin": 40,
    "kit:import": 8,
    "collective_actions:action": 60,
}
#: Whose walk looks at more of what differs: one may change everything, the other corrects her own opinions.
THOROUGH = ("mirabelle", "coquelicot")


def test_the_walks_together_reach_every_page(browser: Browser, shared: Installation) -> None:
    reached: set[str] = {"people:sign_in", "people:welcome", "people:confirm", *VAULT}
    for who in WALKERS:
        with looking(browser, shared, Eyes()) as page:
            sign_in(page, who)
            more = DIFFER if who in THOROUGH else None
            reached |= {each.name for each in walk(page, more=more)}
    pages = {
        name
        for name, doors in DOORS.items()
        for door in doors
        if door.method == "get" and not door.file and 200 in (door.status, *door.but.values())
    }
    assert pages - reached == set()


def test_a_page_that_fails_axe_is_found(browser: Browser, shared: Installation) -> None:
    with looking(browser, shared, Eyes()) as page:
        page.goto("/sign-in/")
        page.evaluate("document.querySelector('label').remove()")
        assert any("label" in each for each in violations(page))


@pytest.mark.parametrize("path", ["/sign-in/", "/"])
def test_the_first_load_is_light(path: str, browser: Browser, shared: Installation) -> None:
    with looking(browser, shared, Eyes()) as signing:
        sign_in(signing, "mirabelle")
        state = signing.context.storage_state()
    context = browser.new_context(base_url=shared.url, storage_state=state if path == "/" else None)
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda asked: sizes.update({asked.url: asked.sizes()["responseBodySize"]}))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    context.close()
    script = sum(size for url, size in sizes.items() if Path(url).suffix == ".js")
    assert len(sizes) > 3
    assert sum(sizes.values()) <= FIRST_LOAD, sizes
    assert 0 < script <= SCRIPT
