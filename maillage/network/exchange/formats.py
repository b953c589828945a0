"""The open formats: what each is called, and how the directory is written in it, piece by piece."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.imports.written import CSV, XLSX
from maillage.network.exchange import hsds, tables, texts
from maillage.network.exchange.directory import entries, said_in
from maillage.network.models import Actor

LANGUAGES = ("fr", "nl", "en")


@dataclass(frozen=True)
class Format:
    """One open format."""

    name: str
    label: str
    use: str | Promise
    extension: str
    content_type: str
    write: Callable[[QuerySet[Actor], bool, str], Iterator[bytes]]

    def file_name(self, language: str) -> str:
        """What the file is called when it is kept."""
        return f"acteurs-{language}.{self.extension}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(begin: bytes, pieces: Iterator[Any], end: bytes) -> Iterator[bytes]:
    """A JSON list, one element a line."""
    yield begin
    for number, piece in enumerate(pieces):
        yield (b",\n" if number else b"\n") + _json(piece)
    yield b"\n" + end


def _hsds(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    return _listed(b"[", said_in(language, hsds.service, entries(rows, public=public)), b"]")


def _jsonld(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    begin = b'{"@context":"https://schema.org","@graph":['
    return _listed(begin, said_in(language, texts.organization, entries(rows, public=public)), b"]}")


def _geojson(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    found = said_in(language, texts.features, entries(rows, public=public))
    each = (feature for features in found for feature in features)
    return _listed(b'{"type":"FeatureCollection","features":[', each, b"]}")


def _vcard(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    for cards in said_in(language, texts.cards, entries(rows, public=public)):
        yield cards.encode()


def _csv(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    told = said_in(language, tables.lines, entries(rows, public=public))
    return tables.as_csv(told, public=public, language=language)


def _xlsx(rows: QuerySet[Actor], public: bool, language: str) -> Iterator[bytes]:
    told = said_in(language, tables.lines, entries(rows, public=public))
    return tables.as_xlsx(told, public=public, language=language)


FORMATS = {
    each.name: each
    for each in (
        Format("xlsx", "XLSX", _("a spreadsheet"), "xlsx", XLSX, _xlsx),
        Format("csv", "CSV", _("a table for any program"), "csv", CSV, _csv),
        Format("vcard", "vCard 4", _("contacts for a phone"), "vcf", "text/vcard; charset=utf-8", _vcard),
        Format("hsds", "HSDS 3.0", _("another directory of services"), "json", "application/json", _hsds),
        Format("geojson", "GeoJSON", _("a map"), "geojson", "application/geo+json", _geojson),
        Format(
            "jsonld", "JSON-LD", _("search engines, schema.org"), "jsonld", "application/ld+json", _jsonld
        ),
    )
}
