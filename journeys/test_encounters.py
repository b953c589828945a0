"""Noting a meeting with one thumb, without script and without typing: every tap is counted (P4, U-RAQ-01)."""

import re
import sys
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.conftest import sign_in

LISTENING, WHOLE = 4, 10


@dataclass
class Thumb:
    """Touches the screen, and counts."""

    page: Page
    taps: int = 0

    def on(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def tile(self, question: str, words: str) -> None:
        """An answer in sight under that question."""
        asked = self.page.locator("fieldset", has=self.page.get_by_text(question, exact=True))
        self.on(asked.locator("label", has_text=re.compile(f"^\\s*{words}", re.I)).filter(visible=True).first)

    def link(self, words: str) -> None:
        self.on(self.page.get_by_role("link", name=words).filter(visible=True).first)

    def button(self, words: str) -> None:
        self.on(self.page.get_by_role("button", name=words, exact=True))

    def fold(self, words: str) -> None:
        self.on(self.page.locator("summary", has_text=words))


def test_p4_listening_in_four_taps_everything_in_ten(
    scriptless: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(scriptless, "mimosa")
    listening = Thumb(scriptless)
    listening.link("J’ai rencontré quelqu’un")
    listening.tile("Où nous sommes-nous rencontré·es ?", "Rue, espace public")
    listening.tile("Qu’ai-je fait ?", "Écouté")
    listening.button("J’enregistre")
    expect(scriptless.get_by_text("C’est noté.").first).to_be_visible()
    scriptless.goto("/")
    whole = Thumb(scriptless)
    whole.link("J’ai rencontré quelqu’un")
    whole.tile("Quartier", "Marolles")
    whole.tile("Où nous sommes-nous rencontré·es ?", "Mon bureau")
    whole.tile("De quoi avons-nous parlé ?", "Logement")
    whole.tile("Qu’ai-je fait ?", "J’ai informé")
    whole.fold("Pour la recherche")
    whole.tile("Une aide à laquelle elle a droit lui manque ?", "oui")
    whole.tile("Laquelle ?", "logement social")
    whole.tile("Pourquoi, à mon avis ?", "ne savait pas")
    whole.button("La même chose pour une autre personne")
    with capsys.disabled():
        sys.stdout.write(f"\ntaps: listening {listening.taps}, with everything {whole.taps}\n")
    assert listening.taps <= LISTENING
    assert whole.taps <= WHOLE
    expect(scriptless.locator("summary", has_text="Marolles")).to_be_visible()
    expect(scriptless.locator("label", has_text="Logement").locator("input").first).to_be_checked()
    expect(scriptless.locator("[name=right_1]:checked")).to_have_count(0)
    scriptless.get_by_role("button", name="J’enregistre", exact=True).click()
    scriptless.goto("/encounters/?span=day")
    expect(scriptless.get_by_text("Aujourd’hui 3 notes")).to_be_visible()
    scriptless.get_by_role("button", name="Discret").click()
    expect(scriptless.get_by_text("Marolles")).to_have_count(0)
    assert scriptless.title().startswith("Carnet")
