"""Who may read and change what about people. What a colleague shows is their own choice (U-RAQ-15)."""

from django.db.models import Q

from maillage.kit import clock
from maillage.kit.models import HistoryBlock, HistoryEntry, JobRun, QueuedMail
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.people.models import Person, RoleMembership, SignInSession, Skill, SpokenLanguage, Throttle
from maillage.people.roles import TEAM, Role


def _shown(person: Reader, part: str, owner: str = "") -> Q:
    """A part of a card (U-RAQ-15): its owner's own, and for the team what the owner chose to show."""
    if owner:
        own, chosen = Q(**{owner: person.pk}), f"{owner}__"
    else:
        own, chosen = Q(pk=person.pk), ""
    if person.has_role(*TEAM):
        return own | Q(**{f"{chosen}shows_{part}": True, f"{chosen}is_active": True})
    return own


class PersonPolicy(Policy[Person]):
    """The team knows its members; a host partner knows the coordination; the operator knows the accounts."""

    model = Person

    def may_view(self, person: Reader) -> Q:
        if person.has_role(*TEAM, Role.OPERATOR):
            return EVERY_ROW
        known = Q(pk=person.pk)
        if person.has_role(Role.HOST_PARTNER):
            coordination = RoleMembership.objects.on(clock.today()).filter(role=Role.COORDINATION)
            known |= Q(pk__in=coordination.values("person"), is_active=True)
        return known

    def may_change(self, person: Reader) -> Q:
        return Q(pk=person.pk)

    def may_read_phone(self, person: Reader) -> Q:
        """My own; the team reads a colleague's when the colleague shows it."""
        return _shown(person, "phone")

    def may_read_experience(self, person: Reader) -> Q:
        """My own; the team reads a colleague's when the colleague shows it."""
        return _shown(person, "experience")


class RoleMembershipPolicy(Policy[RoleMembership]):
    """The team and the operator read what everybody is; anybody who coordinates, and what I am myself."""

    model = RoleMembership

    def may_view(self, person: Reader) -> Q:
        if person.has_role(*TEAM, Role.OPERATOR):
            return EVERY_ROW
        return Q(person=person.pk) | Q(role=Role.COORDINATION)


class SpokenLanguagePolicy(Policy[SpokenLanguage]):
    """My own; the team reads a colleague's when the colleague shows them."""

    model = SpokenLanguage

    def may_view(self, person: Reader) -> Q:
        return _shown(person, "languages", "person")

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)


class SkillPolicy(Policy[Skill]):
    """My own; the team reads a colleague's when the colleague shows them."""

    model = Skill

    def may_view(self, person: Reader) -> Q:
        return _shown(person, "skills", "person")

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)


class SignInSessionPolicy(Policy[SignInSession]):
    """When and where somebody signs in is theirs alone (P3: no clocking)."""

    model = SignInSession

    def may_view(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)


class ThrottlePolicy(Policy[Throttle]):
    """Nobody reads the counters: they are keyed hashes that the sign-in alone understands."""

    model = Throttle


class HistoryEntryPolicy(Policy[HistoryEntry]):
    """History is read beside the record it tells about, under that record's right; on its own by nobody."""

    model = HistoryEntry

    def may_view(self, person: Reader) -> Q:
        return NO_ROW


class HistoryBlockPolicy(Policy[HistoryBlock]):
    """The operator watches that the chain is whole; blocks say nothing of what the entries tell."""

    model = HistoryBlock

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.OPERATOR) else NO_ROW


class JobRunPolicy(Policy[JobRun]):
    """The operator watches that jobs have their turns; a turn holds nothing of the field."""

    model = JobRun

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.OPERATOR) else NO_ROW


class QueuedMailPolicy(Policy[QueuedMail]):
    """The operator sees what waits and what was refused; the page shows no text."""

    model = QueuedMail

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.OPERATOR) else NO_ROW
