"""A question asked of the team's work, another way, and taken away (U-RE-01)."""

import re

from playwright.sync_api import Page, expect

from journeys.conftest import sign_in


def test_a_figure_is_asked_otherwise_and_taken_away(laptop: Page) -> None:
    sign_in(laptop, "saule")
    laptop.get_by_role("link", name="Chiffres").first.click()
    laptop.get_by_role("link", name=re.compile("Qu’ont donné tous nos contacts")).click()
    laptop.get_by_text("Je demande autrement").click()
    laptop.get_by_label("Du", exact=True).fill("2020-01-01")
    laptop.wait_for_url("**first_day=2020-01-01**")
    expect(laptop.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    laptop.get_by_label("Par", exact=True).select_option("kind")
    laptop.wait_for_url("**by=kind**")
    expect(laptop.locator("#figure-answer select[name=by]")).to_have_value("kind")
    expect(laptop.get_by_role("heading", level=1)).to_have_text(re.compile("Qu’ont donné tous nos contacts"))
    address = re.sub(r"/\?", "/csv/?", laptop.url)
    taken = laptop.context.request.get(address)
    assert taken.status == 200
    assert taken.text().startswith("figure,version,first_day")
