"""The gallery shows every component, to everybody signed in, and holds together as a page."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conftest import SignedIn
from maillage.kit.icons import ICONS
from maillage.kit.templatetags.components import register
from maillage.people.models import Person

SOURCES = Path(__file__).parent.parent / "templates" / "kit"


@pytest.fixture
def gallery(as_person: SignedIn, mirabelle: Person) -> BeautifulSoup:
    answer = as_person(mirabelle).get("/gallery/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_every_component_is_in_the_gallery() -> None:
    shown = "".join(path.read_text() for path in [*SOURCES.glob("gallery/*.html"), SOURCES / "gallery.html"])
    missing = [name for name in register.tags if not re.search(rf"{{%\s*{name}\s", shown)]
    assert missing == []


def test_every_drawing_is_in_the_gallery(gallery: BeautifulSoup) -> None:
    shown = {str(use["href"]).partition("#")[2] for use in gallery.select("use")}
    assert shown >= ICONS


@pytest.mark.parametrize("name", ["mirabelle", "coquelicot", "noisetier", "saule", "orme", "erable"])
def test_everybody_signed_in_may_look(cast: dict[str, Person], as_person: SignedIn, name: str) -> None:
    assert as_person(cast[name]).get("/gallery/").status_code == 200


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get("/gallery/").status_code == 302


def test_each_id_is_there_once_and_each_reference_leads_somewhere(gallery: BeautifulSoup) -> None:
    template = gallery.find("template")
    assert template is not None
    template.extract()  # not part of the page until the lock shows it
    ids = Counter(str(tag["id"]) for tag in gallery.select("[id]"))
    assert [each for each, count in ids.items() if count > 1] == []
    wanted = {str(tag[name]) for name in ("for", "popovertarget") for tag in gallery.select(f"[{name}]")}
    for name in ("aria-describedby", "aria-labelledby"):
        wanted |= {each for tag in gallery.select(f"[{name}]") for each in str(tag[name]).split()}
    wanted |= {str(link["href"])[1:] for link in gallery.select("a[href^='#']")}
    assert wanted - set(ids) == set()


def test_nothing_is_written_in_the_page_that_the_browser_refuses(gallery: BeautifulSoup) -> None:
    assert gallery.select("[style], style, script:not([src])") == []
    assert [
        tag.name for tag in gallery.find_all(True) if any(name.startswith("on") for name in tag.attrs)
    ] == []


def test_each_input_has_a_name_people_can_read(gallery: BeautifulSoup) -> None:
    for field in gallery.select("main input:not([type=hidden]), main select, main textarea"):
        label = gallery.find("label", attrs={"for": field["id"]}) or field.find_parent("label")
        assert label is not None, field["name"]
        assert label.text.strip()
