"""Rooms that actors lend for a permanence, by day of the week and neighbourhood (U-RAQ-30)."""

from django.db.models import QuerySet

from maillage.kit.policy import Reader, visible
from maillage.network.hours import read
from maillage.network.models import LentRoom
from maillage.territory.models import Neighbourhood


def lent_rooms(reader: Reader, place: Neighbourhood | None, weekday: int | None) -> list[LentRoom]:
    """Rooms lent in that place, its parts and the wholes it belongs to, on that day of the week."""
    rows = visible(LentRoom.objects.standing(), reader).filter(
        site__withdrawn_at=None, site__actor__withdrawn_at=None, site__actor__merged_into=None
    )
    rows = rows.select_related("site__actor", "site__neighbourhood", "site__postcode")
    if place is not None:
        around: QuerySet[Neighbourhood] = place.parts.all() | place.wholes.all()
        rows = rows.filter(site__neighbourhood__in=[place.pk, *around.values_list("pk", flat=True)])
    ordered = rows.order_by("site__neighbourhood__name_fr", "site__actor__name_fr", "name", "id")
    return [room for room in ordered if weekday is None or is_lent_on(room, weekday)]


def is_lent_on(room: LentRoom, weekday: int) -> bool:
    """Whether it is lent that day of the week; hours that say more than a week does are shown to be read."""
    week = read(room.available_hours)
    return bool(room.available_hours) and (week is None or bool(week.days[weekday]))
