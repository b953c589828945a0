from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry
from maillage.people.roles import Role

MENU = [
    MenuEntry(
        _("Noted without network"),
        "sync:waiting",
        "device",
        "me",
        order=70,
        roles=frozenset({Role.RAQ.value, Role.COORDINATION.value}),
    ),
]
