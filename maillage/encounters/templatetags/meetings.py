"""Answers to touch: a question of the form as tiles."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.encounters.tiles import Tile, board
from maillage.kit.markup import drawing_or_nothing

register = template.Library()


@register.simple_tag
def tiles(
    bound: BoundField,
    shown: int = 0,
    more: str = "",
    also: BoundField | str = "",
    icon: str = "",
    also_first: bool = False,
) -> SafeString:
    """The answers to a question; the first `shown` in sight, the others under `more`.

    `also` is a yes of its own that stands among them: « rien demandé », « je ne sais pas pourquoi ».
    """
    context: dict[str, Any] = {
        "field": bound,
        "board": board(bound, shown),
        "more": more,
        "also": None,
        "also_first": also_first,
    }
    if isinstance(also, BoundField):
        context["also"] = Tile(
            also.html_name, "checkbox", "on", also.id_for_label, also.label, "", drawing_or_nothing(icon),
            bool(also.value()),
        )  # fmt: skip
    return render_to_string("encounters/parts/tiles.html", context)
