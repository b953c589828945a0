"""A RAQ and the calendar, on a phone: a rhythm, one tap after, a colleague who comes (U-RAQ-16 to 23)."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from journeys.conftest import Eyes, Installation, looking, sign_in
from maillage.kit import clock

ACTION = "Goûter du canal"


def test_an_action_comes_back_is_confirmed_in_one_tap_and_a_colleague_offers_to_help(
    phone: Page, browser: Browser, own: Installation
) -> None:
    sign_in(phone, "mirabelle")
    phone.get_by_role("link", name="Agenda", exact=True).last.click()
    phone.get_by_role("link", name="J’ajoute un événement").click()
    phone.get_by_label("Action", exact=True).fill(ACTION)
    phone.get_by_role("button", name="J’enregistre").click()
    phone.get_by_label("C’est une nouvelle action").check(force=True)
    phone.get_by_label("Jour").first.fill((clock.today() - timedelta(days=1)).isoformat())
    phone.get_by_role("button", name="J’enregistre").click()
    phone.goto("/")
    phone.locator("li").filter(has_text=ACTION).get_by_role("button", name="Il a eu lieu").click()
    expect(phone.locator("li").filter(has_text=ACTION)).to_have_count(1)
    expect(phone.locator("li").filter(has_text=ACTION).get_by_role("button")).to_have_count(0)
    phone.goto("/actions/?q=gouter+du")
    phone.get_by_role("link", name=ACTION).click()
    phone.get_by_role("link", name="Cela revient : je donne le rythme").click()
    expect(phone.get_by_label("Combien de fois")).not_to_be_visible()
    phone.get_by_text("un nombre de fois", exact=True).click()
    phone.get_by_label("Combien de fois").fill("3")
    phone.get_by_label("Premier jour").fill((clock.today() + timedelta(days=1)).isoformat())
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.get_by_text(re.compile("chaque semaine, le .*, 3 fois")).first).to_be_visible()
    phone.locator("a.event__link").first.click()
    phone.get_by_text("J’ai besoin de collègues").click()
    phone.get_by_role("button", name="Je demande à mes collègues").click()
    expect(phone.get_by_text("Cherche un coup de main").first).to_be_visible()
    address = phone.url
    with looking(browser, own, Eyes()) as colleague:
        sign_in(colleague, "romarin")
        colleague.get_by_role("link", name=re.compile(ACTION)).first.click()
        assert colleague.url == address
        colleague.get_by_role("button", name="Je viens aider").click()
        expect(colleague.get_by_text("Viennent aider :").locator("..")).to_contain_text("Romarin")


def test_the_month_is_a_grid_on_a_laptop_and_turns_without_loading_the_page(laptop: Page) -> None:
    sign_in(laptop, "mirabelle")
    laptop.goto("/agenda/")
    expect(laptop.locator("table.month tbody tr").first.locator("td")).to_have_count(7)
    laptop.evaluate("window.stayed = true")
    before = laptop.locator("#agenda h2").first.text_content() or ""
    laptop.get_by_role("link", name="Après").click()
    expect(laptop.locator("#agenda h2").first).not_to_have_text(before)
    laptop.get_by_role("link", name="Les miens").click()
    expect(laptop.get_by_role("link", name="Les miens")).to_have_attribute("aria-current", "page")
    assert laptop.evaluate("window.stayed")
    assert "raq=" in laptop.url


PLANNING = """BEGIN:VCALENDAR
X-WR-CALNAME:Car du canal
BEGIN:VEVENT
UID:journey@partner.example
SUMMARY:{title}
LOCATION:Place Colignon, 1030 Schaerbeek
DTSTART;TZID=Romance Standard Time:{day:%Y%m%d}T{hour}0000
DTEND;TZID=Romance Standard Time:{day:%Y%m%d}T190000
END:VEVENT
END:VCALENDAR
"""


def test_a_planning_is_taken_over_and_its_change_told_without_script(scriptless: Page) -> None:
    page, day = scriptless, clock.today() + timedelta(days=4)
    sign_in(page, "mirabelle")
    page.goto("/agenda/")
    for hour, words in (("14", "nouvelle"), ("16", "Horaire : 14:00 – 19:00 → 16:00 – 19:00")):
        page.get_by_role("link", name="Je reprends un planning").click()
        content = PLANNING.format(title="Stand infos Place Colignon", day=day, hour=hour)
        page.get_by_label("Ou son texte, collé").fill(content)
        page.get_by_role("button", name="Je regarde ce qu’il y a dans le fichier").click()
        expect(page.get_by_text(words).first).to_be_visible()
        page.get_by_role("button", name="J’importe ce qui entre").click()
        expect(page.get_by_text("Importé", exact=True)).to_be_visible()
        page.goto(f"/agenda/?view=day&day={day.isoformat()}")
        expect(page.get_by_text(f"{hour}:00").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="J’annule tout l’import").click()
    expect(page.get_by_text("Annulé", exact=True)).to_be_visible()
    page.goto(f"/agenda/?view=day&day={day.isoformat()}")
    expect(page.get_by_text("14:00").first).to_be_visible()


def test_two_labels_become_one_action_and_two_again(phone: Page, own: Installation) -> None:
    sign_in(phone, "coquelicot")
    phone.goto("/actions/")
    phone.locator("a[href*='/merge/']").filter(has_text="Visite des pharmacies du quartier").click()
    phone.get_by_role("button", name="Je n’en fais qu’une").click()
    expect(phone.get_by_text("Les deux ne font plus qu’une")).to_be_visible()
    expect(phone.get_by_role("heading", name="Réunie à celle-ci")).to_be_visible()
    phone.get_by_role("button", name="Elles sont deux").click()
    expect(phone.get_by_text("Ce sont à nouveau deux actions")).to_be_visible()
