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
def change_password(*, by: Person, password: str) -> None:
    """Replace my password."""
    by.set_password(password)
    by.save(update_fields=["password"])
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
