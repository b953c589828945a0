"""Lists that leave as CSV or XLSX, line by line, under headers that come in again."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

BLOCK = 64 * 1024
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Sequence[str]]


def several(things: Iterable[Any]) -> str:
    """Several things in one cell."""
    return "; ".join(str(thing) for thing in things)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; importing takes the sign away again."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_csv(headers: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """With semicolons and a mark of the encoding, as spreadsheets in Belgium expect."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    page.write("\ufeff")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if page.tell() > BLOCK:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def as_xlsx(headers: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Every cell a text; written line by line to a file that is gone once it was sent."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, options)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        book.close()
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
