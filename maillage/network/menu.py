"""Where local actors stand in the menu: the fourth entry of the logbook."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry
from maillage.people.roles import READERS

MENU = [
    MenuEntry(
        _("Local actors"),
        "network:actors",
        "network",
        "journal",
        order=40,
        bar=True,
        short=_("Actors"),
        roles=frozenset(role.value for role in READERS),
    )
]
