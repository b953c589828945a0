"""What the house tests stand on: strict templates, shuffled rows, reads that only read, true swaps."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

# --- Undefined template variables fail --------------------


class UndefinedVariableError(LookupError):
    """A template shows a variable nobody gave it."""


class Undefined(str):
    """Stands in Django's `string_if_invalid`, and raises as soon as a template would show it."""

    def __contains__(self, part: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> NoReturn:
        raise UndefinedVariableError(str(variable))


# --- Unordered rows come in any order --------------------


@contextmanager
def shuffled_rows() -> Iterator[None]:
    """Shuffle every result whose query asks for no order, as a database may."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(rows: Any) -> None:
        fresh = rows._result_cache is None
        fetch(rows)
        if fresh and not rows.ordered and isinstance(rows._result_cache, list):
            random.shuffle(rows._result_cache)

    QuerySet._fetch_all = fetch_shuffled  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        QuerySet._fetch_all = fetch  # type: ignore[method-assign]


# --- A GET cannot write --------------------

WRITES = re.compile(
    r'(?:^\s*|\)\s*)(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)',
    re.IGNORECASE,
)
WRITABLE_BY_GET = {"people_signinsession", "people_throttle"}


class ReadWroteError(AssertionError):
    """A GET or HEAD request wrote to the database."""


class GetCannotWriteMiddleware:
    """Refuses every write during a GET or HEAD, session and rate-limit rows aside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return self.get_response(request)


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    written = WRITES.search(sql)
    if written and written[1] not in WRITABLE_BY_GET:
        raise ReadWroteError(f"a GET wrote to {written[1]}")
    return execute(sql, params, many, context)


# --- Query ceilings --------------------


@contextmanager
def at_most(ceiling: int) -> Iterator[CaptureQueriesContext]:
    """Fails, with the queries, when the block asks the database more than `ceiling` times."""
    with CaptureQueriesContext(connection) as asked:
        yield asked
    if len(asked) > ceiling:
        told = "\n".join(query["sql"][:300] for query in asked.captured_queries)
        raise AssertionError(f"{len(asked)} queries, at most {ceiling} allowed:\n{told}")


# --- A swapped part equals a reloaded page --------------------

VARYING = ("csrfmiddlewaretoken",)


def parse(html: str | bytes) -> BeautifulSoup:
    """The page as a tree, without what differs between any two answers (CSRF masks)."""
    tree = BeautifulSoup(html, "html.parser")
    for field in tree.find_all("input", attrs={"name": VARYING}):
        field["value"] = ""
    for body in tree.select("[hx-headers]"):
        del body["hx-headers"]
    return tree


def swapped(page: str | bytes, answer: str | bytes, part: str) -> BeautifulSoup:
    """The page once htmx has put the answer's part, and whatever comes out of band, in place."""
    tree, fragment = parse(page), parse(answer)
    for element in [child for child in fragment.children if isinstance(child, Tag)]:
        target = tree.find(id=str(element.get("id")) if element.has_attr("hx-swap-oob") else part)
        assert isinstance(target, Tag), f"nothing on the page has the id {element.get('id') or part}"
        if element.has_attr("hx-swap-oob"):
            del element["hx-swap-oob"]
        target.replace_with(element)
    return tree


def _plain(tree: BeautifulSoup) -> str:
    lines = (line.strip() for line in tree.prettify().splitlines())
    return "\n".join(line for line in lines if line)


def assert_swap_equals_reload(client: Client, before: str, after: str, part: str) -> None:
    """Going from `before` to `after` by swapping `part` leaves the page that loading `after` would give."""
    page = client.get(before)
    answer = client.get(after, headers={"HX-Request": "true", "HX-Target": part})
    assert b"<html" not in answer.content, "htmx asked for a part and got a whole page"
    reloaded = client.get(after)
    left = swapped(page.content, answer.content, part)
    _fill(left, after)
    assert _plain(left) == _plain(parse(reloaded.content))


def _fill(tree: BeautifulSoup, url: str) -> None:
    """Put into the page's search fields what the person typed or ticked to get to `url`."""
    for name, value in parse_qsl(urlsplit(url).query):
        for control in tree.select(f'form[method="get"] input[name="{name}"]'):
            if control.get("type") == "checkbox":
                control["checked"] = ""
            else:
                control["value"] = value
        for option in tree.select(f'form[method="get"] select[name="{name}"] option'):
            option.attrs.pop("selected", None)
            if option.get("value") == value:
                option["selected"] = ""
