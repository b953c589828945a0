"""An HSDS file somebody else made, as a table whose headers are our own columns."""

from collections.abc import Iterable, Iterator
from typing import Any

from maillage.kit.imports.reading import MOST_LINES, Table
from maillage.network.exchange.columns import COLUMNS

HEADERS = [column.name for column in COLUMNS]
BEYOND_ONE = "; "


def services_in(content: Any) -> list[dict[str, Any]]:
    """The services of a file: a list, a page of one, or a single one. Raises ValueError for anything else."""
    if isinstance(content, dict):
        content = content.get("contents", content.get("services", [content] if "name" in content else None))
    if not isinstance(content, list) or not all(
        isinstance(each, dict) and "name" in each for each in content
    ):
        raise ValueError("no services")
    return content[: MOST_LINES + 1]


def table(content: Any) -> Table:
    """One line a service and place."""
    lines = [line for service in services_in(content) for line in _lines(service)]
    return Table(
        HEADERS, [(number, [line.get(name, "") for name in HEADERS]) for number, line in enumerate(lines, 1)]
    )


def _text(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _joined(parts: Iterable[str]) -> str:
    return BEYOND_ONE.join(dict.fromkeys(part for part in parts if part))


def _lines(service: dict[str, Any]) -> Iterator[dict[str, str]]:
    organization = service.get("organization") if isinstance(service.get("organization"), dict) else {}
    contacts = _rows(service, "contacts")
    identifiers = _rows(organization or {}, "organization_identifiers")
    told = {
        "id": _text(organization, "id") or _text(service, "organization_id"),
        "name_fr": _text(service, "name"),
        "aliases": _text(service, "alternate_name"),
        "acronym": _text(organization, "alternate_name")[:30],
        "specifics_fr": _text(service, "description"),
        "conditions_fr": _text(service, "eligibility_description"),
        "cost": _text(service, "fees_description"),
        "access": _text(service, "application_process"),
        "papers": _joined(_text(each, "document") for each in _rows(service, "required_documents")),
        "web": _text(service, "url") or _text(organization, "website"),
        "email": _joined([_text(service, "email"), _text(organization, "email")]),
        "phone": _joined(_text(each, "number") for each in _rows(service, "phones")),
        "languages": _joined(
            _text(each, "code") or _text(each, "name") for each in _rows(service, "languages")
        ),
        "person": _text(contacts[0], "name") if contacts else "",
        "function": _text(contacts[0], "title") if contacts else "",
        "enterprise_number": _text(identifiers[0], "identifier") if identifiers else "",
        **_words(service),
    }
    places = [_place(at) for at in _rows(service, "service_at_locations")]
    for place in places or [{}]:
        yield told | place


def _words(service: dict[str, Any]) -> dict[str, str]:
    """Kind, themes and publics by the codes of our own feeds; another taxonomy is left aside."""
    columns = {"actor_type": "kind", "theme": "themes", "actor_public": "publics"}
    found: dict[str, list[str]] = {name: [] for name in columns.values()}
    for attribute in _rows(service, "attributes"):
        term = attribute.get("taxonomy_term")
        column = columns.get(_text(term, "taxonomy"))
        if column:
            found[column].append(_text(term, "code"))
    return {name: _joined(codes) for name, codes in found.items()}


def _place(at: dict[str, Any]) -> dict[str, str]:
    location = at.get("location") if isinstance(at.get("location"), dict) else {}
    address = next(iter(_rows(location or {}, "addresses")), {})
    schedules = _rows(at, "schedules") or _rows(location or {}, "schedules")
    access = _rows(location or {}, "accessibility")
    return {
        "street": _text(address, "address_1"),
        "postcode": _text(address, "postal_code"),
        "town": _text(address, "city"),
        "latitude": _text(location, "latitude"),
        "longitude": _text(location, "longitude"),
        "opening_hours": _text(schedules[0], "description") if schedules else "",
        "accessibility": _text(access[0], "description") if access else "",
    }
