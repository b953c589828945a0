"""The compact copy of the directory that a phone keeps for where there is no network.

Columns, not objects; what repeats stands once in a list, and the columns hold places in it. Nothing private:
no contact person, no personal sheet, no reporter; what was heard about room only for the team (P7). The
format is written down in docs/reference/directory-copy.md.
"""

import gzip
import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import brotli
from django.db.models import Count, Max, Model, Q, Sum

from maillage.kit.policy import Reader, visible
from maillage.kit.terms import Term
from maillage.network.found import point_of
from maillage.network.fullness import badges_of
from maillage.network.index import position
from maillage.network.meaning import VOCABULARIES, Means
from maillage.network.models import (
    Access,
    Actor,
    ActorSpot,
    Cost,
    Doubt,
    DoubtAbout,
    LentRoom,
    Papers,
    SaturationReport,
    Site,
    Way,
    WayKind,
)
from maillage.people.roles import TEAM
from maillage.territory.models import Neighbourhood

FORMAT = 1
FIRST_DAY = date(2020, 1, 1)  # days are counted from here
GRID = 10  # metres: as near as a house front
NONE = -1
#: A change of any of these is another number of rows, or another sum of their versions; none is ever removed.
VERSIONED: tuple[type[Model], ...] = (SaturationReport, Neighbourhood, Term)

Json = dict[str, Any]


class Once:
    """A list of what repeats."""

    def __init__(self) -> None:
        self.at: dict[Any, int] = {}

    def put(self, value: Any) -> int:
        """The place of the value in the list; it is added when it is new."""
        return self.at.setdefault(value, len(self.at))

    def put_all(self, values: Iterable[Any]) -> int:
        """Several at once, as the bits of one number."""
        return sum(1 << place for place in {self.put(value) for value in values})

    @property
    def values(self) -> list[Any]:
        return list(self.at)


def version_of(reader: Reader, day: date) -> str:
    """What the copy of this reader is called: another name as soon as anything in it changed.

    Every change of a sheet writes its spots anew (`index.renew`), so that the last of them tells of it.
    """
    parts: list[Any] = [FORMAT, _reads_fullness(reader) and day]
    parts += sorted(ActorSpot.objects.order_by().aggregate(rows=Count("pk"), last=Max("pk")).items())
    for model in VERSIONED:
        rows = model._default_manager.order_by()
        parts += sorted(rows.aggregate(rows=Count("pk"), versions=Sum("version")).items())
    open_ones = Count("pk", filter=Q(settled_at=None))
    parts += sorted(Doubt.objects.order_by().aggregate(rows=Count("pk"), open=open_ones).items())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def copy_for(reader: Reader, day: date) -> bytes:
    """The whole directory as this reader may carry it, in compact JSON."""
    tables = _Copy(reader, day).tables()
    said = {"format": FORMAT, "version": version_of(reader, day), "day": _number(day), "grid": GRID, **tables}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


#: The newest copies, as they are sent, by version and way of packing them.
_packed: dict[tuple[str, str], bytes] = {}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda copy: brotli.compress(copy, quality=9),
    "gzip": lambda copy: gzip.compress(copy, 9, mtime=0),
    "identity": lambda copy: copy,
}


def packed(reader: Reader, day: date, version: str, way: str) -> bytes:
    """The copy as it is sent; made once for all who may carry the same."""
    if (version, way) not in _packed:
        if len(_packed) > len(PACKERS):
            _packed.clear()
        _packed[version, way] = PACKERS[way](copy_for(reader, day))
    return _packed[version, way]


class _Copy:
    """The tables of the copy, in a fixed number of questions to the database."""

    def __init__(self, reader: Reader, day: date) -> None:
        self.reader, self.day = reader, day
        names = (*VOCABULARIES, "language", "place", "street", "postcode", "hours", "conditions")
        self.lists = {str(name): Once() for name in names}
        rows = visible(Actor.objects.standing(), reader).select_related("kind").order_by("name_fr", "pk")
        self.actors = list(rows.prefetch_related("aliases", "languages", "themes", "publics"))
        self.at = {row.pk: number for number, row in enumerate(self.actors)}

    def tables(self) -> Json:
        actors, sites, phones = self._actors(), self._sites(), self._phones()
        tables: Json = {"actors": actors, "sites": sites, "phones": phones, "rooms": self._rooms()}
        if _reads_fullness(self.reader):
            tables["full"] = self._full()
        return {"lists": {name: once.values for name, once in self.lists.items()}, **tables}

    def _put(self, name: str, value: Any) -> int:
        return self.lists[name].put(value) if value else NONE

    def _actors(self) -> Json:
        return _columns(
            {
                "id": _short(row.pk),
                "fr": row.name_fr,
                "nl": row.name_nl,
                "also": "|".join(filter(None, [row.acronym, *(alias.name for alias in row.aliases.all())])),
                "kind": self._put(Means.KIND, _labels(row.kind)),
                "themes": self.lists[Means.THEME].put_all(map(_labels, row.themes.all())),
                "publics": self.lists[Means.PUBLIC].put_all(map(_labels, row.publics.all())),
                "languages": self.lists["language"].put_all(each.code for each in row.languages.all()),
                "entry": _entry(row),
                "conditions": self._put("conditions", _two(row.conditions_fr, row.conditions_nl)),
                "checked": _number(row.verified_on),
            }
            for row in self.actors
        )

    def _sites(self) -> Json:
        rows = Site.objects.standing().filter(actor__in=self.at).select_related("neighbourhood", "postcode")
        self.sites = sorted(rows.order_by("name", "street", "id"), key=lambda row: self.at[row.actor_id])
        return _columns(self._site(row) for row in self.sites)

    def _site(self, row: Site) -> Json:
        street, _space, house = row.street.rpartition(" ")
        place, at = row.neighbourhood, point_of(row)
        east, north = (metres // GRID for metres in position(*at)) if at else (NONE, NONE)
        return {
            "actor": self.at[row.actor_id],
            "name": row.name,
            "street": self._put("street", street),
            "house": house,
            "postcode": self._put("postcode", (row.postcode.code if row.postcode else "", row.town)),
            "place": self._put("place", (place.name_fr, place.name_nl) if place else None),
            "east": east,
            "north": north,
            "hours": self._put("hours", row.opening_hours),
        }

    def _phones(self) -> Json:
        rows = Way.objects.standing().filter(actor__in=self.at, kind=WayKind.PHONE, person=None)
        doubted = set(Doubt.objects.open().filter(about=DoubtAbout.WAY).values_list("way", flat=True))
        ordered = sorted(rows.order_by("label", "value", "id"), key=lambda row: self.at[row.actor_id])
        return _columns(
            {
                "actor": self.at[row.actor_id],
                "number": row.value,
                "label": row.label,
                "doubtful": int(row.pk in doubted),
            }
            for row in ordered
        )

    def _rooms(self) -> Json:
        at = {site.pk: number for number, site in enumerate(self.sites)}
        rows = LentRoom.objects.standing().filter(site__in=at).order_by("name", "id")
        return _columns(
            {"site": at[row.site_id], "name": row.name, "hours": self._put("hours", row.available_hours)}
            for row in rows
        )

    def _full(self) -> Json:
        """What lists say about room: words and how long ago, never by whom."""
        badges = badges_of(self.actors, self.day, self.reader)
        return _columns(
            {"actor": self.at[key], "words": badge.text, "blocks": int(badge.blocks)}
            for key, badge in sorted(badges.items(), key=lambda item: self.at[item[0]])
        )


def _reads_fullness(reader: Reader) -> bool:
    return reader.has_role(*TEAM)


def _columns(rows: Iterable[Json]) -> dict[str, list[Any]]:
    """Rows as columns; without any row, without any column."""
    columns: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return columns


def _labels(term: Term | None) -> tuple[str, str] | None:
    return None if term is None else (term.label_fr, term.label_nl)


def _two(french: str, dutch: str) -> tuple[str, str] | None:
    return (french, dutch) if french or dutch else None


def _entry(row: Actor) -> int:
    """Papers, price and access in one number of three digits; 0 for what nobody noted."""
    choices = ((Papers, row.papers), (Cost, row.cost), (Access, row.access))
    digits = [([*kind.values].index(value) + 1) if value else 0 for kind, value in choices]
    return digits[0] * 100 + digits[1] * 10 + digits[2]


def _number(day: date | None) -> int:
    return NONE if day is None else (day - FIRST_DAY).days


def _short(key: UUID) -> str:
    """The first 48 bits of the key in eight letters: enough to tell the actors of a region apart."""
    return urlsafe_b64encode(key.bytes[:6]).decode()
