"""What the strict content policy forbids, found before a browser does: inline code, other hosts (T8)."""

from __future__ import annotations

import re

INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event handler attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}
# A namespace names a vocabulary: no browser fetches it.
NAMESPACES = re.compile(r"https?://www\.w3\.org/[\w/.#-]*")
HOST = re.compile(
    r"""https?://[\w.\[{$-]+ | (?:src|href|action|url)\s*[=(]\s*["']?//[\w.-]+ | @import\s+["']//""",
    re.I | re.X,
)
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.S)
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _blank(match: re.Match[str]) -> str:
    """As many lines as before, so that findings point at the right one."""
    return "·" + "\n" * match.group().count("\n")


def inline_code(name: str, text: str) -> list[str]:
    """Findings in one template."""
    bare = TEMPLATE_CODE.sub(_blank, TEMPLATE_COMMENT.sub(_blank, text))
    return [
        f"{name}:{_line(bare, match.start())} holds {what}: {match.group().strip()[:60]!r}"
        for what, pattern in INLINE.items()
        for match in pattern.finditer(bare)
    ]


def foreign_hosts(name: str, text: str) -> list[str]:
    """Addresses of other hosts in a template, style sheet or script."""
    own = NAMESPACES.sub(_blank, TEMPLATE_COMMENT.sub(_blank, text))
    return [
        f"{name}:{_line(own, match.start())} names another host: {match.group()!r}"
        for match in HOST.finditer(own)
    ]
