"""Opening, locking, unlocking and ending sessions (trust T9, ASVS 7)."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from maillage.kit import clock
from maillage.people import vault_session
from maillage.people.models import Person, SessionState, SignInSession
from maillage.people.session_store import SessionStore
from maillage.people.vault import OpenVault

TOUCH_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=10)
HELD = timedelta(minutes=10)

# What the session's own data holds.
SECOND_FACTOR = "second_factor"  # signed in with one
HAS_PASSKEY = "has_passkey"  # so that the lock offers it without asking the database
PROVED_AT = "proved_at"  # when the person last proved who they are
ONWARD = "onward"  # where the person was going when a second factor was still to be set up
HALF_WAY = "half_way"  # whose password was right, while the second factor is asked

_BROWSERS = (("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_MORE_BROWSERS = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """The sort of browser and device, such as « Firefox · Android »: enough to recognise one's own."""
    agent = request.headers.get("User-Agent", "")
    found = [
        next((name for mark, name in marks if mark in agent), "")
        for marks in (_BROWSERS + _MORE_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part)


def begin(
    request: HttpRequest, person: Person, *, second_factor: bool = False, opened: OpenVault | None = None
) -> None:
    """Sign the person in under a fresh session key; its lifetime starts now. Their vault may come along."""
    session = cast(SessionStore, request.session)
    session.pop(HALF_WAY, None)
    login(request, person)
    session[SECOND_FACTOR] = second_factor
    session[HAS_PASSKEY] = person.passkeys.exists()
    session[PROVED_AT] = clock.now().timestamp()
    session.save()
    _note(request, person=person, started_at=clock.now(), locked_at=None)
    if opened is not None:
        vault_session.keep(request, person, opened)


def _note(request: HttpRequest, **columns: object) -> None:
    """Write the session's own columns; it is in use now, on this device."""
    SignInSession.objects.filter(session_key=request.session.session_key).update(
        device=device_of(request), last_used_at=clock.now(), **columns
    )


def hold_half_way(request: HttpRequest, person: Person, onward: str, opened: OpenVault | None) -> None:
    """The password was right; nobody is signed in until the second factor is. The vault waits, sealed."""
    request.session.flush()
    request.session[HALF_WAY] = {
        "person": str(person.pk),
        "hash": person.get_session_auth_hash(),
        "at": clock.now().timestamp(),
        "next": onward,
    }
    if opened is not None:
        vault_session.keep(request, person, opened)


def half_way(request: HttpRequest) -> tuple[Person, str] | None:
    """Whose password was right in this browser a moment ago, and where they were going."""
    held = request.session.get(HALF_WAY)
    if not held or clock.now().timestamp() - held["at"] > HELD.total_seconds():
        return None
    person = Person.objects.active().filter(pk=held["person"]).first()
    if person is None or not constant_time_compare(person.get_session_auth_hash(), held["hash"]):
        return None
    return person, held["next"]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are a few minutes ago: asked before a lasting change of access."""
    age: float = clock.now().timestamp() - request.session.get(PROVED_AT, 0)
    return age < FRESH.total_seconds()


def prove(request: HttpRequest) -> None:
    """Note that the person has just proved who they are."""
    request.session[PROVED_AT] = clock.now().timestamp()


def state_of(request: HttpRequest, moment: datetime) -> SessionState:
    """Whether the browser's session is open, locked or over at that moment."""
    row = cast(SessionStore, request.session).row
    return SessionState.OVER if row is None else row.state_at(moment)


def touch(request: HttpRequest, moment: datetime) -> None:
    """Note that the session was used, at most once a minute."""
    row = cast(SessionStore, request.session).row
    if row is not None and row.last_used_at is not None and moment - row.last_used_at >= TOUCH_EVERY:
        SignInSession.objects.filter(pk=row.pk, locked_at__isnull=True).update(last_used_at=moment)


def lock(request: HttpRequest) -> None:
    """Ask the password before anything else happens in this browser; the vault closes."""
    rows = SignInSession.objects.filter(session_key=request.session.session_key)
    rows.update(locked_at=clock.now(), vault=None)
    vault_session.forget(request)


def unlock(request: HttpRequest, person: Person, opened: OpenVault | None = None) -> None:
    """Open the locked session again. One that is over starts a new lifetime, under a fresh key.

    The vault opens with it or stays closed: what was open before the lock is gone.

    A locked one keeps its key: a second request on its way with the same cookie finds it open, too, and the
    forms open in other tabs keep their proof of origin. Nothing typed anywhere is lost.
    """
    session, moment = cast(SessionStore, request.session), clock.now()
    prove(request)
    before = session.row
    if before is None or before.state_at(moment) is SessionState.LOCKED:
        _note(request, locked_at=None, vault=None)
    elif not _start_anew(request, person, before):
        return  # another request of this browser was quicker
    vault_session.forget(request)
    if opened is not None:
        vault_session.keep(request, person, opened)


def _start_anew(request: HttpRequest, person: Person, before: SignInSession) -> bool:
    """A new lifetime under a fresh key; False when it has begun already."""
    with transaction.atomic():
        if SignInSession.objects.select_for_update().filter(pk=before.pk).first() is None:
            return False
        request.session.cycle_key()
        _note(request, person=person, public_id=before.public_id, started_at=clock.now(), locked_at=None)
    return True


def own_sessions(person: Person, moment: datetime) -> list[SignInSession]:
    """The person's sessions that could still be used, most recent first."""
    return list(
        SignInSession.objects.filter(person=person, expire_date__gt=moment).order_by("-last_used_at", "-pk")
    )


def end(person: Person, public_id: UUID) -> bool:
    """End one of the person's own sessions. False when it is not theirs or has already ended."""
    return bool(SignInSession.objects.filter(person=person, public_id=public_id).delete()[0])


def end_others(person: Person, kept_key: str | None) -> int:
    """End every session of the person but this one."""
    return SignInSession.objects.filter(person=person).exclude(session_key=kept_key).delete()[0]
