"""Signing in, being locked, keeping one's card: as people do it, thumb or keyboard."""

import re

from playwright.sync_api import Browser, Page, expect

from journeys.conftest import Eyes, Installation, looking, sign_in
from maillage.people.demo import DOMAIN, PASSWORD


def test_i_sign_in_by_keyboard_alone(laptop: Page) -> None:
    laptop.goto("/sign-in/")
    expect(laptop.get_by_label("Mon adresse e-mail")).to_be_focused()
    laptop.keyboard.type(f"mirabelle@{DOMAIN}")
    laptop.keyboard.press("Tab")
    laptop.keyboard.type(PASSWORD)
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", name="Bonjour Mirabelle")).to_be_visible()
    laptop.keyboard.press("Tab")
    expect(laptop.locator("a.skip")).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(laptop.locator("main")).to_be_focused()


def test_i_sign_in_and_keep_my_card_without_script(scriptless: Page) -> None:
    sign_in(scriptless, "mirabelle")
    scriptless.goto("/me/")
    scriptless.get_by_label("fonction").fill("éducatrice de rue")
    scriptless.get_by_role("button", name="J’enregistre").click()
    expect(scriptless.get_by_text("Mon profil est enregistré.")).to_be_visible()
    expect(scriptless.get_by_label("fonction")).to_have_value("éducatrice de rue")


def test_a_wrong_password_keeps_my_address(phone: Page) -> None:
    phone.goto("/sign-in/")
    phone.get_by_label("Mon adresse e-mail").fill(f"mirabelle@{DOMAIN}")
    phone.get_by_label("Mon mot de passe").fill("pas celui-là")
    phone.get_by_role("button", name="Je me connecte", exact=True).click()
    expect(phone.get_by_text("ne vont pas ensemble").first).to_be_visible()
    expect(phone.get_by_label("Mon adresse e-mail")).to_have_value(f"mirabelle@{DOMAIN}")


def test_the_lock_hides_the_page_and_gives_it_back_as_it_was_t9(phone: Page) -> None:
    phone.clock.install()
    sign_in(phone, "mirabelle")
    phone.goto("/me/")
    field = phone.get_by_label("anciens métiers et expérience")
    field.fill("Une phrase que je n’ai pas encore envoyée")
    phone.clock.fast_forward("16:00")
    lock = phone.get_by_role("dialog")
    expect(lock).to_be_visible()
    expect(field).not_to_be_visible()
    assert phone.context.request.get("/me/", headers={"Accept": "application/json"}).status == 401
    lock.locator("input[type=password]").fill("pas celui-là")
    lock.locator("input[type=password]").press("Enter")
    expect(lock.get_by_text("mot de passe de ce compte")).to_be_visible()
    lock.locator("input[type=password]").fill(PASSWORD)
    lock.locator("input[type=password]").press("Enter")
    expect(lock).not_to_be_visible()
    expect(field).to_have_value("Une phrase que je n’ai pas encore envoyée")
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.get_by_text("Mon profil est enregistré.")).to_be_visible()


def test_somebody_typing_is_not_locked(phone: Page) -> None:
    phone.clock.install()
    sign_in(phone, "mirabelle")
    phone.goto("/me/")
    field = phone.get_by_label("anciens métiers et expérience")
    for _ in range(4):
        phone.clock.fast_forward("10:00")
        field.press_sequentially("mot ")
    expect(phone.get_by_role("dialog")).not_to_be_visible()


def test_another_worker_takes_over_a_locked_phone(phone: Page) -> None:
    phone.clock.install()
    sign_in(phone, "mirabelle")
    phone.clock.fast_forward("16:00")
    phone.get_by_role("dialog").get_by_role("button", name=re.compile("personne|quelqu")).click()
    expect(phone.get_by_label("Mon adresse e-mail")).to_be_visible()
    sign_in(phone, "romarin")
    expect(phone.get_by_role("heading", name="Bonjour Romarin")).to_be_visible()


def test_i_find_who_speaks_turkish_while_typing(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    phone.goto("/team/")
    phone.locator("select[name=speaks]").select_option("tr")
    expect(phone.locator("#colleagues").get_by_text("1 collègue", exact=True)).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("Bruyère"))).to_be_visible()
    expect(phone).to_have_url(re.compile("speaks=tr"))
    phone.reload()
    expect(phone.locator("#colleagues").get_by_text("1 collègue", exact=True)).to_be_visible()


def test_i_end_my_session_elsewhere(browser: Browser, own: Installation) -> None:
    with looking(browser, own, Eyes()) as here, looking(browser, own, Eyes()) as elsewhere:
        sign_in(here, "mirabelle")
        sign_in(elsewhere, "mirabelle")
        here.goto("/me/sessions/")
        here.get_by_role("button", name="Je la ferme").first.click()
        expect(here.get_by_text("Cette session est fermée.")).to_be_visible()
        expect(here.get_by_role("button", name="Je la ferme")).to_have_count(0)
        elsewhere.goto("/me/")
        expect(elsewhere.get_by_label("Mon adresse e-mail")).to_be_visible()


def test_maillage_speaks_dutch(browser: Browser, shared: Installation) -> None:
    with looking(browser, shared, Eyes(language="nl")) as page:
        page.goto("/sign-in/")
        expect(page.get_by_role("button", name="Ik meld me aan", exact=True)).to_be_visible()
        sign_in(page, "sureau")
        expect(page.get_by_role("heading", name="Dag Sureau")).to_be_visible()


def test_evening_and_day_can_be_chosen(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    phone.goto("/me/")
    before = phone.evaluate("getComputedStyle(document.body).backgroundColor")
    phone.locator("input[name=theme][value=evening]").check(force=True)
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.locator("html")).to_have_attribute("data-theme", "evening")
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_a_form_sent_without_network_stays_with_what_was_typed(phone: Page) -> None:
    """Whatever form it is: the browser would otherwise leave the page, and the words with it (F11)."""
    sign_in(phone, "mirabelle")
    phone.goto("/actors/new/")
    phone.get_by_label("Nom", exact=True).fill("Le Comptoir")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.locator("[data-status]")).to_contain_text("est toujours ici")
    expect(phone.get_by_label("Nom", exact=True)).to_have_value("Le Comptoir")
