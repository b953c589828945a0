"""What people do to their own account, and to those they keep."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.periods import Period
from maillage.people.models import (
    AuthenticatorApp,
    Passkey,
    Person,
    RecoveryCode,
    RightsRequest,
    RoleMembership,
    Skill,
    SpokenLanguage,
    VaultKey,
    VaultLock,
)


@operation("people.profile.changed", _("%(who)s changed their profile"))
def change_profile(
    *, by: Person, values: dict[str, object], languages: Iterable[str], skills: Iterable[str]
) -> Person:
    """Keep my profile: what I am called, what I can do, and what colleagues may see of it."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    before = snapshot(person)
    for name, value in values.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save()
    changes = changes_between(before, person)
    if _replace_languages(person, set(languages)):
        changes["spoken_languages"] = None
    if _replace_skills(person, list(skills)):
        changes["skills"] = None
    tell(person, changes=changes)
    return person


def _replace_languages(person: Person, codes: set[str]) -> bool:
    known = set(person.spoken_languages.values_list("code", flat=True))
    person.spoken_languages.filter(code__in=known - codes).delete()
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(person=person, code=code) for code in sorted(codes - known)
    )
    return known != codes


def _replace_skills(person: Person, labels: list[str]) -> bool:
    known = list(person.skills.values_list("label", flat=True))
    if sorted(known) == sorted(labels):
        return False
    person.skills.all().delete()
    Skill.objects.bulk_create(Skill(person=person, label=label) for label in labels)
    return True


@operation("people.password.changed", _("%(who)s changed their password"))
def change_password(*, by: Person, password: str, lock: VaultLock | None = None) -> None:
    """Replace my password, and the lock of my vault that it opens; without one that lock is out of date."""
    by.set_password(password)
    by.save(update_fields=["password"])
    if lock is None:
        outdate_password_lock(by)
    else:
        _keep_lock(lock)
    tell(by)


# --- Accounts, by whoever keeps them --------------------


@operation("people.role.given", _("%(who)s gave a role"))
def give_role(*, by: Person, person: Person, role: str, first_day: date) -> RoleMembership:
    """A person is something more in the project from that day."""
    hold("people.role")
    held = RoleMembership.objects.filter(person=person, role=role).overlapping(Period(first_day))
    if held.exists():
        raise RefusedError(_("They hold this role already, or will soon."), field="role")
    membership = RoleMembership.objects.create(person=person, role=role, first_day=first_day)
    tell(person, changes={"role": [None, role]})
    return membership


@operation("people.role.ended", _("%(who)s noted the last day of a role"))
def end_role(*, by: Person, membership: RoleMembership, last_day: date) -> None:
    """The last day somebody holds a role."""
    current = RoleMembership.objects.select_for_update().get(pk=membership.pk)
    if last_day < current.first_day:
        raise RefusedError(
            _("The last day comes before the first day. Which days did it last?"), field="last_day"
        )
    if current.person_id == by.pk:
        raise RefusedError(_("My own role is ended by a colleague, so that nobody closes the door on all."))
    current.last_day = last_day
    current.save()
    tell(current.person, changes={"role": [current.role, None]})


@operation("people.role.reopened", _("%(who)s took back the last day of a role"))
def reopen_role(*, by: Person, membership: RoleMembership) -> None:
    """The last day was a mistake, or comes no more; once it is over another role is given instead."""
    hold("people.role")
    current = RoleMembership.objects.select_for_update().get(pk=membership.pk)
    if current.last_day is None:
        raise RefusedError(_("This role has no last day."))
    if current.last_day < clock.today():
        raise RefusedError(_("This role is over: I give it anew, from a day."))
    later = RoleMembership.objects.filter(person=current.person_id, role=current.role)
    if later.overlapping(Period(current.first_day)).exclude(pk=current.pk).exists():
        raise RefusedError(_("They hold this role already, or will soon."))
    current.last_day = None
    current.save()
    tell(current.person, changes={"role": [None, current.role]})


# --- My second factor --------------------


@operation("people.factor.added", _("%(who)s added a way to prove who they are"))
def add_app(*, by: Person, sealed_secret: str, step: int) -> None:
    """My authenticator app, in place of the one before."""
    AuthenticatorApp.objects.update_or_create(
        person=by, defaults={"sealed_secret": sealed_secret, "last_step": step, "added_at": clock.now()}
    )
    tell(by)


@operation("people.passkey.added", _("%(who)s added a passkey"))
def add_passkey(*, by: Person, name: str, credential_id: str, credential: bytes, uses: int) -> Passkey:
    """One of my devices signs in by itself."""
    if Passkey.objects.filter(credential_id=credential_id).exists():
        raise RefusedError(_("This device has its passkey already."))
    passkey = Passkey.objects.create(
        person=by,
        name=name,
        credential_id=credential_id,
        credential=credential,
        uses=uses,
        added_at=clock.now(),
    )
    tell(by)
    return passkey


@operation("people.factor.removed", _("%(who)s removed a way to prove who they are"))
def remove_factor(*, by: Person, factor: AuthenticatorApp | Passkey) -> None:
    """My app or one of my passkeys serves no more; the last one stays where an account needs one."""
    Person.objects.select_for_update().get(pk=by.pk)
    left = Passkey.objects.filter(person=by).count() + AuthenticatorApp.objects.filter(person=by).count()
    if left <= 1 and settings.SECOND_FACTOR:
        raise RefusedError(_("It is the only one I have: I add another first."))
    factor.delete()
    if left <= 1:
        RecoveryCode.objects.filter(person=by).delete()
    tell(by)


@operation("people.recovery_codes.made", _("%(who)s made recovery codes"))
def make_recovery_codes(*, by: Person, digests: list[str]) -> None:
    """New codes on paper; those before open nothing any more."""
    RecoveryCode.objects.filter(person=by).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=by, digest=digest) for digest in digests)
    tell(by)


# --- My vault --------------------


@operation("people.vault.made", _("%(who)s made their vault"))
def keep_vault(*, by: Person, key: VaultKey, locks: list[VaultLock]) -> None:
    """My key pair, with what opens it. One given up for lost stays, in case a code of it turns up."""
    Person.objects.select_for_update().get(pk=by.pk)
    VaultKey.objects.filter(person=by, retired_at=None).update(retired_at=clock.now())
    key.save(force_insert=True)
    VaultLock.objects.bulk_create(locks)
    by.sessions.update(vault=None)
    tell(by)


@operation("people.vault.codes_checked", _("%(who)s checked the codes of their vault"))
def note_codes_checked(*, by: Person, key: VaultKey) -> None:
    """I typed one of them back: they are on paper, and they open."""
    VaultKey.objects.filter(pk=key.pk, person=by).update(checked_at=clock.now())
    tell(by)


@operation("people.vault.codes_made", _("%(who)s made new codes for their vault"))
def renew_vault_codes(*, by: Person, key: VaultKey, locks: list[VaultLock]) -> None:
    """New codes on paper; those before open nothing any more."""
    VaultLock.objects.filter(key=key, kind=VaultLock.Kind.CODE).delete()
    VaultLock.objects.bulk_create(locks)
    VaultKey.objects.filter(pk=key.pk).update(checked_at=None)
    tell(by)


@operation("people.vault.lock_made", _("%(who)s changed what opens their vault"))
def renew_vault_lock(*, by: Person, lock: VaultLock) -> None:
    """My password or a passphrase opens my vault, in place of the one before."""
    _keep_lock(lock)
    tell(by)


def _keep_lock(lock: VaultLock) -> None:
    VaultLock.objects.filter(key=lock.key, kind=lock.kind).delete()
    lock.save(force_insert=True)


def outdate_password_lock(person: Person) -> None:
    """The password was replaced without the vault: only the one before still opens it."""
    locks = VaultLock.objects.filter(key__person=person, kind=VaultLock.Kind.PASSWORD, outdated_at=None)
    locks.update(outdated_at=clock.now())


@operation("people.vault.found_again", _("%(who)s opened an earlier vault of theirs again"))
def pass_on(*, by: Person, sealed: dict[VaultKey, bytes]) -> None:
    """Vaults given up for lost: the one of today opens them from now on."""
    for older, private_key in sealed.items():
        VaultKey.objects.filter(pk=older.pk, person=by).update(passed_on=private_key)
    tell(by)


# --- What somebody asks about their own data --------------------


@operation("people.request.recorded", _("%(who)s noted a request about personal data"))
def record_request(*, by: Person, person: Person, kind: str, words: str, received_on: date) -> RightsRequest:
    """A request, and the day by which it is answered."""
    request = RightsRequest.objects.create(
        person=person,
        kind=kind,
        words=words,
        received_on=received_on,
        due_on=received_on + timedelta(days=settings.RIGHTS_REQUEST_DAYS),
    )
    tell(request)
    return request


@operation("people.request.answered", _("%(who)s answered a request about personal data"))
def answer_request(*, by: Person, request: RightsRequest, answer: str) -> None:
    """What was answered, on this day; once."""
    current = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if current.answered_on is not None:
        raise RefusedError(_("This request has its answer."))
    current.answered_on, current.answer = clock.today(), answer
    current.save()
    tell(current)
