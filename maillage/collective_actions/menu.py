"""Where collective actions stand in the menu: the third entry of the logbook; their open feed."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry
from maillage.kit.open_feeds import OpenFeed, publish
from maillage.people.roles import READERS

_ROLES = frozenset(role.value for role in READERS)

MENU = [
    MenuEntry(
        _("Calendar"), "collective_actions:agenda", "calendar", "journal", order=30, bar=True, roles=_ROLES
    ),
    MenuEntry(
        _("Collective actions"), "collective_actions:actions", "speech", "journal", order=31, roles=_ROLES
    ),
]

publish(
    OpenFeed(
        _("Calendar of open activities"),
        _("what everybody may come to, for calendar programmes (ICS)"),
        "collective_actions:open_agenda",
        ("fr", "nl", "en"),
    )
)
