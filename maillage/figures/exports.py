"""A figure in a file, with all one needs to read it in ten years: what, of whom, when, in which words."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from maillage.figures import drawing
from maillage.figures.captions import caption, notes
from maillage.figures.tables import Table
from maillage.figures.wording import WHOLE, Answer

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def facts_of(table: Table) -> dict[str, Any]:
    """What the numbers are, apart from the numbers."""
    asked, measure = table.asked, table.asked.measure
    return {
        "figure": measure.code,
        "version": measure.version,
        "question": str(measure.question),
        "definition": str(measure.definition),
        "caption": caption(table),
        "notes": notes(table),
        "source": measure.source,
        "first_day": asked.period.first_day.isoformat(),
        "last_day": (asked.period.last_day or asked.today).isoformat(),
        "axes": [
            {"code": axis.code, "label": str(axis.label), "several_answers": axis.many} for axis in asked.axes
        ],
        "terms": asked.terms.value,
        "own_work_alone": asked.mine,
        "unit": str(measure.unit),
        "base": str(measure.base),
        "n": table.total,
        "not_said": table.missing,
        "made_on": asked.today.isoformat(),
    }


def lines_of(table: Table) -> Iterator[tuple[Answer, Answer | None, int, float | None]]:
    """Every cell, one a line: an answer, the answer across it, the number, its share of those who answer.

    Where the second axis divides the first, only what there is.
    """
    whole = Answer(WHOLE, _("in all"), WHOLE)
    two = len(table.asked.axes) > 1
    for line in table.lines:
        for head, number in zip(table.columns, line.cells, strict=True):
            if number or not table.asked.is_nested:
                yield line.answer, head, number, None
        yield line.answer, whole if two else None, line.total, line.share
    for head, number in zip(table.columns, table.column_totals, strict=True):
        yield whole, head, number, None
    yield whole, whole if two else None, table.total, None


BESIDE = ("figure", "version", "first_day", "last_day", "terms", "base", "n", "made_on")


def as_csv(table: Table) -> bytes:
    """One line a cell, the facts beside it: files of several figures can be put under one another.

    So stands the figure that is printed beside this one: under its own code.
    """
    file = io.StringIO()
    names = [name for axis in table.asked.axes for name in (axis.code, f"{axis.code}_code")]
    written = csv.writer(file)
    written.writerow([*BESIDE, *(names or ["answer", "answer_code"]), "number", "share"])
    for one in [table, *([table.beside] if table.beside else [])]:
        told = facts_of(one)
        for first, second, number, share in lines_of(one):
            answers = [first, second] if len(one.asked.axes) > 1 and second else [first]
            said = [words for answer in answers for words in (answer.label, answer.code or answer.key)]
            row = [told[name] for name in BESIDE] + said + [""] * (len(names) - len(said))
            written.writerow([*map(_harmless, row), number, "" if share is None else f"{share:.4f}"])
    return file.getvalue().encode()


def _harmless(value: Any) -> Any:
    """A name that a spreadsheet would take for a formula gets a quote before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_json(table: Table) -> bytes:
    return json.dumps(_told(table), ensure_ascii=False, indent=2).encode()


def _told(table: Table) -> dict[str, Any]:
    cells = [
        {
            "answers": [{"code": each.code or each.key, "label": each.label} for each in answers if each],
            "number": number,
            "share": share,
        }
        for *answers, number, share in lines_of(table)
    ]
    beside = {"beside": _told(table.beside)} if table.beside else {}
    return facts_of(table) | {"cells": cells} | beside


def as_svg(table: Table) -> bytes:
    return drawing.svg(table, facts_of(table)).encode()


def _sheet(table: Table) -> tuple[list[str], list[tuple[list[Any], float | None]]]:
    """The heads and the rows of the table as on screen, each row with its share."""
    axes = [str(axis.label) for axis in table.asked.axes]
    last = [str(table.asked.measure.unit), _("share")]
    if not table.groups:
        heads = [axes[0] if axes else "", *(head.label for head in table.columns), *last]
        return heads, [([line.answer.label, *line.cells, line.total], line.share) for line in table.answers]
    rows: list[tuple[list[Any], float | None]] = []
    for line, parts in table.groups:
        rows.append(([line.answer.label, "", line.total], line.share))
        rows += [(["", head.label, number], None) for head, number in parts]
    return [*axes, *last], rows


def as_xlsx(table: Table) -> bytes:
    """The table as on screen on one sheet, what it is on the other."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, plain) as book:
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0 %"})
        sheet = book.add_worksheet(_("figure")[:31])
        heads, rows = _sheet(table)
        sheet.write_row(0, 0, heads, bold)
        for place, (cells, part) in enumerate(rows, 1):
            sheet.write_row(place, 0, cells)
            if part is not None:
                sheet.write_number(place, len(heads) - 1, part, share)
        end = len(rows) + 1
        total = [_("in all"), *([""] if table.groups else table.column_totals), table.total]
        sheet.write_row(end, 0, total, bold)
        for place, line in enumerate(table.said_twice, end + 1):
            sheet.write_row(place, 0, [line.answer.label, *line.cells, line.total])
        sheet.write_column(end + 3, 0, [caption(table), *notes(table)])
        sheet.set_column(0, 0, 44)
        about = book.add_worksheet(_("about it")[:31])
        for place, (name, value) in enumerate(facts_of(table).items()):
            told = value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)
            about.write_row(place, 0, [name, told])
        about.set_column(0, 0, 20)
    return file.getvalue()


@dataclass(frozen=True)
class Format:
    """A kind of file: its words on screen, its type, how it is made."""

    code: str
    label: str
    type: str
    made: Callable[[Table], bytes]


FORMATS = {
    each.code: each
    for each in (
        Format("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
        Format("csv", "CSV", "text/csv; charset=utf-8", as_csv),
        Format("svg", "SVG", "image/svg+xml", as_svg),
        Format("json", "JSON", "application/json", as_json),
    )
}
