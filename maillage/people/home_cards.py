"""What people lay on the home page: what is done to my own account, and what waits for a second person."""

from datetime import date
from typing import cast

from django.db.models import Q
from django.http import HttpRequest

from maillage.kit import clock
from maillage.kit.home_cards import HomeCard, offers, offers_kept
from maillage.kit.policy import visible
from maillage.people.models import Person, VaultKey, WayBack
from maillage.people.roles import CONFIRMERS, Role


@offers
def ways_back(request: HttpRequest, day: date) -> HomeCard | None:
    """A way back into my account that somebody asked for or opened, and those I could confirm."""
    reader, moment = cast(Person, request.user), clock.now()
    waiting = Q(confirmed_at=None, withdrawn_at=None, asked_at__gt=moment - WayBack.LASTS)
    mine = Q(person=reader) & (waiting | Q(confirmed_at__isnull=False, read_at=None))
    wanted = mine | (waiting & ~Q(asked_by=reader)) if reader.has_role(*CONFIRMERS) else mine
    names = ("person", "asked_by", "confirmed_by")
    found = list(visible(WayBack.objects.filter(wanted), reader).select_related(*names))
    if not found:
        return None
    own = [each for each in found if each.person_id == reader.pk]
    others = [each for each in found if each.person_id != reader.pk]
    return HomeCard("people/cards/ways_back.html", {"own": own, "others": others}, order=1)


@offers_kept("people")
def my_vault(request: HttpRequest, day: date) -> HomeCard | None:
    """A RAQ's vault, until it is made and its paper checked; nothing else waits for it."""
    reader = cast(Person, request.user)
    if not reader.has_role(Role.RAQ):
        return None
    key = visible(VaultKey.objects.filter(person=reader, retired_at=None), reader).first()
    if key is not None and key.checked_at is not None:
        return None
    return HomeCard("people/cards/vault.html", {"made": key is not None}, order=2)
