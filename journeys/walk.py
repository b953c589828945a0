"""Walking through Maillage by its own links, as each role would."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

#: One person a role, whose eyes reach every page that is not a mere answer to a gesture.
WALKERS = ("mirabelle", "coquelicot", "noisetier", "saule", "orme", "erable")


def _name(path: str) -> str | None:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return match.view_name


def walk(page: Page, most: int = 120) -> dict[str, str]:
    """One address a kind of page the person can reach by links from the home page: name → path."""
    found: dict[str, str] = {"home:today": "/"}
    waiting = ["/"]
    while waiting and most:
        most -= 1
        answer = page.goto(waiting.pop(0))
        assert answer is not None
        assert answer.status == 200, f"{answer.url} answered {answer.status}"
        links = page.eval_on_selector_all("a[href^='/']", "links => links.map(a => a.getAttribute('href'))")
        for link in links:
            name = _name(link)
            if name and name not in found and not link.startswith("/static/"):
                found[name] = link
                waiting.append(link)
    return found
