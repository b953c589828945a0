"""A RAQ places an action between collective and community, by keyboard, and takes it back (U-RAQ-21)."""

from playwright.sync_api import Page, expect

from journeys.conftest import sign_in


def test_a_line_says_words_sends_nothing_untouched_and_an_opinion_comes_back(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    phone.goto("/actions/")
    phone.get_by_role("link", name="Entre collectif et communautaire").click()
    phone.get_by_role("link", name="Permanence calme").click()
    line = phone.get_by_role("slider")
    expect(line).to_have_attribute("aria-valuetext", "pas encore placée")
    phone.get_by_role("button", name="J’enregistre").click()
    expect(phone.get_by_text("Je choisis un endroit sur la ligne").first).to_be_visible()
    line.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuetext", "entre les deux, côté communautaire")
    phone.get_by_role("checkbox", name="1. concerner une communauté").check()
    phone.get_by_label("Ce que j’en dis · 1. concerner une communauté").fill("Des gens de la rue.")
    phone.get_by_role("button", name="J’enregistre").click()
    opinion = phone.locator(".opinion")
    expect(opinion).to_contain_text("entre les deux, côté communautaire")
    expect(opinion).to_contain_text("Des gens de la rue.")
    opinion.get_by_role("button", name="Je retire ce que j’ai dit").click()
    expect(opinion).to_have_count(0)
    phone.get_by_role("button", name="Annuler").click()
    expect(opinion).to_have_count(1)
