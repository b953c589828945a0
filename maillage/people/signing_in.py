"""Checking a password: the one place where somebody becomes who they say they are."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from maillage.kit import clock
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
    found = _check(request, email, password, WRONG)
    if isinstance(found, Person):
        sessions.begin(request, found)
    return found


def unlock(request: HttpRequest, password: str) -> Refusal | None:
    """Open this browser's locked session with its own person's password; None when it is open."""
    person = request.user
    assert isinstance(person, Person)
    found = _check(request, person.email or "", password, WRONG_PASSWORD)
    if isinstance(found, Refusal):
        return found
    sessions.unlock(request, found)
    return None


def _check(request: HttpRequest, email: str, password: str, wrong: Promise) -> Person | Refusal:
    limits, moment = throttle.limits_for(request, email), clock.now()
    wait = throttle.take(limits, moment)
    if wait is not None:
        return Refusal(too_often(wait), wait)
    person = authenticate(request, username=email.strip(), password=password)
    if not isinstance(person, Person):
        return Refusal(wrong)
    throttle.give_back(limits, moment)
    return person


def too_often(wait: timedelta) -> Promise:
    """How long to wait, in whole minutes, and that the account is not closed."""
    minutes = max(ceil(wait.total_seconds() / 60), 1)
    when = ngettext_lazy("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    return format_lazy(
        _("There were many tries. I can try again in {when}; the account stays open."), when=when
    )
