"""My vault, on a phone, by keyboard: made, checked, closed by the lock, opened again."""

import sqlite3

from playwright.sync_api import Page, expect

from journeys.conftest import Installation, sign_in
from journeys.test_every_page import look_at
from maillage.people.demo import PASSWORD


def _without_a_vault(installation: Installation) -> None:
    with sqlite3.connect(installation.database) as database:
        database.execute("DELETE FROM people_vaultlock")
        database.execute("DELETE FROM people_vaultkey")


def _with_an_earlier_one(installation: Installation) -> None:
    with sqlite3.connect(installation.database) as database:
        database.execute(
            "INSERT INTO people_vaultkey (id, public_key, made_at, retired_at, person_id)"
            " SELECT '00000000000040008000000000000000', public_key, made_at, made_at, person_id"
            " FROM people_vaultkey"
        )


def _looked_at(page: Page) -> Page:
    """The page as it stands has nothing wrong with it, also with text twice as large."""
    assert look_at(page, page.url) == []
    page.evaluate("document.documentElement.style.fontSize = ''")
    return page


def _by_keyboard(page: Page, label: str, typed: str) -> None:
    """Tab to the field with that label, type, Enter."""
    field = page.get_by_label(label)
    for _ in range(60):
        if field.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def test_i_make_my_vault_by_keyboard_and_the_lock_closes_it(phone: Page, own: Installation) -> None:
    _without_a_vault(own)
    sign_in(phone, "mirabelle")
    phone.get_by_role("link", name="Je fais mon coffre").press("Enter")
    expect(phone.get_by_role("heading", name="Mon coffre")).to_be_visible()
    _by_keyboard(_looked_at(phone), "Mon mot de passe", PASSWORD)
    codes = phone.locator("main ol code")
    expect(codes).to_have_count(3)
    code = codes.nth(1).inner_text()
    _by_keyboard(_looked_at(phone), "Un de mes trois codes", code[:-1])
    expect(phone.get_by_text("Ce code n’ouvre rien").first).to_be_visible()
    _by_keyboard(_looked_at(phone), "Un de mes trois codes", code.lower())
    expect(phone.get_by_text("Mon coffre est prêt.")).to_be_visible()
    expect(phone.get_by_text("Il est ouvert dans ce navigateur")).to_be_visible()

    with phone.expect_response("**/session/lock/"):
        phone.evaluate("document.querySelector('form[data-lock-now]').requestSubmit()")
    lock = phone.get_by_role("dialog")
    expect(lock).to_be_visible()
    assert [cookie for cookie in phone.context.cookies() if cookie["name"] == "maillage_vault"] == []
    phone.keyboard.type(PASSWORD)
    phone.keyboard.press("Enter")
    expect(lock).not_to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Il est ouvert dans ce navigateur")).to_be_visible()

    phone.get_by_role("button", name="Je le ferme").press("Enter")
    phone.get_by_role("link", name="J’ouvre mon coffre").press("Enter")
    _by_keyboard(_looked_at(phone), "Ou un de mes trois codes", code)
    expect(phone.get_by_text("Mon coffre est ouvert.")).to_be_visible()

    _with_an_earlier_one(own)
    phone.goto("/me/vault/")
    phone.get_by_role("link", name="J’ai retrouvé un code de mon ancien coffre").press("Enter")
    expect(_looked_at(phone).get_by_role("heading", name="Un code retrouvé")).to_be_visible()
