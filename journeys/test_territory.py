"""Coordination keeps the territory, a RAQ finds their zone (U-CO-02, U-RAQ-47)."""

import re

from playwright.sync_api import Browser, Page, expect

from journeys.conftest import LAPTOP, Eyes, Installation, looking, sign_in


def choose(page: Page, label: str, words: str) -> None:
    """Choose in a list the line that begins with these words."""
    field = page.get_by_label(label, exact=False).first
    value = field.locator("option").filter(has_text=re.compile(f"^{words}")).first.get_attribute("value")
    field.select_option(value)


def test_my_zone_is_whole_and_shows_who_shares_it(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    phone.get_by_role("link", name="Voir la zone").click()
    expect(phone.get_by_role("heading", name="Mon binôme")).to_be_visible()
    expect(phone.get_by_role("link", name="Romarin")).to_be_visible()
    for place in ("Colignon", "Quartier Brabant"):
        expect(phone.get_by_role("link", name=place).first).to_be_visible()
    expect(phone.get_by_role("link", name="02 000 05 01")).to_have_attribute("href", re.compile("^tel:"))


def test_days_away_are_noted_without_a_reason_and_undone(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    phone.goto("/my-zone/")
    phone.get_by_role("link", name="Je note des jours d’absence").click()
    assert phone.locator("main textarea").count() == 0
    phone.get_by_label("Premier jour").fill("2027-02-10")
    phone.get_by_label("Dernier jour").fill("2027-02-12")
    phone.get_by_role("button", name="J’enregistre").click()
    row = phone.locator("li").filter(has_text="10 février 2027")
    row.get_by_role("button", name="Je retire").click()
    expect(phone.locator("li").filter(has_text="10 février 2027")).to_have_count(0)
    phone.get_by_role("button", name=re.compile("Annuler|J’annule")).click()
    expect(phone.locator("li").filter(has_text="10 février 2027")).to_have_count(1)


def test_an_end_before_the_start_is_said_once_and_keeps_what_was_typed(scriptless: Page) -> None:
    sign_in(scriptless, "coquelicot")
    scriptless.goto("/territory/assignments/new/")
    choose(scriptless, "Collègue", "Camomille")
    choose(scriptless, "Zone", "Zone 19")
    scriptless.get_by_label("Premier jour").fill("2027-03-10")
    scriptless.get_by_label("Dernier jour").fill("2027-03-01")
    scriptless.get_by_role("button", name="J’enregistre").click()
    expect(scriptless.get_by_text("Le dernier jour vient avant le premier").first).to_be_visible()
    expect(scriptless.get_by_label("Premier jour")).to_have_value("2027-03-10")
    expect(scriptless.get_by_label("Collègue").locator("option:checked")).to_have_text(
        re.compile("Camomille")
    )


def test_two_assignments_of_one_person_cannot_overlap(laptop: Page) -> None:
    sign_in(laptop, "coquelicot")
    laptop.goto("/territory/assignments/new/")
    choose(laptop, "Collègue", "Mirabelle")
    choose(laptop, "Zone", "Zone 19")
    laptop.get_by_role("button", name="J’enregistre").click()
    expect(laptop.get_by_text(re.compile("Mirabelle.*Zone 05")).first).to_be_visible()
    laptop.goto("/territory/assignments/")
    expect(laptop.locator("main li").filter(has_text="Mirabelle").filter(has_text="Zone 19")).to_have_count(0)


def test_an_unknown_neighbourhood_gets_the_nearest_names(laptop: Page) -> None:
    sign_in(laptop, "coquelicot")
    laptop.goto("/territory/choices/new/")
    laptop.get_by_label("Quartier").first.fill("Colinion")
    laptop.get_by_role("button", name="J’enregistre").click()
    expect(laptop.get_by_text(re.compile("Colignon")).first).to_be_visible()
    expect(laptop.get_by_label("Quartier").first).to_have_value("Colinion")


def test_another_day_shows_the_state_of_the_documents(laptop: Page) -> None:
    sign_in(laptop, "saule")
    laptop.goto("/territory/")
    laptop.get_by_role("link", name="avril 2021").click()
    expect(laptop.get_by_text("30 quartiers le 1er avril 2021")).to_be_visible()
    laptop.get_by_role("link", name="mars 2023").click()
    expect(laptop.get_by_text("18 quartiers le 1er mars 2023")).to_be_visible()
    expect(laptop).to_have_url(re.compile("day=2023-03-01"))


def test_the_map_is_walked_by_keyboard_and_the_list_says_the_same(laptop: Page) -> None:
    sign_in(laptop, "mirabelle")
    laptop.goto("/territory/")
    place = laptop.locator("svg a[aria-label^='Colignon']").first
    place.focus()
    expect(place).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", level=1, name="Colignon")).to_be_visible()
    expect(laptop.get_by_text("Mirabelle").first).to_be_visible()


def test_two_coordinators_lose_nothing_f33_f34(browser: Browser, own: Installation) -> None:
    wide = Eyes(width=LAPTOP["width"])
    with looking(browser, own, wide) as one, looking(browser, own, wide) as other:
        for page in (one, other):
            sign_in(page, "coquelicot")
            page.goto("/territory/")
            page.get_by_role("link", name="Zone 05", exact=True).first.click()
            page.get_by_role("link", name="Je modifie la zone").click()
        one.get_by_label("Nom propre").fill("Autour de la Cage aux Ours")
        one.get_by_role("button", name="J’enregistre").click()
        expect(one.get_by_role("heading", level=1)).to_have_text(re.compile("Cage aux Ours"))
        other.get_by_label("Nom propre").fill("Brabant et Colignon")
        other.get_by_role("button", name="J’enregistre").click()
        expect(other.get_by_text("Cage aux Ours").first).to_be_visible()
        expect(other.get_by_label("Nom propre")).to_have_value("Brabant et Colignon")
        other.get_by_role("button", name="J’enregistre").click()
        expect(other.get_by_role("heading", level=1)).to_have_text(re.compile("Brabant et Colignon"))


def test_a_host_partner_finds_their_own_house_only_d2(phone: Page) -> None:
    sign_in(phone, "orme")
    expect(phone.get_by_role("heading", name="Mon organisation")).to_be_visible()
    phone.goto("/territory/hosts/")
    expect(phone.locator("main li")).to_have_count(1)
