"""HSDS 3.0: one service an actor, one language a feed; the same thing has the same id in each."""

from typing import Any
from uuid import UUID, uuid5

from maillage.kit.terms import Term
from maillage.network.exchange.directory import Entry
from maillage.network.exchange.schedules import weekly
from maillage.network.models import ContactPerson, Papers, Site, Way, WayKind

Json = dict[str, Any]
#: HSDS asks for a region where Belgium writes none.
NO_STATE = ""
COUNTRY = "BE"


def service(entry: Entry) -> Json:
    """A service in the language in force. The organisation's id is the sheet's; the others derive from it."""
    actor = entry.actor
    key = uuid5(actor.pk, "service")
    languages = [
        {
            "id": _id(key, f"language {each.code}"),
            "service_id": str(key),
            "code": each.code,
            "name": str(each),
        }
        for each in entry.languages
    ]
    told: Json = {
        "id": str(key),
        "organization_id": str(actor.pk),
        "name": actor.name,
        "alternate_name": "; ".join(str(alias) for alias in entry.aliases),
        "description": entry.specifics,
        "url": entry.url,
        "email": entry.email,
        "status": "active",
        "application_process": _label(actor, "access"),
        "fees_description": _label(actor, "cost"),
        "eligibility_description": actor.conditions,
        "assured_date": actor.verified_on.isoformat() if actor.verified_on else "",
        "organization": _organization(entry),
        "phones": [_phone(way, service_id=str(key)) for way in entry.ways_of(WayKind.PHONE)],
        "languages": languages,
        "service_at_locations": [_at(site, entry, key) for site in entry.sites],
        "required_documents": _documents(entry, key),
        "contacts": [_contact(person, entry, key) for person in entry.people],
        "attributes": [_attribute(term, key) for term in _terms(entry)],
    }
    return filled(told)


def filled(told: Json) -> Json:
    """Without what is not known: HSDS leaves it out rather than say nothing."""
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def _id(key: UUID, part: str) -> str:
    return str(uuid5(key, part))


def _label(row: Any, name: str) -> str:
    return str(getattr(row, f"get_{name}_display")())


def _organization(entry: Entry) -> Json:
    actor = entry.actor
    number = actor.enterprise_number
    identifier = {"id": _id(actor.pk, "number"), "identifier_type": "BE-KBO/BCE", "identifier": number}
    told = {
        "alternate_name": actor.acronym,
        "website": entry.url,
        "email": entry.email,
        "organization_identifiers": [identifier] if number else [],
    }
    return {
        "id": str(actor.pk),
        "name": actor.name,
        "description": entry.specifics or actor.name,
        **filled(told),
    }


def _phone(way: Way, **owner: str) -> Json:
    return {"id": str(way.pk), "number": way.value, **owner} | filled({"description": way.label})


def _contact(person: ContactPerson, entry: Entry, key: UUID) -> Json:
    phones = [_phone(way, contact_id=str(person.pk)) for way in entry.ways_of(WayKind.PHONE, person)]
    emails = [way.value for way in entry.ways_of(WayKind.EMAIL, person)]
    told = {"name": person.name, "title": person.function, "email": "".join(emails[:1]), "phones": phones}
    return {"id": str(person.pk), "service_id": str(key)} | filled(told)


def _at(site: Site, entry: Entry, key: UUID) -> Json:
    here = uuid5(site.pk, "service at location")
    told = {
        "id": str(here),
        "service_id": str(key),
        "location_id": str(site.pk),
        "location": _location(site, entry),
        "schedules": _schedules(site, here),
    }
    return filled(told)


def _location(site: Site, entry: Entry) -> Json:
    access = {
        "id": _id(site.pk, "accessibility"),
        "location_id": str(site.pk),
        "description": site.accessibility,
    }
    told = {
        "name": site.name or entry.actor.name,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "description": str(site.neighbourhood or ""),
        "addresses": [_address(site)] if site.street else [],
        "accessibility": [access] if site.accessibility else [],
    }
    return {"id": str(site.pk), "location_type": "physical", "organization_id": str(entry.actor.pk)} | filled(
        told
    )


def _address(site: Site) -> Json:
    commune = site.postcode.commune.name if site.postcode else ""
    return {
        "id": _id(site.pk, "address"),
        "location_id": str(site.pk),
        "address_1": site.street,
        "city": site.town or commune,
        "state_province": NO_STATE,
        "postal_code": str(site.postcode or ""),
        "country": COUNTRY,
        "address_type": "physical",
    }


def _schedules(site: Site, here: UUID) -> list[Json]:
    """One schedule for each plain rule, the whole text beside; the text alone where there is none."""
    if not site.opening_hours:
        return []
    owner = {"service_at_location_id": str(here), "description": site.opening_hours}
    rules = weekly(site.opening_hours)
    if not rules:
        return [{"id": _id(here, "schedule"), **owner}]
    return [
        {
            "id": _id(here, f"schedule {number}"),
            **owner,
            "freq": "WEEKLY",
            "wkst": "MO",
            "byday": ",".join(day.upper() for day in rule.days),
            "opens_at": rule.opens,
            "closes_at": rule.closes,
        }
        for number, rule in enumerate(rules)
    ]


def _documents(entry: Entry, key: UUID) -> list[Json]:
    papers = entry.actor.papers
    if not papers:
        return []
    said = "none" if papers == Papers.NONE else _label(entry.actor, "papers")
    return [{"id": _id(key, "papers"), "service_id": str(key), "document": said}]


def _terms(entry: Entry) -> list[tuple[str, Term]]:
    kind = [("actor_type", entry.actor.kind)] if entry.actor.kind else []
    themes = [("theme", term) for term in entry.actor.themes.all()]
    return [*kind, *themes, *(("actor_public", term) for term in entry.actor.publics.all())]


def _attribute(of: tuple[str, Term], key: UUID) -> Json:
    taxonomy, term = of
    return {
        "id": _id(key, f"attribute {term.pk}"),
        "link_id": str(key),
        "link_entity": "service",
        "taxonomy_term_id": str(term.pk),
        "taxonomy_term": {
            "id": str(term.pk),
            "code": term.code,
            "name": str(term),
            "description": str(term),
            "taxonomy": taxonomy,
        },
    }
