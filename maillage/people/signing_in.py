"""Checking a password and a code: the one place where somebody becomes who they say they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar, cast

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.errors import pause
from maillage.people import second_factor, sessions, throttle, vault, vault_session
from maillage.people.models import Person, SessionState, VaultLock
from maillage.people.vault import OpenVault

T = TypeVar("T")


@dataclass(frozen=True)
class Refusal:
    """Why not, in words, and how long to wait if that is why."""

    sentence: Promise | str
    wait: timedelta | None = None
    asks_code: bool = False

    @property
    def status(self) -> int:
        return 429 if self.wait else 422


@dataclass(frozen=True)
class Entered:
    """Somebody who proved one thing: where they go now, and whether they are signed in there."""

    person: Person
    onward: str
    signed_in: bool = True


WRONG = _("This address and password do not go together. I check both and try again.")
WRONG_PASSWORD = _("This is not the password of this account. I check it and try again.")
WRONG_SECRET = _("This does not open my vault. I check it and try again, letter by letter.")
NOT_A_CODE = _("This code opens nothing. I look again at my paper, sign by sign.")
WRONG_CODE = _("This code does not open. I look again at my app, or at my paper: each code works once.")
ALSO_CODE = _("The day is over: beside my password, the code of my app or of my paper.")
TOO_LONG = _("That took more than ten minutes: I type my password again.")


def sign_in(request: HttpRequest, email: str, password: str, onward: str) -> Entered | Refusal:
    """Sign in by e-mail address and password. The answer is the same whether or not the address is known."""
    found = check(request, email, password, WRONG)
    if isinstance(found, Refusal):
        return found
    return enter(request, found, onward, vault.opened_by(password, found, VaultLock.Kind.PASSWORD))


def enter(request: HttpRequest, person: Person, onward: str, opened: OpenVault | None = None) -> Entered:
    """Let in whoever proved one thing; half way only when they have a second factor."""
    if second_factor.has_one(person):
        sessions.hold_half_way(request, person, onward, opened)
        return Entered(person, reverse("people:second_step"), signed_in=False)
    sessions.begin(request, person, opened=opened)
    return Entered(person, onward)


def second_step(request: HttpRequest, typed: str) -> Entered | Refusal:
    """The second factor after the password, within a few minutes."""
    held = sessions.half_way(request)
    if held is None:
        return Refusal(TOO_LONG)
    person, onward = held
    refusal = check_code(request, person, typed)
    if refusal is not None:
        return refusal
    sessions.begin(request, person, second_factor=True, opened=vault_session.opened(request, person))
    return Entered(person, onward)


def unlock(request: HttpRequest, password: str, code: str = "") -> Refusal | None:
    """Open this browser's locked session with its own person's password; None when it is open.

    A session that lasted its whole time asks the second factor, too.
    """
    person = request.user
    assert isinstance(person, Person)
    found = check(request, person.email or "", password, WRONG_PASSWORD)
    if isinstance(found, Refusal):
        return found
    if asks_code(request):
        refusal = check_code(request, person, code) if code else Refusal(ALSO_CODE, asks_code=True)
        if refusal is not None:
            return refusal
    sessions.unlock(request, found, vault.opened_by(password, found, VaultLock.Kind.PASSWORD))
    return None


def asks_code(request: HttpRequest) -> bool:
    """Whether unlocking takes the second factor beside the password."""
    over = sessions.state_of(request, clock.now()) is SessionState.OVER
    return over and second_factor.has_one(cast(Person, request.user))


def check(request: HttpRequest, email: str, password: str, wrong: Promise) -> Person | Refusal:
    """Whose password this is, or why not: every password anybody types is checked here, within the limits."""

    def proved() -> Person | None:
        found = authenticate(request, username=email, password=password)
        return found if isinstance(found, Person) else None

    return _within_limits(request, email, proved, Refusal(wrong))


def check_code(request: HttpRequest, person: Person, typed: str) -> Refusal | None:
    """Why this is no second factor of the person; None when it is. Limited as passwords are."""
    found = _within_limits(
        request,
        f"second factor of {person.email}",
        lambda: person if second_factor.proves(person, typed, clock.now()) else None,
        Refusal(WRONG_CODE, asks_code=True),
    )
    return found if isinstance(found, Refusal) else None


def try_vault(
    request: HttpRequest, person: Person, prove: Callable[[], T | None], wrong: Promise
) -> T | Refusal:
    """What a secret of the vault opens, or why not. Limited as passwords are."""
    return _within_limits(request, f"vault of {person.email}", prove, Refusal(wrong))


def _within_limits(
    request: HttpRequest, account: str, prove: Callable[[], T | None], wrong: Refusal
) -> T | Refusal:
    """Count the try, then look at it; a right one gives the tries back."""
    moment = clock.now()
    limits = throttle.limits_for(request, account, moment)
    wait = throttle.take(limits, moment)
    if wait is not None:
        return Refusal(pause(wait.total_seconds()), wait, asks_code=wrong.asks_code)
    found = prove()
    if not found:
        return wrong
    throttle.give_back(limits, moment)
    return found
