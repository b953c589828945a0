"""Who changes the danger page: coordination. Everybody reads it, signed in or not (P14)."""

from django.db.models import Q

from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.mutual_aid.models import DangerPage
from maillage.people.roles import EVERYONE, Role


class DangerPagePolicy(Policy[DangerPage]):
    """Coordination writes new versions; nobody changes one that was written."""

    model = DangerPage

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*EVERYONE) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION)
