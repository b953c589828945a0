"""No inline script or style, no foreign host (house.md 8), on the real tree and on pieces that break it."""

from pathlib import Path

import pytest

from devtools.gates import nothing_found
from devtools.gates.markup import foreign_hosts, inline_code
from devtools.gates.traces import tracked_files
from devtools.places import ROOT

ROOMS = {"maillage", "frontend"}
FRONT_END = {".html", ".css", ".ts", ".mjs", ".svg"}


def _front_end_files() -> list[Path]:
    return [
        path
        for path in tracked_files(ROOT)
        if path.suffix in FRONT_END
        and path.parts[0] in {"maillage", "frontend"}
        and "tests" not in path.parts
    ]


def test_no_template_holds_inline_code() -> None:
    templates = [path for path in _front_end_files() if "templates" in path.parts]
    nothing_found([f for path in templates for f in inline_code(str(path), (ROOT / path).read_text())])


def test_no_page_names_another_host() -> None:
    nothing_found(
        [f for path in _front_end_files() for f in foreign_hosts(str(path), (ROOT / path).read_text())]
    )


@pytest.mark.parametrize(
    "piece",
    [
        "<script>start()</script>",
        "<style>p { margin: 0 }</style>",
        '<p style="margin: 0">',
        '<p class="a"\n style="{{ margin }}">',
        '<button onclick="go()">',
        '<button hx-on::after-request="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_found(piece: str) -> None:
    assert len(inline_code("page.html", f"<p>\n{piece}")) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "<script src=\"{% static 'app.js' %}\" defer></script>",
        "{# <style> would be refused #}",
        '<p class="style" data-once="1">',
        '{% comment "why" %}<script>{% endcomment %}',
        '{% button style="outline" %}',
    ],
)
def test_what_the_policy_allows_is_allowed(piece: str) -> None:
    assert inline_code("page.html", piece) == []


@pytest.mark.parametrize(
    "piece",
    [
        '<img src="https://tiles.example.org/1.png">',
        '<script src="//cdn.example.org/a.js">',
        "url(//fonts.example.org/a.woff2)",
        'fetch("http://example.org/")',
        '@import "//example.org/a.css";',
    ],
)
def test_a_foreign_host_is_found(piece: str) -> None:
    assert len(foreign_hosts("page.html", piece)) == 1


def test_a_namespace_is_no_host() -> None:
    assert foreign_hosts("icons.svg", '<svg xmlns="http://www.w3.org/2000/svg"></svg>') == []


def test_a_comment_in_a_script_is_no_host() -> None:
    assert foreign_hosts("lock.ts", "// the other tabs hear of it\nconst half = 1 // 2") == []
