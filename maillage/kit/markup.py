"""How components write attributes, drawings and the names they accept."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from maillage.kit.icons import require_icon


def one_of(value: str, allowed: Collection[str], what: str) -> str:
    """Give the value back if the design knows it; raise ValueError otherwise."""
    if value not in allowed:
        raise ValueError(f"unknown {what} {value!r}: one of {', '.join(sorted(allowed))}")
    return value


def attributes_of(attributes: dict[str, Any]) -> SafeString:
    """`hx_post="/x"` gives ` hx-post="/x"`; True stands alone; False, None and "" are left out."""
    named = [(name.strip("_").replace("_", "-"), value) for name, value in attributes.items()]
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in named
            if value is not False and value is not None and value != ""
        ),
    )


@lru_cache(maxsize=256)  # a list draws the same few a hundred times
def drawing_of(name: str, extra: str = "") -> SafeString:
    """A drawing of the sprite; decorative, the word stands beside it."""
    classes = f"icon {extra}".strip()
    address = static("icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, address, name
    )


def drawing_or_nothing(name: str) -> SafeString:
    """The drawing of a known name; nothing for no name."""
    return drawing_of(require_icon(name)) if name else SafeString("")
