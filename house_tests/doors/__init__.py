"""What everybody gets at every address: the table of URL × role, room by room."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from house_tests.doors.collective_actions import COLLECTIVE_ACTIONS
from house_tests.doors.door import ROLES, Door
from house_tests.doors.encounters import ENCOUNTERS
from house_tests.doors.figures import FIGURES
from house_tests.doors.kit import KIT
from house_tests.doors.mutual_aid import MUTUAL_AID
from house_tests.doors.network import NETWORK
from house_tests.doors.people import PEOPLE
from house_tests.doors.sync import SYNC
from house_tests.doors.territory import TERRITORY

__all__ = ["DOORS", "ROLES", "Door", "addresses"]

HOME: dict[str, list[Door]] = {"home:today": [Door(queries=36)]}

DOORS: dict[str, list[Door]] = {
    **PEOPLE,
    **HOME,
    **KIT,
    **TERRITORY,
    **NETWORK,
    **COLLECTIVE_ACTIONS,
    **ENCOUNTERS,
    **MUTUAL_AID,
    **FIGURES,
    **SYNC,
}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every named address of the product."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
