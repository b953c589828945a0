"""« Quelqu’un est en danger »: for everyone, sends nothing, and what coordination last wrote (P14)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.forms.models import model_to_dict
from django.test import Client

from conftest import SignedIn
from maillage.kit import clock
from maillage.mutual_aid.models import DangerPage, danger_page
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
CHANGE = "/danger/change/"


def said(**more: Any) -> dict[str, Any]:
    row = danger_page()
    kept = {name: value for name, value in model_to_dict(row).items() if value is not None}
    return kept | {"after": "" if row.is_shipped else str(row.pk), **more}


def test_anybody_reads_it_and_it_leaves_no_trace() -> None:
    answer = Client().get("/danger/", headers={"Accept-Language": "nl"})
    tree = BeautifulSoup(answer.content, "html.parser")
    assert [link["href"] for link in tree.select("a[href^='tel:']")][:2] == ["tel:112", "tel:101"]
    assert "Strafwetboek" in tree.text
    assert not tree.select("script, form, input, [hx-get], [hx-post]")
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    leave = tree.select_one("a[rel=noreferrer]")
    assert leave is not None
    assert str(leave["href"]).startswith("https://")


def test_the_sign_in_page_leads_to_it_and_a_locked_screen_too(mirabelle: Person, as_person: SignedIn) -> None:
    assert b'href="/danger/"' in Client().get("/sign-in/").content
    browser = as_person(mirabelle)
    browser.post("/lock/")
    assert browser.get("/danger/").status_code == 200


def test_coordination_writes_a_version_and_phones_get_it(coquelicot: Person, as_person: SignedIn) -> None:
    browser = as_person(coquelicot)
    before = Client().get("/offline/fr/danger/").content.decode()
    assert "la coordination ne les a pas encore vérifiés" in before
    worker = Client().get("/sw.js").content
    assert b'"/danger/": "danger/"' in worker
    browser.post(CHANGE, said(coordination="02 555 01 02", text_fr="Je respire.", checked_on=clock.today()))
    for address in ("/danger/fr/", "/offline/fr/danger/"):
        page = Client().get(address).content.decode()
        assert "Je respire." in page
        assert "tel:025550102" in page
    assert Client().get("/sw.js").content != worker
    assert "À faire relire par un·e juriste" in browser.get(CHANGE).content.decode()


def test_a_line_that_is_no_number_and_a_stale_page_are_refused(
    coquelicot: Person, as_person: SignedIn
) -> None:
    browser = as_person(coquelicot)
    wrong = browser.post(CHANGE, said(numbers_fr="112 | Pompiers\nla police"))
    assert wrong.status_code == 422
    assert "la police" in wrong.content.decode()
    browser.post(CHANGE, said(text_fr="Une."))
    stale = browser.post(CHANGE, said(text_fr="Deux.", after=""))
    assert stale.status_code == 422
    assert "Deux." in stale.content.decode()
    assert DangerPage.objects.get().text_fr == "Une."
