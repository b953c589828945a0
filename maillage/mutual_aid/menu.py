"""The danger page for everyone, from anywhere; its form for coordination."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry
from maillage.people.roles import Role

MENU = [
    MenuEntry(
        _("The danger page"), "mutual_aid:change_danger", "shield", "together", order=82,
        roles=frozenset({Role.COORDINATION.value}),
    ),
    MenuEntry(_("Someone is in danger"), "mutual_aid:danger", "shield", "me", order=70),
]  # fmt: skip
