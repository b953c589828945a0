"""A RAQ looks back at an event on a phone, by keyboard alone, and what comes next becomes an idea (R9a)."""

from playwright.sync_api import Page, expect

from journeys.conftest import sign_in


def test_an_evaluation_takes_eight_answers_and_what_next_becomes_an_idea(phone: Page) -> None:
    sign_in(phone, "mirabelle")
    card = phone.locator("section", has=phone.get_by_role("heading", name="À évaluer"))
    waiting = card.get_by_role("link", name="Stand infos Place Colignon")
    before = waiting.count()
    waiting.first.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stand infos Place Colignon")
    assert phone.locator("form .fields > *").count() == 8
    assert phone.locator("form input:checked:not([name=look_back])").count() == 0
    phone.get_by_label("Participant·es").first.focus()
    for words, *keys in (
        ("12", "Tab"), ("3", "Tab", "Space", "Tab", "Space", "ArrowRight", "Tab", "Space", "Tab"),
        ("Le café.", "Tab"), ("Commencer plus tôt. À neuf heures.", "Tab", "Tab", "Enter"),
    ):  # fmt: skip
        phone.keyboard.type(words)
        for key in keys:
            phone.keyboard.press(key)
    facts = phone.locator("#evaluation")
    expect(facts).to_contain_text("Le café.")
    expect(facts).to_contain_text("en partie")
    idea = facts.get_by_role("link", name="Commencer plus tôt")
    phone.get_by_role("button", name="J’en fais une idée").press("Enter")
    expect(idea).to_be_visible()
    expect(phone.get_by_role("button", name="J’en fais une idée")).to_have_count(0)
    phone.get_by_role("button", name="Annuler").press("Enter")
    expect(phone.get_by_text("Cette action a été retirée")).to_be_visible()
    phone.goto("/")
    expect(waiting).to_have_count(before - 1)
