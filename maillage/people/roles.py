"""Roles are code, memberships are data (house.md 8)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is in the project (report R3, R6; domain 1)."""

    RAQ = "raq", _("RAQ")
    COORDINATION = "coordination", _("Coordination")
    ADMINISTRATION = "administration", _("Administrative unit")
    RESEARCH = "research", _("Research unit")
    HOST_PARTNER = "host_partner", _("Host partner")
    OPERATOR = "operator", _("Operator")


#: Who works in the project and is bound by the team's secrecy (D7); hosts and operators are not.
TEAM = (Role.RAQ, Role.COORDINATION, Role.ADMINISTRATION, Role.RESEARCH)
#: Who notes what of the field: those who meet people, and coordination (domain 3.21).
WRITERS = (Role.RAQ, Role.COORDINATION)
#: Who reads what the team shares: the team, and the host partners (D2).
READERS = (*TEAM, Role.HOST_PARTNER)
EVERYONE = tuple(Role)
#: Whose accounts the operator may open: those who in turn open all others.
KEPT_BY_OPERATOR = (Role.COORDINATION, Role.OPERATOR)
#: Who may confirm a way back into an account that another asked for.
CONFIRMERS = (Role.COORDINATION, Role.OPERATOR)
#: Who keeps the words of the field: whoever leads the work, and whoever studies it.
KEEP_WORDS = (Role.COORDINATION, Role.RESEARCH)
