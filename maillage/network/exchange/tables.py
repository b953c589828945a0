"""CSV and XLSX: one line an address, under headers that come in again (`columns`)."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit.imports import written
from maillage.kit.imports.written import several
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
        "aliases": several(entry.aliases),
        "kind": str(actor.kind or ""),
        "themes": several(actor.themes.all()),
        "publics": several(actor.publics.all()),
        "languages": several(entry.languages),
        "papers": actor.get_papers_display(),
        "cost": actor.get_cost_display(),
        "access": actor.get_access_display(),
        "phone": several(said(way.value) for way in entry.ways_of(WayKind.PHONE)),
        "email": several(way.value for way in entry.ways_of(WayKind.EMAIL)),
        "web": entry.url,
        "function": entry.people[0].function if entry.people else "",
        "person": entry.people[0].name if entry.people else "",
        "is_public": _("yes") if actor.is_public else _("no"),
    }
    return [told | _place(site) for site in entry.sites] or [told]


def _place(site: Site) -> Line:
    texts = ("street", "town", "opening_hours", "hours_note_fr", "accessibility")
    numbers = {name: getattr(site, name) for name in ("latitude", "longitude")}
    return {
        **{name: getattr(site, name) for name in texts},
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
        "postcode": str(site.postcode or ""),
        "neighbourhood": str(site.neighbourhood or ""),
    }


def _rows(entries: Iterable[list[Line]], public: bool) -> Iterator[list[str]]:
    wanted = names(public)
    return ([line.get(name, "") for name in wanted] for told in entries for line in told)


def as_csv(entries: Iterator[list[Line]], *, public: bool, language: str) -> Iterator[bytes]:
    return written.as_csv(headers(public, language), _rows(entries, public))


def as_xlsx(entries: Iterator[list[Line]], *, public: bool, language: str) -> Iterator[bytes]:
    return written.as_xlsx(headers(public, language), _rows(entries, public))
