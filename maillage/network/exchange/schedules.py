"""Opening hours of every week, out of OpenStreetMap's syntax, for formats that know days and hours only.

What is no plain week (holidays, months, by appointment) stands in the text beside, as it was written.
"""

import re
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = "|".join(DAYS)
RULE = re.compile(
    rf"(?P<days>(?:{DAY})(?:[-,](?:{DAY}))*)\s+(?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\s*\d\d:\d\d-\d\d:\d\d)*)"
)


@dataclass(frozen=True)
class Weekly:
    """The same hours on some days of every week."""

    days: tuple[str, ...]
    opens: str
    closes: str


def weekly(text: str) -> list[Weekly]:
    """Every plain rule of the hours, in their order."""
    found = []
    for rule in text.split(";"):
        match = RULE.fullmatch(rule.strip())
        if match:
            days = tuple(day for part in match["days"].split(",") for day in _run(part))
            for span in match["spans"].split(","):
                opens, closes = span.strip().split("-")
                found.append(Weekly(days, opens, closes))
    return found


def _run(part: str) -> list[str]:
    first, _dash, last = part.partition("-")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    return [DAYS[day % 7] for day in range(begin, end + 1 + 7 * (end < begin))]
