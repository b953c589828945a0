"""What a list says of an actor: where, how near, open, room or not, the number, how old the check is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.policy import Reader, visible
from maillage.network.fullness import Badge, badges_of
from maillage.network.hours import OpenState, open_state
from maillage.network.index import position
from maillage.network.models import Actor, Doubt, DoubtAbout, Site, Way, WayKind
from maillage.network.near import NOWHERE, Surroundings
from maillage.territory.mesh import Point, project


@dataclass(frozen=True)
class Found:
    """One actor of a list."""

    actor: Actor
    sites: Sequence[Site]
    phones: Sequence[Way]
    doubts: frozenset[tuple[str, UUID | None]]
    badge: Badge | None
    near: Surroundings
    now: datetime

    @cached_property
    def site(self) -> Site | None:
        """The nearest of its addresses."""
        return min(self.sites, key=self._nearness, default=None)

    def _nearness(self, site: Site) -> tuple[int, int]:
        middle, at = self.near.middle, point_of(site)
        if middle is None or at is None:
            return (self.near.class_of(site.neighbourhood_id), NOWHERE)
        east, north = position(*at)
        away = (east - middle[0]) ** 2 + (north - middle[1]) ** 2
        return (self.near.class_of(site.neighbourhood_id), away)

    @property
    def distance(self) -> str:
        """« ma zone », « quartier voisin », « ailleurs »; nothing for whoever has no zone."""
        if self.near.middle is None:
            return ""
        words = (_("my zone"), _("next to my zone"), _("elsewhere"))
        return words[self.near.class_of(self.site.neighbourhood_id if self.site else None)]

    @property
    def kind(self) -> str:
        """What it is, without the enumeration that some kinds carry after a colon."""
        return str(self.actor.kind or "").split(":")[0].strip()

    @property
    def where(self) -> str:
        """The neighbourhood, else the address."""
        if self.site is None:
            return ""
        return str(self.site.neighbourhood or self.site.address)

    @cached_property
    def phone(self) -> Way | None:
        """The number to call first: one nobody doubts, if there is one."""
        return min(self.phones, key=lambda way: (DoubtAbout.WAY, way.pk) in self.doubts, default=None)

    @property
    def phone_is_doubtful(self) -> bool:
        return self.phone is not None and (DoubtAbout.WAY, self.phone.pk) in self.doubts

    @property
    def open(self) -> OpenState | None:
        """Open now, or from when on."""
        return open_state(self.site.opening_hours, self.now) if self.site else None

    @property
    def hours_are_doubtful(self) -> bool:
        return self.site is not None and (DoubtAbout.HOURS, self.site.pk) in self.doubts

    @property
    def checked(self) -> str:
        """« vérifié il y a 3 mois »."""
        if self.actor.verified_on is None:
            return _("never checked")
        return _("checked %(when)s") % {"when": clock.ago(self.actor.verified_on, clock.day_of(self.now))}

    @property
    def spot(self) -> Point | None:
        """Where it stands on the map, in drawing units."""
        at = point_of(self.site) if self.site else None
        return project(*at) if at else None


def point_of(site: Site) -> tuple[float, float] | None:
    """Latitude and longitude of an address: its own, else those of its neighbourhood's centre."""
    for row in (site, site.neighbourhood):
        if row is not None and row.latitude is not None and row.longitude is not None:
            return row.latitude, row.longitude
    return None


def found(keys: Sequence[UUID], reader: Reader, near: Surroundings, now: datetime) -> list[Found]:
    """These actors in this order, ready for a list, in five questions to the database."""
    standing = Site.objects.standing().select_related("neighbourhood", "postcode")
    phones = Way.objects.standing().filter(kind=WayKind.PHONE, person=None)
    rows = {
        row.pk: row
        for row in visible(Actor.objects.filter(pk__in=keys), reader)
        .select_related("kind")
        .prefetch_related(
            Prefetch("sites", standing.order_by("name", "street", "id"), to_attr="addresses"),
            Prefetch("ways", phones.order_by("label", "value", "id"), to_attr="phones"),
        )
    }
    doubts = _doubts(keys, reader)
    badges = badges_of(rows.values(), clock.day_of(now), reader)
    return [
        Found(row, *_beside(row), doubts, badges.get(row.pk), near, now)
        for row in (rows[key] for key in keys if key in rows)
    ]


def _beside(row: Any) -> tuple[list[Site], list[Way]]:
    return row.addresses, row.phones


def _doubts(keys: Iterable[UUID], reader: Reader) -> frozenset[tuple[str, UUID | None]]:
    """The details of these actors that somebody doubts."""
    rows = visible(Doubt.objects.open().filter(actor__in=keys), reader)
    return frozenset((about, way or site) for about, way, site in rows.values_list("about", "way", "site"))
