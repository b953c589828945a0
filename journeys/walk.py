"""Walking through Maillage by its own links, as each role would."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

#: One person a role, whose eyes reach every page that is not a mere answer to a gesture.
WALKERS = ("mirabelle", "coquelicot", "noisetier", "saule", "orme", "erable")


#: Where walks begin: the home page, and the gallery, which is for those who build and stands in no menu.
STARTS = {"home:today": "/", "kit:gallery": "/gallery/"}


def _name(path: str) -> str | None:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return match.view_name


def walk(page: Page, *, each: int = 1) -> Iterator[tuple[str, str]]:
    """The pages the person can reach by links, one after the other: while it is open, its name and path.

    Of each kind, `each` pages are visited.
    """
    waiting = list(STARTS.items())
    seen = Counter(STARTS.keys())
    while waiting:
        name, path = waiting.pop(0)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        links = page.eval_on_selector_all("a[href^='/']", "links => links.map(a => a.getAttribute('href'))")
        for link in links:
            leads = _name(link)
            if leads and seen[leads] < each and (leads, link) not in waiting:
                seen[leads] += 1
                waiting.append((leads, link))
        yield name, path
