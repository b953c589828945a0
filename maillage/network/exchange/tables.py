"""CSV and XLSX: one line an address, under headers that come in again (`columns`)."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.network.exchange.columns import COLUMNS
from maillage.network.exchange.directory import Entry
from maillage.network.models import Site, WayKind
from maillage.network.phones import said

#: What is never in a table for everybody.
TEAM_ONLY = frozenset({"specifics_fr", "specifics_nl", "person", "function", "is_public"})
#: Columns that are written as they stand on the sheet.
PLAIN = (
    "name_fr", "name_nl", "acronym", "conditions_fr", "conditions_nl", "specifics_fr", "specifics_nl",
    "enterprise_number",
)  # fmt: skip
BLOCK = 64 * 1024
Line = dict[str, str]


def names(public: bool) -> list[str]:
    """The columns of the table, in their order."""
    return [column.name for column in COLUMNS if not (public and column.name in TEAM_ONLY)]


def headers(public: bool, language: str) -> list[str]:
    """Their names in that language."""
    with translation.override(language):
        return [str(column.label) for column in COLUMNS if column.name in names(public)]


def lines(entry: Entry) -> list[Line]:
    """An actor at each of its addresses; once without one."""
    actor = entry.actor
    told = {name: str(getattr(actor, name)) for name in PLAIN} | {
        "id": str(actor.pk),
        "aliases": _several(entry.aliases),
        "kind": str(actor.kind or ""),
        "themes": _several(actor.themes.all()),
        "publics": _several(actor.publics.all()),
        "languages": _several(entry.languages),
        "papers": actor.get_papers_display(),
        "cost": actor.get_cost_display(),
        "access": actor.get_access_display(),
        "phone": _several(said(way.value) for way in entry.ways_of(WayKind.PHONE)),
        "email": _several(way.value for way in entry.ways_of(WayKind.EMAIL)),
        "web": entry.url,
        "function": entry.people[0].function if entry.people else "",
        "person": entry.people[0].name if entry.people else "",
        "is_public": _("yes") if actor.is_public else _("no"),
    }
    return [told | _place(site) for site in entry.sites] or [told]


def _several(things: Iterable[Any]) -> str:
    return "; ".join(str(thing) for thing in things)


def _place(site: Site) -> Line:
    texts = ("street", "town", "opening_hours", "hours_note_fr", "accessibility")
    numbers = {name: getattr(site, name) for name in ("latitude", "longitude")}
    return {
        **{name: getattr(site, name) for name in texts},
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
        "postcode": str(site.postcode or ""),
        "neighbourhood": str(site.neighbourhood or ""),
    }


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; importing takes the sign away again."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_csv(rows: Iterator[list[Line]], *, public: bool, language: str) -> Iterator[bytes]:
    """With semicolons and a mark of the encoding, as spreadsheets in Belgium expect."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    wanted = names(public)
    page.write("\ufeff")
    writer.writerow(headers(public, language))
    for told in rows:
        writer.writerows([harmless(line.get(name, "")) for name in wanted] for line in told)
        if page.tell() > BLOCK:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def as_xlsx(rows: Iterator[list[Line]], *, public: bool, language: str) -> Iterator[bytes]:
    """Every cell a text; written line by line to a file that is gone once it was sent."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    wanted = names(public)
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, options)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headers(public, language), book.add_format({"bold": True}))
        number = 0
        for told in rows:
            for line in told:
                number += 1
                for column, name in enumerate(wanted):
                    sheet.write_string(number, column, line.get(name, ""))
        book.close()
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
