"""Read one spreadsheet (XLSX, ODS, XLS) in a process of its own: file on stdin, a JSON list a row on stdout.

A hostile file (a zip bomb, two cells at the ends of the world) meets a ceiling of memory and time here, and
takes nothing else down with it. Started by path, so that it loads nothing of Maillage.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time

MEMORY_BYTES = 1024**3
SECONDS = 20


def written(value: object) -> str:
    """A cell as people see it; a formula comes as its value."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def main(most_rows: int, most_columns: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheet = book.get_sheet_by_index(0)
    before = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), before + 1):
        if number > most_rows:
            break
        sys.stdout.write(json.dumps([number, [written(cell) for cell in row[:most_columns]]]) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
