"""The second factor beside the password: six digits of an app (RFC 6238), or a code on paper that works once.

Passkeys are in `passkeys.py`: they need no password.
"""

import base64
import hashlib
import io
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import InvalidToken
from django.utils.crypto import constant_time_compare

from maillage.kit import secret_fields
from maillage.people.models import AuthenticatorApp, Passkey, Person, RecoveryCode

STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # steps by which two clocks may disagree
CODES = 10


def has_one(person: Person) -> bool:
    """Whether the person has an app or a passkey."""
    return (
        AuthenticatorApp.objects.filter(person=person).exists()
        or Passkey.objects.filter(person=person).exists()
    )


# --- The secret an app shares with us, sealed at rest --------------------


PURPOSE = "maillage.people.second_factor"


def new_sealed_secret() -> str:
    return secret_fields.seal(PURPOSE, pyotp.random_base32().encode())


def opened(sealed: str) -> str:
    """The secret. Raises InvalidToken when the installation's key has changed."""
    return secret_fields.opened(PURPOSE, sealed).decode()


def address_of(secret: str, person: Person) -> str:
    """What the app reads: an `otpauth:` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email or "", issuer_name="Maillage")


def drawing_of(address: str) -> bytes:
    """The address as a QR code, in SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=6, border=4, light="#fff", svgclass=None)
    return drawn.getvalue()


def step_shown(secret: str, digits: str, moment: datetime) -> int | None:
    """The half minute in which the app showed these digits; None when it did not, lately."""
    now, totp = int(moment.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    typed = "".join(digits.split())
    for drift in DRIFT:
        if constant_time_compare(totp.generate_otp(now + drift), typed):
            return now + drift
    return None


# --- Proving --------------------


def proves(person: Person, typed: str, moment: datetime) -> bool:
    """Whether these are the app's digits or one of the paper codes; either is spent by it."""
    return _app_proves(person, typed, moment) or _code_proves(person, typed)


def _app_proves(person: Person, typed: str, moment: datetime) -> bool:
    app = AuthenticatorApp.objects.filter(person=person).first()
    if app is None:
        return False
    try:
        step = step_shown(opened(app.sealed_secret), typed, moment)
    except InvalidToken:
        return False
    if step is None:
        return False
    rows = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step)
    return bool(rows.update(last_step=step))


def _code_proves(person: Person, typed: str) -> bool:
    return bool(RecoveryCode.objects.filter(person=person, digest=digest_of(person, typed)).delete()[0])


# --- Codes on paper --------------------


def new_codes() -> list[str]:
    """Ten codes of 80 random bits, in groups one can read aloud."""
    raw = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES))
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in raw]


def digest_of(person: Person, code: str) -> str:
    """What is kept of a code: a hash bound to its person, blind to spaces and dashes."""
    bare = "".join(each for each in code.lower() if each.isalnum())
    return hashlib.sha256(f"{person.pk}:{bare}".encode()).hexdigest()
