"""The second factor beside the password: six digits of an app (RFC 6238), or a code on paper that works once.

Passkeys are in `passkeys.py`: they need no password.
"""

import base64
import hashlib
import io
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes

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


def _box(keys: Sequence[str | bytes] = ()) -> MultiFernet:
    """The installation's key for these secrets, and those before it while they are still accepted."""
    boxes = []
    for key in keys or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), length=32, salt=None, info=b"maillage.people.second_factor")
        boxes.append(Fernet(base64.urlsafe_b64encode(derived.derive(force_bytes(key)))))
    return MultiFernet(boxes)


def new_sealed_secret() -> str:
    return _box().encrypt(pyotp.random_base32().encode()).decode()


def opened(sealed: str) -> str:
    """The secret. Raises InvalidToken when the installation's key has changed."""
    return _box().decrypt(sealed.encode()).decode()


def seal_again() -> tuple[int, int]:
    """Bring every app's secret under the newest key: how many, and how many no key opens."""
    box, sealed, lost = _box(), 0, 0
    with transaction.atomic():
        for app in AuthenticatorApp.objects.select_for_update():
            try:
                app.sealed_secret = box.rotate(app.sealed_secret.encode()).decode()
            except InvalidToken:
                lost += 1
                continue
            app.save(update_fields=["sealed_secret"])
            sealed += 1
    return sealed, lost


def under_an_older_key() -> int:
    """How many secrets open with a key of before alone."""
    newest, all_keys = _box([settings.SECRET_KEY]), _box()
    sealed = [app.sealed_secret for app in AuthenticatorApp.objects.all()]
    return sum(_opens(all_keys, each) and not _opens(newest, each) for each in sealed)


def _opens(box: MultiFernet, sealed: str) -> bool:
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


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
