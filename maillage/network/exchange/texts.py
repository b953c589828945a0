"""JSON-LD, GeoJSON and vCard: one actor at a time."""

import re
from collections.abc import Iterator
from typing import Any

from maillage.network.exchange.directory import Entry
from maillage.network.exchange.hsds import COUNTRY, Json, filled
from maillage.network.exchange.schedules import weekly
from maillage.network.hours import DAYS
from maillage.network.models import ContactPerson, Site, WayKind

DAY_NAMES = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


# --- schema.org ---------------------------------------------------------------------------------------------


def organization(entry: Entry) -> Json:
    """An Organization of schema.org, with its places and when they are open."""
    actor = entry.actor
    told = {
        "alternateName": [*filter(None, [actor.acronym]), *(str(alias) for alias in entry.aliases)],
        "description": entry.specifics,
        "url": entry.url,
        "email": entry.email,
        "telephone": [way.value for way in entry.ways_of(WayKind.PHONE)],
        "knowsLanguage": [each.code for each in entry.languages],
        "keywords": [str(term) for term in actor.themes.all()],
        "additionalType": str(actor.kind or ""),
        "location": [_place(site) for site in entry.sites],
        "contactPoint": [_contact_point(person, entry) for person in entry.people],
    }
    return {"@type": "Organization", "@id": f"urn:uuid:{actor.pk}", "name": actor.name, **filled(told)}


def _place(site: Site) -> Json:
    address = {
        "streetAddress": site.street,
        "postalCode": str(site.postcode or ""),
        "addressLocality": site.town,
        "addressCountry": COUNTRY,
    }
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [DAY_NAMES[day] for day in rule.days],
            "opens": rule.opens,
            "closes": rule.closes,
        }
        for rule in weekly(site.opening_hours)
    ]
    told: Json = {
        "name": site.name,
        "address": {"@type": "PostalAddress", **filled(address)} if site.street or site.postcode else {},
        "openingHoursSpecification": hours,
    }
    if site.latitude is not None and site.longitude is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": site.latitude, "longitude": site.longitude}
    return {"@type": "Place", **filled(told)}


def _contact_point(person: ContactPerson, entry: Entry) -> Json:
    told = {
        "name": person.name,
        "telephone": [way.value for way in entry.ways_of(WayKind.PHONE, person)],
        "email": [way.value for way in entry.ways_of(WayKind.EMAIL, person)],
    }
    return {"@type": "ContactPoint", "contactType": person.function, **filled(told)}


# --- GeoJSON ------------------------------------------------------------------------------------------------


def features(entry: Entry) -> list[Json]:
    """One feature an address; without coordinates its geometry is null, as the format says."""
    return [_feature(site, entry) for site in entry.sites]


def _feature(site: Site, entry: Entry) -> Json:
    known = site.latitude is not None and site.longitude is not None
    told = {
        "kind": str(entry.actor.kind or ""),
        "address": site.address,
        "neighbourhood": str(site.neighbourhood or ""),
        "phone": [str(way) for way in entry.ways_of(WayKind.PHONE)],
        "email": entry.email,
        "website": entry.url,
        "opening_hours": site.opening_hours,
        "themes": [str(term) for term in entry.actor.themes.all()],
        "languages": [each.code for each in entry.languages],
        "conditions": entry.conditions(),
    }
    return {
        "type": "Feature",
        "id": str(site.pk),
        "geometry": {"type": "Point", "coordinates": [site.longitude, site.latitude]} if known else None,
        "properties": {"actor": str(entry.actor.pk), "name": entry.actor.name, **filled(told)},
    }


# --- vCard --------------------------------------------------------------------------------------------------


def cards(entry: Entry) -> str:
    """A vCard 4 of the actor, and one for each contact person its reader may take along."""
    return "".join(_card(_lines(entry)) for _lines in (_org_lines, *(_person(each) for each in entry.people)))


def _card(lines: Iterator[tuple[str, str]]) -> str:
    told = [f"{name}:{value}" for name, value in lines if value]
    return "".join(f"{_folded(line)}\r\n" for line in ("BEGIN:VCARD", "VERSION:4.0", *told, "END:VCARD"))


def _text(value: object) -> str:
    return re.sub(r"([\\,;])", r"\\\1", str(value)).replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never inside a sign."""
    found, length = [], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > 75:
            found.append("\r\n ")
            length = 1
        found.append(sign)
        length += size
    return "".join(found)


def _org_lines(entry: Entry) -> Iterator[tuple[str, str]]:
    actor = entry.actor
    yield "KIND", "org"
    yield "UID", f"urn:uuid:{actor.pk}"
    yield "FN", _text(actor.name)
    yield "ORG", _text(actor.name)
    yield (
        "NICKNAME",
        ",".join(_text(name) for name in filter(None, [actor.acronym, *map(str, entry.aliases)])),
    )
    yield "CATEGORIES", ",".join(_text(term) for term in filter(None, [actor.kind, *actor.themes.all()]))
    yield from _ways(entry, None)
    for site in entry.sites:
        parts = ["", "", site.street, site.town, "", str(site.postcode or ""), "Belgium"]
        if site.street or site.postcode:
            yield "ADR;TYPE=work", ";".join(_text(part) for part in parts)
        if site.latitude is not None and site.longitude is not None:
            yield "GEO", f"geo:{site.latitude},{site.longitude}"
    yield "LANG", ""
    for language in entry.languages:
        yield "LANG", language.code
    yield (
        "NOTE",
        _text(" · ".join(filter(None, [entry.conditions(), *(s.opening_hours for s in entry.sites)]))),
    )


def _person(person: ContactPerson) -> Any:
    def lines(entry: Entry) -> Iterator[tuple[str, str]]:
        yield "KIND", "individual"
        yield "UID", f"urn:uuid:{person.pk}"
        yield "FN", _text(person.name or f"{person.function}, {entry.actor.name}")
        yield "ORG", _text(entry.actor.name)
        yield "TITLE", _text(person.function)
        yield from _ways(entry, person)

    return lines


def _ways(entry: Entry, person: ContactPerson | None) -> Iterator[tuple[str, str]]:
    for way in entry.ways_of(WayKind.PHONE, person):
        yield "TEL;VALUE=uri;TYPE=work", way.url
    for way in entry.ways_of(WayKind.EMAIL, person):
        yield "EMAIL;TYPE=work", _text(way.value)
    for way in entry.ways_of(WayKind.WEB, person):
        yield "URL", way.value
