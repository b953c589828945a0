"""A RAQ and local actors, on a phone: a silence, a collaboration, a service that is full (U-RAQ-25)."""

import re

from playwright.sync_api import Browser, Page, expect

from journeys.conftest import PHONE, Eyes, Installation, looking, sign_in

ACTOR = "Jeunes en Herbe"


def open_sheet(page: Page) -> None:
    page.goto("/actors/")
    page.get_by_role("link", name=ACTOR).first.click()
    expect(page.get_by_role("heading", name=ACTOR, level=1)).to_be_visible()


def note_contact(page: Page, outcome: str) -> None:
    """Two taps from the sheet: what came of it, and save; within one and a half screens."""
    page.get_by_role("link", name="Je note une prise de contact").click()
    expect(page.get_by_text("surcharge de travail")).not_to_be_visible()
    page.get_by_text(outcome, exact=True).click()
    save = page.get_by_role("button", name="J’enregistre")
    box = save.bounding_box()
    assert box is not None
    assert box["y"] + page.evaluate("scrollY") + box["height"] <= 1.5 * PHONE["height"]
    save.click()
    expect(page.get_by_role("heading", name=ACTOR, level=1)).to_be_visible()


def test_a_first_contact_without_answer_then_a_collaboration_and_a_saturation_a_colleague_confirms(
    phone: Page, browser: Browser, own: Installation
) -> None:
    sign_in(phone, "mirabelle")
    open_sheet(phone)
    note_contact(phone, "non-réponse")
    note_contact(phone, "collaboration – activité collective")
    steps = phone.locator("#collaboration .thread > li")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("collaboration – activité collective")
    expect(steps.last).to_have_class(re.compile("is-open"))
    phone.get_by_role("button", name="C’est saturé").click()
    phone.get_by_role("link", name="Je précise").click()
    phone.get_by_label("ce que j’ai entendu", exact=False).fill("Complet jusqu’à Pâques")
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.locator("#fullness")).to_contain_text("Complet jusqu’à Pâques")
    with looking(browser, own, Eyes()) as colleague:
        sign_in(colleague, "romarin")
        open_sheet(colleague)
        colleague.get_by_role("button", name="Je confirme").click()
        expect(colleague.locator("#fullness")).to_contain_text(re.compile("Mirabelle.*confirmé par Romarin"))
        expect(colleague.get_by_role("button", name="Je confirme")).to_have_count(0)
