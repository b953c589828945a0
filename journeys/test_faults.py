"""What goes wrong between a phone and the server: afterwards a note is there once, or waits in sight."""

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from journeys.conftest import PHONE, Installation, _copy, serving, sign_in
from journeys.test_without_network import FORM, NOTES, listened, rows

SENDING = "**/sync/envelopes"
SAVE = "J’enregistre"
KEPT = "C’est noté sur cet appareil."
OTHER_CONTENT = "SELECT count(*) FROM sync_envelope WHERE NOT is_first"
WRITTEN_BY = """
    SELECT count(*) FROM encounters_intervention
    WHERE author_id = (SELECT id FROM people_person WHERE email LIKE '?@%')
"""
QUOTA = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") };
}"""
KEPT_HERE = """(store) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("maillage");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).count();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


@pytest.fixture(scope="module")
def home(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all these faults."""
    with serving(_copy(demo_database, tmp_path_factory.mktemp("faults"))) as installation:
        yield installation


@pytest.fixture(scope="module")
def signed_in(browser: Browser, home: Installation) -> Any:
    """The cookies of Mirabelle."""
    context = browser.new_context(base_url=home.url, locale="fr-BE")
    sign_in(context.new_page(), "mirabelle")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def new_phone(browser: Browser, home: Installation, signed_in: Any) -> Iterator[Callable[..., Page]]:
    """A phone that knows nothing yet; without service worker all it sends can be seen, and lost."""
    with contextlib.ExitStack() as stack:

        def phone(*, of: Any = signed_in, workers: Any = "block", script: str = "") -> Page:
            context = browser.new_context(
                base_url=home.url,
                viewport={"width": PHONE["width"], "height": PHONE["height"]},
                locale="fr-BE",
                storage_state=of,
                service_workers=workers,
            )
            stack.callback(context.close)
            if script:
                context.add_init_script(script)
            page = context.new_page()
            page.set_default_timeout(10_000)
            return page

        yield phone


def opened(page: Page) -> Page:
    page.goto(FORM)
    expect(page.locator("form[data-journal=ready]")).to_be_visible()
    return page


def listening(page: Page) -> Locator:
    return page.get_by_label("Écouté", exact=True)


def save(page: Page, *, times: int = 1) -> None:
    """Note so many meetings that stay on this phone."""
    for _ in range(times):
        listened(page)
        page.get_by_role("button", name=SAVE).click()
        expect(page.get_by_text(KEPT)).to_be_visible()
        expect(listening(page)).not_to_be_checked()


def wait_for(page: Page, left: int) -> None:
    """So many notes wait in sight; none, and nothing is said (F53)."""
    line = page.locator("[data-queue]")
    if left:
        expect(line).to_contain_text(f"{left} saisie")
    else:
        expect(line).to_be_hidden()


def send(page: Page) -> None:
    page.evaluate("() => window.dispatchEvent(new Event('online'))")


def lost(route: Route) -> None:
    route.abort()


def test_f1_a_draft_comes_back_after_the_tab_was_killed(new_phone: Callable[..., Page]) -> None:
    page = opened(new_phone())
    listened(page)
    page.get_by_text("Un mot pour moi", exact=True).click()
    page.locator("textarea[name=note]").fill("un banc, la pluie")
    page.wait_for_timeout(700)
    page.close()
    page = opened(page.context.new_page())
    expect(page.locator("textarea[name=note]")).to_have_value("un banc, la pluie")
    expect(page.locator("textarea[name=note]")).to_be_visible()
    expect(listening(page)).to_be_checked()


def test_f5_in_aeroplane_mode_it_is_kept_and_leaves_later(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone())
    page.context.set_offline(True)
    save(page)
    wait_for(page, 1)
    page.context.set_offline(False)
    wait_for(page, 0)
    assert rows(home.database, NOTES) == before + 1


def _saying(body: str, status: int = 200, kind: str = "application/json") -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(body=body, status=status, content_type=kind)

    return answer


def _without_last(route: Route) -> None:
    answer = route.fetch()
    said = json.loads(answer.body())
    route.fulfill(response=answer, json=said | {"results": said["results"][:-1]})


def test_what_is_not_the_servers_own_answer_acknowledges_nothing(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    """F6: a hotel's page; F7: an empty or strange body; F47: fewer results than notes; F53: then silence."""
    before, page = rows(home.database, NOTES), opened(new_phone())
    page.route(SENDING, _saying("<h1>Wifi</h1>", kind="text/html"))
    save(page, times=2)
    wait_for(page, 2)
    for body, status in (("", 200), ("", 204), ("null", 200), ('{"protocol":1,"results":[null]}', 200)):
        page.unroute(SENDING)
        page.route(SENDING, _saying(body, status))
        with page.expect_response(SENDING):
            send(page)
        wait_for(page, 2)
    assert rows(home.database, NOTES) == before
    page.unroute(SENDING)
    page.route(SENDING, _without_last)
    send(page)
    wait_for(page, 1)
    page.unroute(SENDING)
    send(page)
    wait_for(page, 0)
    page.reload()
    expect(page.locator("form[data-journal=ready]")).to_be_visible()
    wait_for(page, 0)
    assert rows(home.database, NOTES) == before + 2


def _reply_lost(route: Route) -> None:
    route.fetch()
    route.abort()


def test_f8_a_reply_lost_after_the_server_noted_it_makes_no_second_row(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone())
    page.route(SENDING, _reply_lost)
    save(page)
    wait_for(page, 1)
    page.unroute(SENDING)
    send(page)
    wait_for(page, 0)
    assert rows(home.database, NOTES) == before + 1


def test_f11_a_double_tap_notes_once(home: Installation, new_phone: Callable[..., Page]) -> None:
    before, other = rows(home.database, NOTES), rows(home.database, OTHER_CONTENT)
    page = opened(new_phone())
    listened(page)
    tap = "document.querySelector('form[data-capture] button:not([name]):not([type=button])').click()"
    page.evaluate(
        f"() => {{ {tap}; for (const at of [0, 5, 60, 200, 500]) setTimeout(() => {{ {tap} }}, at) }}"
    )
    page.wait_for_url("**/encounters/?noted=**")
    assert rows(home.database, NOTES) == before + 1
    assert rows(home.database, OTHER_CONTENT) == other


@pytest.mark.parametrize(
    "script",
    ["", "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})"],
    ids=["with locks", "without locks"],
)
def test_f12_two_tabs_that_send_at_once_send_each_note_once(
    home: Installation, new_phone: Callable[..., Page], script: str
) -> None:
    before, other = rows(home.database, NOTES), rows(home.database, OTHER_CONTENT)
    one = opened(new_phone(script=script))
    one.context.route(SENDING, lost)
    save(one, times=2)
    two = opened(one.context.new_page())
    one.context.unroute(SENDING)
    send(one)
    send(two)
    wait_for(one, 0)
    wait_for(two, 0)
    assert rows(home.database, NOTES) == before + 2
    assert rows(home.database, OTHER_CONTENT) == other


def test_one_phone_for_two_each_notes_under_their_own_name(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    """F21: signed out with unsent notes; F22: a second worker reads none of it, and sends it as theirs."""
    mirabelle, romarin = (WRITTEN_BY.replace("?", name) for name in ("mirabelle", "romarin"))
    first, second = rows(home.database, mirabelle), rows(home.database, romarin)
    page = new_phone(of=None)
    sign_in(page, "mirabelle")
    opened(page).context.route(SENDING, lost)
    save(page)
    listened(page)
    page.wait_for_timeout(700)
    assert page.evaluate(KEPT_HERE, "drafts") == 1
    page.locator("form[action='/sign-out/'] button").first.evaluate("button => button.click()")
    expect(page.get_by_label("Mon adresse e-mail")).to_be_visible()
    assert page.evaluate(KEPT_HERE, "keys") == 0
    assert page.evaluate(KEPT_HERE, "items") == 1
    sign_in(page, "romarin")
    wait_for(page, 1)
    page.goto("/waiting/")
    expect(page.locator("[data-queue-when]")).not_to_be_empty()
    expect(page.locator("[data-queue-said]")).to_be_empty()
    expect(listening(opened(page))).not_to_be_checked()
    page.context.unroute(SENDING)
    send(page)
    wait_for(page, 0)
    assert rows(home.database, mirabelle) == first + 1
    assert rows(home.database, romarin) == second


def test_f23_no_room_here_it_goes_to_the_server_or_says_that_it_could_not_be_kept(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone())
    page.evaluate(QUOTA)
    listened(page)
    page.context.set_offline(True)
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("[data-not-kept]")).to_be_visible()
    expect(listening(page)).to_be_checked()
    assert page.evaluate(KEPT_HERE, "items") == 0
    page.context.set_offline(False)
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/encounters/**noted=**")
    assert rows(home.database, NOTES) == before + 1


def test_f28_a_new_version_changes_nothing_under_the_fingers(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone(workers="allow"))
    page.evaluate("() => navigator.serviceWorker.ready.then(() => { window.same = true })")
    listened(page)
    page.evaluate("""() => new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true));
      navigator.serviceWorker.register("/sw.js?newer");
    })""")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.same")
    expect(listening(page)).to_be_checked()
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/encounters/?noted=**")
    assert rows(home.database, NOTES) == before + 1


def test_f31_a_phone_that_believes_it_is_1970_is_asked_about_the_day(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), new_phone()
    page.clock.install(time=datetime(1970, 1, 1, 8, tzinfo=UTC))
    opened(page)
    listened(page)
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/waiting/**")
    assert rows(home.database, NOTES) == before
    expect(page.locator("input[name=happened_on]")).not_to_have_value("")
    page.get_by_role("button", name="Je la note").click()
    expect(page.locator(".toast, [role=status]").filter(has_text="noté").first).to_be_visible()
    assert rows(home.database, NOTES) == before + 1


def test_f37_one_poisoned_note_holds_up_none_of_the_others(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone())
    keys: list[str] = []

    def poisoned(route: Route) -> None:
        sent = [each["key"] for each in json.loads(route.request.post_data or "{}")["envelopes"]]
        keys.extend(key for key in sent if key not in keys)
        route.fulfill(status=500) if keys[0] in sent else route.continue_()

    page.route(SENDING, lost)
    save(page, times=3)
    page.unroute(SENDING)
    page.route(SENDING, poisoned)
    send(page)
    wait_for(page, 1)
    assert rows(home.database, NOTES) == before + 2
    page.unroute(SENDING)
    send(page)
    wait_for(page, 0)
    assert rows(home.database, NOTES) == before + 3


def test_a_phone_number_in_a_word_is_said_before_it_is_kept_and_blocks_nothing(
    home: Installation, new_phone: Callable[..., Page]
) -> None:
    before, page = rows(home.database, NOTES), opened(new_phone())
    listened(page)
    page.get_by_text("Un mot pour moi", exact=True).click()
    page.locator("textarea[name=note]").fill("Son gsm : 0470 12 34 56")
    line = page.locator("[data-warns=note]")
    expect(line).to_contain_text("On dirait un numéro de téléphone")
    expect(line).to_contain_text("0470 12 34 56")
    page.get_by_role("button", name=SAVE, exact=True).click()
    expect(page.get_by_role("button", name="J’enregistre tel quel")).to_be_focused()
    assert rows(home.database, NOTES) == before
    page.keyboard.press("Enter")
    page.wait_for_url("**/encounters/?noted=**")
    assert rows(home.database, NOTES) == before + 1
