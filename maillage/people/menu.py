from django.utils.translation import gettext_lazy as _

from maillage.kit import shell
from maillage.kit.menu import MenuEntry
from maillage.people.models import Person
from maillage.people.roles import Role

MENU = [
    MenuEntry(_("Team"), "people:team", "team", "together", order=10),
    MenuEntry(
        _("Vocabularies"),
        "kit:vocabularies",
        "speech",
        "together",
        order=80,
        roles=frozenset({Role.COORDINATION.value, Role.RESEARCH.value}),
    ),
    MenuEntry(
        _("Accounts"),
        "people:accounts",
        "key",
        "together",
        order=85,
        roles=frozenset({Role.COORDINATION, Role.OPERATOR}),
    ),
    MenuEntry(
        _("The installation"), "kit:operator", "device", "me", order=80, roles=frozenset({Role.OPERATOR})
    ),
    MenuEntry(_("Me"), "people:my_profile", "person", "me", order=90, bar=True),
]


def role_line(person: Person) -> str:
    """What the person is in the project today, such as « RAQ »."""
    return ", ".join(str(Role(role).label) for role in sorted(person.roles))


shell.person_lines.insert(0, role_line)
