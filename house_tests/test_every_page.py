"""What holds for every page: no inline code, no other host, a language, a title, few questions."""

from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from conftest import SignedIn, open_session
from house_tests.conftest import Stage
from house_tests.doors import DOORS, ROLES, Door
from maillage.kit import kept
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

PAGES = [
    pytest.param(name, door, id=name)
    for name, doors in DOORS.items()
    for door in doors
    if door.method == "get" and not door.file and 200 in (door.status, door.signed_out, *door.but.values())
]
LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "form": "action", "use": "href"}


def findings(html: str) -> list[str]:
    """What a page must not hold, in words."""
    tree = BeautifulSoup(html, "html.parser")
    found = [f"inline <{tag.name}>" for tag in tree.select("style, script:not([src])")]
    for tag in tree.find_all(True):
        assert isinstance(tag, Tag)
        found += [f"{name} on <{tag.name}>" for name in tag.attrs if name == "style" or name.startswith("on")]
        loaded = str(tag.get(LOADING.get(tag.name, ""), ""))
        if urlsplit(loaded).netloc:
            found.append(f"<{tag.name}> asks {urlsplit(loaded).netloc}")
    if len(tree.select("h1")) != 1:
        found.append(f"{len(tree.select('h1'))} main titles")
    if not tree.title or tree.title.text.strip().startswith("·"):
        found.append("no title")
    return found


@pytest.mark.parametrize(
    ("html", "finding"),
    [
        ("<script>1</script>", "inline <script>"),
        ("<style></style>", "inline <style>"),
        ('<p style="x">', "style on <p>"),
        ('<p onclick="x">', "onclick on <p>"),
        ('<img src="https://elsewhere.example/x.png">', "<img> asks elsewhere.example"),
        ("", "0 main titles"),
    ],
)
def test_a_page_that_breaks_a_rule_is_found(html: str, finding: str) -> None:
    assert finding in findings(html)


def reader(door: Door, stage: Stage, as_person: SignedIn) -> Client:
    """Somebody who gets the page."""
    who = next((name for name in ROLES if door.expected(name) == 200), None)
    return as_person(stage.cast[who]) if who else Client()


@pytest.mark.parametrize(("name", "door"), PAGES)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_page_is_clean_in_french_and_dutch(
    name: str, door: Door, language: str, stage: Stage, as_person: SignedIn
) -> None:
    Person.objects.update(language=language)
    client = reader(door, stage, as_person)
    client.cookies["maillage_language"] = language
    answer = client.get(reverse(name, kwargs=door.arguments(stage)), door.data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in html
    assert findings(html) == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]


COUNTED = [case for case in PAGES if case.values[1].queries]  # type: ignore[union-attr]


@dataclass(frozen=True)
class Asked:
    """What one page asks the database, in the small town and years later."""

    few: list[str]
    many: list[str]


def _asked(stage: Stage) -> dict[int, list[str]]:
    """The questions of every page, each read twice, nothing kept from what was drawn before."""
    found = {}
    for case in COUNTED:
        name, door = case.values
        with transaction.atomic():
            client = reader(door, stage, lambda person: open_session(Client(), person))  # type: ignore[arg-type]
            url = reverse(str(name), kwargs=door.arguments(stage))  # type: ignore[union-attr]
            client.get(url)
            kept.forget()
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            found[id(door)] = [query["sql"] for query in asked.captured_queries]
            transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def asked(_built: Stage, django_db_blocker: DjangoDbBlocker) -> dict[int, Asked]:
    """The town grows once for all pages: growing it for each would take longer than reading it."""
    with django_db_blocker.unblock(), transaction.atomic():
        stage = deepcopy(_built)
        few = _asked(stage)
        stage.grow()
        many = _asked(stage)
        transaction.set_rollback(True)
    return {door: Asked(few[door], many[door]) for door in few}


@pytest.mark.parametrize(("name", "door"), COUNTED)
def test_no_page_asks_more_when_there_are_more_rows(name: str, door: Door, asked: dict[int, Asked]) -> None:
    found = asked[id(door)]
    told = "\n".join(sql[:300] for sql in found.many)
    assert len(found.few) <= door.queries, told
    assert len(found.many) <= len(found.few), told


def test_a_page_outside_maillage_is_a_human_404(stage: Stage, as_person: SignedIn) -> None:
    answer = as_person(stage.cast["mirabelle"]).get("/no-such-page/")
    assert answer.status_code == 404
    assert findings(answer.content.decode()) == []
