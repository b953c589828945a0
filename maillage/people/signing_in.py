"""Checking a password: the one place where somebody becomes who they say they are."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.errors import pause
from maillage.people import sessions, throttle
from maillage.people.models import Person


@dataclass(frozen=True)
class Refusal:
    """Why not, in words, and how long to wait if that is why."""

    sentence: Promise | str
    wait: timedelta | None = None

    @property
    def status(self) -> int:
        return 429 if self.wait else 422


WRONG = _("This address and password do not go together. I check both and try again.")
WRONG_PASSWORD = _("This is not the password of this account. I check it and try again.")


def sign_in(request: HttpRequest, email: str, password: str) -> Person | Refusal:
    """Sign in by e-mail address and password. The answer is the same whether or not the address is known."""
    found = check(request, email, password, WRONG)
    if isinstance(found, Person):
        sessions.begin(request, found)
    return found


def unlock(request: HttpRequest, password: str) -> Refusal | None:
    """Open this browser's locked session with its own person's password; None when it is open."""
    person = request.user
    assert isinstance(person, Person)
    found = check(request, person.email or "", password, WRONG_PASSWORD)
    if isinstance(found, Refusal):
        return found
    sessions.unlock(request, found)
    return None


def check(request: HttpRequest, email: str, password: str, wrong: Promise) -> Person | Refusal:
    """Whose password this is, or why not: every password anybody types is checked here, within the limits."""
    moment = clock.now()
    limits = throttle.limits_for(request, email, moment)
    wait = throttle.take(limits, moment)
    if wait is not None:
        return Refusal(pause(wait.total_seconds()), wait)
    person = authenticate(request, username=email, password=password)
    if not isinstance(person, Person):
        return Refusal(wrong)
    throttle.give_back(limits, moment)
    return person
