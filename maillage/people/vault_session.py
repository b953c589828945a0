"""An opened vault, while a session is open: sealed in its row, by a value only the browser's cookie holds.

The row alone opens nothing, nor does the cookie alone. Nothing is read before a page asks for the vault.
"""

import secrets
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from maillage.kit.sealing import PRIVATE_BYTES
from maillage.people.models import Person, SignInSession
from maillage.people.session_store import SessionStore
from maillage.people.vault import NONCE, OpenVault

COOKIE = "maillage_vault"
_COOKIE_BYTES = 32
_KEPT, _TOLD = (
    "_open_vault",
    "_vault_cookie",
)  # on the request: the vault, the cookie to send


def _bound(person: Person) -> bytes:
    return f"maillage/1/people.session/{person.pk}".encode()


def keep(request: HttpRequest, person: Person, opened: OpenVault) -> None:
    """Keep the opened vault in this session; the answer brings the browser its half."""
    session = cast(SessionStore, request.session)
    if session.session_key is None:
        session.save()
    half, nonce = secrets.token_bytes(_COOKIE_BYTES), secrets.token_bytes(NONCE)
    content = opened.key_id.bytes + b"".join(opened.private_keys)
    sealed = nonce + AESGCM(half).encrypt(nonce, content, _bound(person))
    rows = SignInSession.objects.filter(session_key=session.session_key, locked_at=None)
    if rows.update(vault=sealed):
        setattr(request, _KEPT, opened)
        setattr(request, _TOLD, half.hex())


def opened(request: HttpRequest, person: Person | None = None) -> OpenVault | None:
    """The vault of whoever is signed in, if it is open in this browser; None when it is closed."""
    if not hasattr(request, _KEPT):
        owner = person or request.user
        setattr(request, _KEPT, _read(request, owner) if isinstance(owner, Person) else None)
    return cast(OpenVault | None, getattr(request, _KEPT))


def _read(request: HttpRequest, person: Person) -> OpenVault | None:
    row = cast(SessionStore, request.session).row
    try:
        half = bytes.fromhex(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    if row is None or not row.vault or len(half) != _COOKIE_BYTES:
        return None
    sealed = bytes(row.vault)
    try:
        content = AESGCM(half).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(person))
    except (InvalidTag, ValueError):
        return None
    keys = content[16:]
    return OpenVault(
        UUID(bytes=content[:16]),
        tuple(keys[at : at + PRIVATE_BYTES] for at in range(0, len(keys), PRIVATE_BYTES)),
    )


def close(request: HttpRequest) -> None:
    """Nothing of the opened vault stays, neither here nor in the browser."""
    row = cast(SessionStore, request.session).row
    if row is not None and row.vault is not None:
        SignInSession.objects.filter(pk=row.pk).update(vault=None)
    forget(request)


def forget(request: HttpRequest) -> None:
    """The row is closed already: the browser drops its half, too."""
    setattr(request, _KEPT, None)
    setattr(request, _TOLD, "")


def close_quiet(moment: datetime) -> None:
    """Close what no open session can ask for any more: quiet for too long, or half way for too long."""
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    made = moment + timedelta(seconds=settings.SESSION_COOKIE_AGE) - idle
    quiet = Q(last_used_at__lte=moment - idle) | Q(person=None, expire_date__lte=made)
    lifetime = timedelta(hours=settings.SESSION_LIFETIME_HOURS)
    over = Q(started_at__lte=moment - lifetime)
    SignInSession.objects.filter(quiet | over).exclude(vault=None).update(vault=None)


def carry(request: HttpRequest, response: HttpResponse) -> None:
    """Bring the browser its half, or take it back, if this request opened or closed the vault."""
    half = getattr(request, _TOLD, None)
    if half:
        response.set_cookie(
            COOKIE, half, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict"
        )
    elif half == "" and COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Strict")
