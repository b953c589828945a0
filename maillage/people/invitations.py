"""Letting somebody new in: by a link, copied from the screen, that works once and for seven days (T8)."""

import hashlib
import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.people.models import Invitation, Person, RoleMembership, WayBack, same_address
from maillage.people.operations import outdate_password_lock

ACCEPTED = _("This link has been used: the account is open, I sign in.")
TOO_OLD = _("This link was for seven days, and they are over. Whoever invited me can make a new one.")
UNKNOWN = _("This link opens nothing. It may be cut short, or a newer one exists: I ask whoever invited me.")


def digest_of(token: str) -> str:
    """What is kept of a link: a hash of its 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(invitation: Invitation) -> str:
    """The link's path; known only right after the invitation was made or renewed.

    The secret stands in the query, which no log keeps.
    """
    return f"{reverse('people:welcome')}?key={invitation.token}"


def found_by(token: str) -> Invitation | None:
    """The invitation a link belongs to, whatever became of it."""
    return Invitation.found(digest_of(token))


def trouble_with(invitation: Invitation | None) -> Promise | None:
    """Why an invitation lets nobody in now, and what to do; None when it does."""
    if invitation is None:
        return UNKNOWN
    if invitation.works_at(clock.now()):
        return None
    if invitation.accepted_at is not None:
        return ACCEPTED
    return TOO_OLD if invitation.is_pending else UNKNOWN


def _fresh_link(invitation: Invitation) -> None:
    """Another secret. A way back stays open for its own week only, however often its link is made."""
    invitation.token = secrets.token_urlsafe(32)
    invitation.digest = digest_of(invitation.token)
    way = invitation.way_back
    since = way.confirmed_at if way is not None and way.confirmed_at else clock.now()
    invitation.expires_at = since + Invitation.LASTS


@operation("people.invitation.made", _("%(who)s invited somebody"))
def invite(
    *, by: Person | None, email: str, role: str, display_name: str = "", first_day: date | None = None
) -> Invitation:
    """Open an account that waits for its person. The invitation's `token` is known now and never again."""
    if Person.objects.filter(email=same_address(email)).exists():
        raise RefusedError(
            _("Somebody has this address already. The list of accounts shows whom."), field="email"
        )
    person = Person(email=email, display_name=display_name or email.split("@")[0][:80])
    person.set_unusable_password()
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise RefusedError(sentences[0], field=field) from None
    person.save()
    RoleMembership.objects.create(person=person, role=role, first_day=first_day or clock.today())
    invitation = Invitation(person=person, role=role)
    _fresh_link(invitation)
    invitation.save()
    tell(person)
    return invitation


@operation("people.way_back.made", _("%(who)s made a new link to come in"))
def invite_again(*, by: Person | None, person: Person) -> Invitation:
    """For somebody who never came in, or comes back so: a link, and those before open nothing more."""
    if person.has_usable_password():
        raise RefusedError(_("This account has its password: a way back takes two people."))
    if not person.is_active or not person.email:
        raise RefusedError(_("This account is closed: I note the return first."))
    invitation = _in_place_of_others(person)
    invitation.save()
    tell(person)
    return invitation


def prepare_link(way: WayBack) -> Invitation:
    """The link of a way back that two people opened; shown once whoever keeps the account makes it."""
    invitation = _in_place_of_others(way.person, way)
    invitation.save()
    return invitation


def _in_place_of_others(person: Person, way: WayBack | None = None) -> Invitation:
    latest = person.memberships.order_by("-first_day", "-pk").first()
    if latest is None:
        raise RefusedError(_("This account has no role: I give one first."))
    person.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitation = Invitation(person=person, role=latest.role, way_back=way)
    _fresh_link(invitation)
    return invitation


def _pending(invitation: Invitation) -> Invitation:
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not current.is_pending:
        raise RefusedError(_("This invitation has been accepted or withdrawn."))
    return current


@operation("people.invitation.renewed", _("%(who)s made a new link for the invitation"))
def renew(*, by: Person | None, invitation: Invitation) -> Invitation:
    """Another link for seven days; the one before opens nothing any more."""
    current = _pending(invitation)
    if current.person.has_usable_password() and not (current.way_back and current.works_at(clock.now())):
        raise RefusedError(_("This account has its password: a way back takes two people."))
    _fresh_link(current)
    current.save()
    tell(current.person)
    return current


@operation("people.invitation.withdrawn", _("%(who)s withdrew the invitation"))
def withdraw(*, by: Person, invitation: Invitation) -> None:
    """The link opens nothing any more; an account that waited for its person is closed."""
    current = _pending(invitation)
    current.withdrawn_at = clock.now()
    current.save()
    if not current.person.has_usable_password():
        Person.objects.filter(pk=current.person_id).update(is_active=False)
    tell(current.person)


@operation("people.invitation.accepted", _("%(who)s accepted the invitation"))
def accept(*, by: Person, invitation: Invitation, display_name: str, language: str, password: str) -> Person:
    """Come in: my name, my language, my password. The link has done its work."""
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    trouble = trouble_with(current)
    if trouble is not None:
        raise RefusedError(trouble)
    current.accepted_at = clock.now()
    current.save()
    person = current.person
    person.display_name, person.language = display_name, language
    person.set_password(password)
    person.save()
    outdate_password_lock(person)
    person.sessions.all().delete()
    tell(person)
    return person


def waiting_for(person: Person, moment: datetime) -> Invitation | None:
    """The invitation a person can still accept at that moment."""
    open_ones = person.invitations.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=moment)
    return open_ones.first()
