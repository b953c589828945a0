"""The drawing of a table: bars, or bars in parts, each part with a pattern of its own beside its colour."""

from dataclasses import dataclass

from maillage.figures.tables import Line, Table
from maillage.figures.wording import Answer

PATTERNS = 8  # colours that are told apart, also in greyscale


@dataclass(frozen=True)
class Part:
    """A stretch of a bar, in percent of the longest one."""

    x: str
    width: str
    tint: int
    label: str
    number: int


@dataclass(frozen=True)
class Bar:
    """One line of the table."""

    label: str
    number: int
    parts: tuple[Part, ...]
    end: str

    @property
    def in_words(self) -> str:
        """What a reader who does not see the bar is told."""
        if len(self.parts) < 2:
            return f"{self.label} · {self.number}"
        return (
            f"{self.label} : {self.number} (" + ", ".join(f"{p.label} {p.number}" for p in self.parts) + ")"
        )


@dataclass(frozen=True)
class Chart:
    """Bars ready to be drawn; `legend` names the parts if there are several."""

    bars: tuple[Bar, ...]
    legend: tuple[tuple[int, str], ...]


def chart_of(table: Table) -> Chart:
    """Parts are drawn where they add up to their bar; else the bar alone, and the table says the rest."""
    stacked = (
        0 < len(table.columns) <= PATTERNS and not table.asked.axes[1].many and not table.asked.is_nested
    )
    longest = max((line.total for line in table.answers), default=0) or 1
    columns = table.columns if stacked else ()
    bars = tuple(_bar(line, columns, longest) for line in table.answers)
    legend = tuple((_tint(answer, place), answer.label) for place, answer in enumerate(columns))
    return Chart(bars, legend)


def _tint(answer: Answer, place: int) -> int:
    """0 is drawn without colour: nobody said."""
    return 0 if answer.is_missing else place + 1


def _bar(line: Line, columns: tuple[Answer, ...], longest: int) -> Bar:
    parts, x = [], 0.0
    told = [
        (_tint(answer, place), answer.label, number)
        for place, (answer, number) in enumerate(zip(columns, line.cells, strict=False))
        if number
    ] or [(_tint(line.answer, 0), line.answer.label, line.total)]
    for tint, label, number in told:
        width = 100 * number / longest
        parts.append(Part(f"{x:.2f}%", f"{width:.2f}%", tint, label, number))
        x += width
    return Bar(line.answer.label, line.total, tuple(parts), f"{x:.2f}%")
