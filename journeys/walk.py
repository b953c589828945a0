"""Walking through Maillage by its own links, as each role would."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from house_tests.doors import DOORS

#: One person a role, whose eyes reach every page that is not a mere answer to a gesture.
WALKERS = ("mirabelle", "coquelicot", "noisetier", "saule", "orme", "erable")


#: What a link gives to keep, and no page to look at.
FILES = {name for name, doors in DOORS.items() if any(door.file for door in doors)}
#: Where walks begin: the home page, and the gallery, which is for those who build and stands in no menu.
STARTS = {"home:today": "/", "kit:gallery": "/gallery/"}


@dataclass(frozen=True)
class Reached:
    """A page as the server sent it: its name, its path, and the shapes it is built of."""

    name: str
    path: str
    shapes: frozenset[str]


def _name(path: str) -> str | None:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return None if match.view_name in FILES else match.view_name


def _look(tag: Tag) -> str:
    return ".".join([tag.name, *sorted(tag.get_attribute_list("class") or ())])


def _shapes(tree: BeautifulSoup) -> frozenset[str]:
    """Which elements stand in which: two pages of the same shapes differ by their words alone."""
    return frozenset(
        f"{_look(tag.parent) if isinstance(tag.parent, Tag) else ''} > {_look(tag)}"
        for tag in tree.find_all(True)
        if isinstance(tag, Tag)
    )


def walk(page: Page, *, more: Mapping[str, int] | None = None) -> Iterator[Reached]:
    """The pages the person signed in on `page` can reach by links, one after the other.

    Of each kind one page is visited, or as many as `more` says. They are asked for without being drawn; at a
    download the way ends.
    """
    most = more or {}
    waiting = list(STARTS.items())
    seen = Counter(STARTS.keys())
    while waiting:
        name, path = waiting.pop(0)
        answer = page.context.request.get(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        tree = BeautifulSoup(answer.text(), "html.parser")
        for link in [str(tag["href"]) for tag in tree.select("a[href^='/']")]:
            leads = _name(link)
            if leads and seen[leads] < most.get(leads, 1) and (leads, link) not in waiting:
                seen[leads] += 1
                waiting.append((leads, link))
        yield Reached(name, path, _shapes(tree))
