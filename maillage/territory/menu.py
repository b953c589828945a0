"""Where the territory stands in the menu, and the line about a colleague's zone."""

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, shell
from maillage.kit.menu import MenuEntry
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.coverage import zone_of

MENU = [
    MenuEntry(
        _("My zone"),
        "territory:my_zone",
        "zone",
        "day",
        order=20,
        bar=True,
        roles=frozenset({Role.RAQ.value}),
    ),
    MenuEntry(_("Territory"), "territory:territory", "place", "together", order=20),
]


def zone_line(person: Person) -> str:
    """The zone the person covers today, such as « Zone 05 »."""
    zone = zone_of(person, clock.today()) if person.has_role(Role.RAQ) else None
    return zone.code if zone else ""


shell.person_lines.append(zone_line)
