"""A chart as one file of its own (SVG), for a report or a wall; no font, colour or script from elsewhere."""

import json
import textwrap
from typing import Any

from django.utils.html import escape

from maillage.figures.captions import caption, notes
from maillage.figures.charts import Bar, chart_of
from maillage.figures.tables import Table

WIDE, LABELS, NUMBERS, MARGIN = 800, 290, 60, 20
LINE, BAR, GAP = 18, 20, 12
CHARACTERS, LONG = 38, 104
INK = "#271a2a"
TINTS = ("#ffffff", "#57234f", "#f9b934", "#3f907d", "#a9d8f5", "#c9482b", "#b380e6", "#2d3a98", "#e8e3d4")
STROKES = {
    2: "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    3: "M1 3H2M4 6H5",
    4: "M0 3H6",
    5: "M3 0V6",
    6: "M0 0L6 6M-1 5L1 7M5 -1L7 1",
    7: "M3 0V6M0 3H6",
    8: "M0 0L6 6M6 0L0 6",
}


def _text(x: float, y: float, words: str, **attributes: Any) -> str:
    told = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x:g}" y="{y:g}"{told}>{escape(words)}</text>'


def _patterns() -> str:
    return "".join(
        f'<pattern id="p{tint}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{path}" stroke="{INK}" stroke-opacity=".45" fill="none"/></pattern>'
        for tint, path in STROKES.items()
    )


def _box(x: float, y: float, width: float, height: float, tint: int) -> str:
    dashed = ' stroke-dasharray="3 2"' if tint == 0 else ""
    place = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}"'
    box = f'<rect {place} fill="{TINTS[tint]}" stroke="{INK}"{dashed}/>'
    return box + (f'<rect {place} fill="url(#p{tint})"/>' if tint in STROKES else "")


def _bar(bar: Bar, y: float) -> tuple[str, float]:
    """One bar with its words to the left and its number behind; how high it became."""
    words = textwrap.wrap(bar.label, CHARACTERS) or [""]
    height = float(max(BAR, LINE * len(words)))
    middle = y + height / 2
    drawn = [
        _text(MARGIN + LABELS, middle + LINE * (place - (len(words) - 1) / 2) + 5, line, text_anchor="end")
        for place, line in enumerate(words)
    ]
    scale, left = (WIDE - 2 * MARGIN - LABELS - NUMBERS) / 100, MARGIN + LABELS + 10
    end = float(left)
    for part in bar.parts:
        x, width = left + float(part.x[:-1]) * scale, max(float(part.width[:-1]) * scale, 1)
        drawn.append(_box(x, middle - BAR / 2, width, BAR, part.tint))
        end = x + width
    drawn.append(_text(end + 8, middle + 5, str(bar.number), font_weight="bold"))
    return f"<g><title>{escape(bar.in_words)}</title>{''.join(drawn)}</g>", height


def svg(table: Table, facts: dict[str, Any]) -> str:
    """The whole drawing; `facts` travel with it."""
    chart, y = chart_of(table), float(MARGIN + 22)
    drawn = []
    for line in textwrap.wrap(str(table.asked.measure.title), 60):
        drawn.append(_text(MARGIN, y, line, font_size="22", font_weight="bold"))
        y += 28
    for bar in chart.bars:
        part, height = _bar(bar, y)
        drawn.append(part)
        y += height + GAP
    for tint, label in chart.legend:
        drawn += [_box(MARGIN + LABELS + 10, y, 16, 16, tint), _text(MARGIN + LABELS + 34, y + 13, label)]
        y += 24
    y += 14
    for line in [part for told in [caption(table), *notes(table)] for part in textwrap.wrap(told, LONG)]:
        drawn.append(_text(MARGIN, y, line, font_size="13", fill="#5a4a5d"))
        y += 18
    described = "; ".join(bar.in_words for bar in chart.bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {y:g}" width="{WIDE}" height="{y:g}"'
        ' role="img" aria-labelledby="title desc" font-family="Verdana, sans-serif"'
        f' font-size="15" fill="{INK}">'
        f'<title id="title">{escape(caption(table))}</title><desc id="desc">{escape(described)}</desc>'
        f"<metadata>{escape(json.dumps(facts, ensure_ascii=False))}</metadata>"
        f'<defs>{_patterns()}</defs><rect width="100%" height="100%" fill="#fff"/>{"".join(drawn)}</svg>'
    )
