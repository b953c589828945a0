"""Opening hours of every week, for formats that know days and hours only.

What is no plain week (months, by appointment) stands in the text beside, as it was written.
"""

from dataclasses import dataclass

from maillage.network import hours


@dataclass(frozen=True)
class Weekly:
    """The same hours on some days of every week."""

    days: tuple[str, ...]
    opens: str
    closes: str


def weekly(text: str) -> list[Weekly]:
    """Every span of the week with its days, the earliest first; nothing where the text is no plain week."""
    week = hours.read(text) if text else None
    spans: dict[hours.Span, list[str]] = {}
    for day, each in zip(hours.DAYS, week.days if week else (), strict=False):
        for span in each:
            spans.setdefault(span, []).append(day)
    return [
        Weekly(tuple(days), *span.osm.split("-"))
        for span, days in sorted(spans.items(), key=lambda one: (hours.DAYS.index(one[1][0]), one[0]))
    ]
