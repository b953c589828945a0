"""Who reads and who finishes what phones sent (D3, P3, house.md 5).

Its author alone opens an envelope. Coordination knows of those of closed accounts: kind, day and
reason, and the coded answers, so that they are counted.
"""

from django.db.models import Q

from maillage.kit.policy import NO_ROW, Policy, Reader
from maillage.people.roles import Role
from maillage.sync.models import Device, Envelope, ReceivingKey


class ReceivingKeyPolicy(Policy[ReceivingKey]):
    """Nobody reads keys."""

    model = ReceivingKey


class DevicePolicy(Policy[Device]):
    """A device is its person's; the operator sees how much waits where, to help (P3)."""

    model = Device

    def may_view(self, person: Reader) -> Q:
        mine = Q(person=person.pk)
        return mine | Q(revoked_at=None) if person.has_role(Role.OPERATOR) else mine

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_add(self, person: Reader) -> bool:
        return person.is_authenticated


class EnvelopePolicy(Policy[Envelope]):
    """An author opens and finishes theirs; coordination settles what a closed account left (F20)."""

    model = Envelope

    def may_view(self, person: Reader) -> Q:
        mine = Q(person=person.pk)
        closed = Q(person__is_active=False)
        return mine | closed if person.has_role(Role.COORDINATION) else mine

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_settle(self, person: Reader) -> Q:
        return Q(person__is_active=False) if person.has_role(Role.COORDINATION) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return False
