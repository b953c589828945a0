"""How often a sign-in may be tried.

Limits stop guessing, and none can lock a person out for good:
- on a browser where the person has signed in before, only that browser's own tries count;
- elsewhere, tries on one account from one address count, and tries from one address;
- an account that many addresses try lets fewer tries through from each, but never none;
- every limit forgets after minutes, and a right password gives the tries back, so that an office of twenty
  people behind one address can all sign in at nine.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from maillage.kit.proxies import client_address
from maillage.people.models import Throttle, same_address

DEVICE_COOKIE = "maillage_device"
DEVICE_AGE = 365 * 24 * 3600
DEVICE_ACCOUNTS = 6


@dataclass(frozen=True)
class Limit:
    """At most `tries` in `window` under one key; None only counts."""

    key: str
    tries: int | None
    window: timedelta


QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
KNOWN_TRIES, TRIES, TRIES_UNDER_ATTACK = 10, 8, 2
ADDRESS_TRIES, ATTACK = 60, 100


def limits_for(request: HttpRequest, email: str, moment: datetime) -> list[Limit]:
    """The limits a try to sign in as `email` from this browser falls under."""
    account, address = same_address(email), address_of(request)
    if _hashed("device", account) in known_accounts(request):
        return [Limit(_hashed("known", account, _device_id(request)), KNOWN_TRIES, QUARTER)]
    everywhere = Limit(_hashed("account", account), None, HOUR)
    tries = TRIES_UNDER_ATTACK if _count(everywhere, moment) > ATTACK else TRIES
    return [
        Limit(_hashed("account-address", account, address), tries, QUARTER),
        Limit(_hashed("address", address), ADDRESS_TRIES, QUARTER),
        everywhere,
    ]


def _count(limit: Limit, moment: datetime) -> int:
    row = Throttle.objects.filter(key=limit.key, since__gt=moment - limit.window).first()
    return row.tries if row else 0


def take(limits: list[Limit], moment: datetime) -> timedelta | None:
    """Count one try under every limit; the time to wait when one is used up, else None.

    Counting comes before checking the password, so that many tries at once cannot slip through.
    """
    waits = []
    for limit in limits:
        with transaction.atomic():
            row, _new = Throttle.objects.select_for_update().get_or_create(
                key=limit.key, defaults={"tries": 0, "since": moment}
            )
            if moment - row.since >= limit.window:
                row.tries, row.since = 0, moment
            row.tries += 1
            row.save()
        if limit.tries is not None and row.tries > limit.tries:
            waits.append(row.since + limit.window - moment)
    return max(waits, default=None)


def give_back(limits: list[Limit], moment: datetime) -> None:
    """After a right password: forget the person's own tries, and take one off the shared address."""
    for limit in limits:
        with transaction.atomic():
            row = Throttle.objects.select_for_update().filter(key=limit.key).first()
            if row is not None:
                shared = limit.tries in (ADDRESS_TRIES, None)
                row.tries = max(row.tries - 1, 0) if shared else 0
                row.save()
    Throttle.objects.filter(since__lt=moment - timedelta(days=1)).delete()


def address_of(request: HttpRequest) -> str:
    """The network address asked from; of IPv6 the /64, which one subscriber holds."""
    address = client_address(request.META)
    if address is None:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def _hashed(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


# --- Browsers that signed in before --------------------


def known_accounts(request: HttpRequest) -> list[str]:
    """Keyed hashes of the accounts that signed in on this browser; empty when the cookie is not ours."""
    return list(_device(request).get("accounts", []))


def _device_id(request: HttpRequest) -> str:
    return str(_device(request).get("id", ""))


def _device(request: HttpRequest) -> dict[str, Any]:
    try:
        content = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt="people.device", max_age=DEVICE_AGE
        )
    except signing.BadSignature:
        return {}
    return content if isinstance(content, dict) else {}


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known for the account: others' wrong guesses will not stand in its way."""
    account = _hashed("device", same_address(email))
    others = [known for known in known_accounts(request) if known != account]
    content = {
        "id": _device_id(request) or _hashed("device-id", str(request.session.session_key)),
        "accounts": [account, *others][:DEVICE_ACCOUNTS],
    }
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(content, salt="people.device"),
        max_age=DEVICE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
