"""Who may read and change what about people. What a colleague shows is their own choice (U-RAQ-15)."""

from typing import Any

from django.db.models import Q

from maillage.kit import clock
from maillage.kit.imports.models import ImportBatch, ImportLine
from maillage.kit.models import ChangeMark, DirtyDay, HistoryBlock, HistoryEntry, JobRun, QueuedMail
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.kit.terms import Succession, Term, TermAlias, TermHelp, Vocabulary
from maillage.people.models import (
    AuthenticatorApp,
    Erasure,
    Invitation,
    Passkey,
    Person,
    RecoveryCode,
    RightsRequest,
    RoleMembership,
    SignInSession,
    Skill,
    SpokenLanguage,
    Throttle,
    VaultKey,
    VaultLock,
    WayBack,
)
from maillage.people.roles import CONFIRMERS, KEEP_WORDS, KEPT_BY_OPERATOR, TEAM, Role


def _shown(person: Reader, part: str, owner: str = "") -> Q:
    """A part of a card (U-RAQ-15): its owner's own, and for the team what the owner chose to show."""
    if owner:
        own, chosen = Q(**{owner: person.pk}), f"{owner}__"
    else:
        own, chosen = Q(pk=person.pk), ""
    if person.has_role(*TEAM):
        return own | Q(**{f"{chosen}shows_{part}": True, f"{chosen}is_active": True})
    return own


def _kept(person: Reader) -> Q:
    """What goes with a role, for whoever opens accounts with that role."""
    if person.has_role(Role.COORDINATION):
        return EVERY_ROW
    return Q(role__in=KEPT_BY_OPERATOR) if person.has_role(Role.OPERATOR) else NO_ROW


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

    def may_keep_account(self, person: Reader) -> Q:
        """Coordination opens and closes accounts; the operator those of coordination and operators."""
        if person.has_role(Role.COORDINATION):
            return Q(erased_on__isnull=True)
        if person.has_role(Role.OPERATOR):
            held = RoleMembership.objects.all()
            own, others = (
                held.filter(role__in=KEPT_BY_OPERATOR),
                held.exclude(role__in=KEPT_BY_OPERATOR),
            )
            return Q(pk__in=own.values("person"), erased_on__isnull=True) & ~Q(pk__in=others.values("person"))
        return NO_ROW

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

    def may_change(self, person: Reader) -> Q:
        return _kept(person)

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION, Role.OPERATOR)


class InvitationPolicy(Policy[Invitation]):
    """Coordination invites everybody; the operator invites coordination and operators."""

    model = Invitation

    def may_view(self, person: Reader) -> Q:
        return _kept(person)

    def may_change(self, person: Reader) -> Q:
        return _kept(person)

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION, Role.OPERATOR)


class WayBackPolicy(Policy[WayBack]):
    """Coordination and operators read and confirm; the person it is about reads it, and may take it back."""

    model = WayBack

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*CONFIRMERS) else Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return self.may_view(person)

    def may_confirm(self, person: Reader) -> Q:
        """Never about oneself; that nobody confirms what they asked for is said in a sentence."""
        return ~Q(person=person.pk) if person.has_role(*CONFIRMERS) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*CONFIRMERS)


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


class OwnFactor:
    """How somebody proves who they are is theirs alone."""

    def may_view(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)


class AuthenticatorAppPolicy(OwnFactor, Policy[AuthenticatorApp]):
    """My own app. Nobody reads its secret."""

    model = AuthenticatorApp


class PasskeyPolicy(OwnFactor, Policy[Passkey]):
    """My own passkeys."""

    model = Passkey


class RecoveryCodePolicy(OwnFactor, Policy[RecoveryCode]):
    """I see how many codes I have left; the codes themselves are on my paper alone."""

    model = RecoveryCode


class VaultKeyPolicy(OwnFactor, Policy[VaultKey]):
    """Since when I have a vault is mine to see. Its private key is nowhere in clear."""

    model = VaultKey


class VaultLockPolicy(Policy[VaultLock]):
    """I see what opens my vault. Nobody reads what a lock holds."""

    model = VaultLock

    def may_view(self, person: Reader) -> Q:
        return Q(key__person=person.pk)


class RightsRequestPolicy(Policy[RightsRequest]):
    """My own; coordination answers them."""

    model = RightsRequest

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return True


class ErasurePolicy(Policy[Erasure]):
    """Coordination asks; somebody else who coordinates or operates confirms, never about themselves."""

    model = Erasure

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*KEPT_BY_OPERATOR) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        """Take back what is not confirmed yet."""
        if person.has_role(*KEPT_BY_OPERATOR):
            return Q(carried_out_at__isnull=True, withdrawn_at__isnull=True)
        return NO_ROW

    def may_confirm(self, person: Reader) -> Q:
        """The second of two people."""
        return self.may_change(person) & ~Q(asked_by=person.pk) & ~Q(request__person=person.pk)

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION)


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


class WordsOfTheTeam(Policy[Any]):
    """The words of the answers: the team reads, coordination and research change (U-CO-03, U-RE-04)."""

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*TEAM) else NO_ROW


class VocabularyPolicy(WordsOfTheTeam):
    """Which questions there are is code; how they are said is coordination's and research's."""

    model = Vocabulary

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*KEEP_WORDS) else NO_ROW


class TermPolicy(WordsOfTheTeam):
    """Coordination and research add, rename, retire, merge and split; nobody removes."""

    model = Term

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*KEEP_WORDS) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*KEEP_WORDS)


class SuccessionPolicy(WordsOfTheTeam):
    """What became of a term is read beside it; merging and splitting write it."""

    model = Succession


class TermAliasPolicy(WordsOfTheTeam):
    """Old names are read beside the term."""

    model = TermAlias


class TermHelpPolicy(WordsOfTheTeam):
    """Each version of a help stays: an answer may have been given with it (D16)."""

    model = TermHelp


class ChangeMarkPolicy(Policy[ChangeMark]):
    """Nobody reads the marks: they tell the processes what to draw anew."""

    model = ChangeMark


class JobRunPolicy(Policy[JobRun]):
    """The operator watches that jobs have their turns, and gives one anew; no turn tells of the field."""

    model = JobRun

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.OPERATOR) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        return self.may_view(person)


class QueuedMailPolicy(Policy[QueuedMail]):
    """The operator sees what waits and what was refused; the page shows no text."""

    model = QueuedMail

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.OPERATOR) else NO_ROW


class ImportBatchPolicy(Policy[ImportBatch]):
    """Whoever brought a list, and coordination, which can undo it."""

    model = ImportBatch

    def may_view(self, person: Reader) -> Q:
        if person.has_role(Role.COORDINATION):
            return EVERY_ROW
        return Q(made_by=person.pk) if person.has_role(*TEAM) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        return self.may_view(person)

    def may_add(self, person: Reader) -> bool:
        """Who may bring which list is the right to add what is in it."""
        return person.has_role(*TEAM)


class ImportLinePolicy(Policy[ImportLine]):
    """As the import it is a line of."""

    model = ImportLine

    def may_view(self, person: Reader) -> Q:
        if person.has_role(Role.COORDINATION):
            return EVERY_ROW
        return Q(batch__made_by=person.pk) if person.has_role(*TEAM) else NO_ROW


class DirtyDayPolicy(Policy[DirtyDay]):
    """Which days the figures count anew is nobody's reading."""

    model = DirtyDay
