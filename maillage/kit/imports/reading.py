"""A file somebody brings, as a table of texts: CSV, XLSX, ODS, XLS or JSON, whatever its name says.

Raises UnreadableError with a sentence for whatever cannot be read. Formulas stay text: nothing is computed.
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.operations import RefusedError

FILE_BYTES = 10 * 1024**2
MOST_LINES = 50_000
MOST_COLUMNS = 100
CELL_LENGTH = 2_000
SHEET_SECONDS = 30
DELIMITERS = ";,\t"
UNREAD = "\ufffd"
Row = tuple[int, list[str]]


class UnreadableError(RefusedError):
    """A file that is not a table, or not one that can be taken in."""


@dataclass(frozen=True)
class Table:
    """The headers of a file, and its lines with their number in it."""

    headers: list[str]
    lines: list[Row]


def read_table(content: bytes, *, from_json: Callable[[Any], Table] | None = None) -> Table:
    """The table in a file. `from_json` understands a format of the room; raises UnreadableError."""
    if len(content) > FILE_BYTES:
        raise UnreadableError(too_big())
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _table(_spreadsheet(content))
    text = decoded(content)
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text, from_json)
    return _table(_csv(text))


def too_big() -> str:
    """What is said of a file over the limit."""
    return _("This file is larger than 10 MB. I keep the columns that matter, or bring it in parts.")


def _table(rows: Iterable[Row]) -> Table:
    full = [(number, cells) for number, cells in rows if any(cells)]
    if len(full) < 2:
        raise UnreadableError(_("I find no line under the headers. The first line names the columns."))
    if len(full) - 1 > MOST_LINES:
        raise UnreadableError(
            _("This file has more than %(most)d lines. I import it in parts.") % {"most": MOST_LINES}
        )
    headers = full[0][1]
    width = len(headers)
    return Table(headers, [(number, (cells + [""] * width)[:width]) for number, cells in full[1:]])


def plain(cell: str) -> str:
    """A cell without what spreadsheets put before a text that looks like a formula."""
    cell = cell.strip()
    return cell[1:] if re.match(r"'[=+\-@]", cell) else cell


# --- Text ---------------------------------------------------------------------------------------------------


def decoded(content: bytes) -> str:
    """The text of a file, each line by its own encoding where programs mixed them. Raises UnreadableError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableError(_not_a_table()) from None
    if b"\0" in content[:4096] or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadableError(_not_a_table())
    content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return "".join(_line(line) for line in content.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _csv(text: str) -> list[Row]:
    delimiter = max(DELIMITERS, key=lambda sign: _evenness(text, sign))
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            rows.append((reader.line_num, [cell.strip()[:CELL_LENGTH] for cell in cells[:MOST_COLUMNS]]))
            if len(rows) > MOST_LINES + 1:
                break
    except csv.Error:
        raise UnreadableError(_not_a_table()) from None
    return rows


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a sign cuts the first lines into the same number of columns."""
    start = text[:20_000]
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter) if row][
            :20
        ]
    except csv.Error:
        return (0, 0)
    head = widths[0] if widths else 1
    return (sum(width == head for width in widths) if head > 1 else 0, head)


def _not_a_table() -> str:
    return _("This is not a list I can read. A spreadsheet (XLSX, ODS, XLS) or a CSV file will do.")


# --- Spreadsheets -------------------------------------------------------------------------------------------


def _spreadsheet(content: bytes) -> list[Row]:
    program = Path(__file__).with_name("sheets.py")
    rows = read_apart(program, content, str(MOST_LINES + 2), str(MOST_COLUMNS))
    if rows is None:
        raise UnreadableError(
            _("This spreadsheet cannot be read: it is damaged, has a password, or is far too large inside.")
        )
    return [(number, [cell.strip()[:CELL_LENGTH] for cell in cells]) for number, cells in rows]


def read_apart(program: Path, content: bytes, *words: str) -> list[Any] | None:
    """What a program of ours reads in a file, in a process of its own; None if it did not come to its end.

    The program is started alone, by its path; it takes the file on stdin and writes JSON, a row a line.
    """
    command = [sys.executable, "-I", str(program), *words]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SHEET_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else [json.loads(line) for line in done.stdout.splitlines()]


# --- JSON ---------------------------------------------------------------------------------------------------


def _from_json(text: str, understand: Callable[[Any], Table] | None) -> Table:
    if understand is None:
        raise UnreadableError(_not_a_table())
    try:
        return understand(json.loads(text))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise UnreadableError(
            _("This JSON file is damaged, or of another format than the one I can read.")
        ) from None
