"""Where figures stand in the menu."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry
from maillage.people.roles import TEAM

MENU = [
    MenuEntry(
        _("Figures"),
        "figures:figures",
        "chart",
        "together",
        order=60,
        roles=frozenset(role.value for role in TEAM),
    )
]
