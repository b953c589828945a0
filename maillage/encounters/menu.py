"""Where noting a meeting stands: the one great action of the shell, and the second entry of the logbook."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.kit.menu import MenuEntry
from maillage.people.roles import Role

_RAQ = frozenset({Role.RAQ.value})

MENU = [
    MenuEntry(
        _("I met somebody"), "encounters:note", "note", "journal", order=20, primary=True,
        short=pgettext_lazy("to write down", "Note"),
        roles=_RAQ,
    ),
    MenuEntry(_("My notes"), "encounters:mine", "logbook", "journal", order=21, roles=_RAQ),
]  # fmt: skip
