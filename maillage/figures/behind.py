"""Which places of a figure do not show alone (P3).

A place shows alone only if, on no day of the period, exactly one RAQ covered it, and at least two did on some
day. The others count together, with as many more as it takes for the same to hold of them.
"""

from collections.abc import Callable
from uuid import UUID

from maillage.figures.recoding import AS_IT_IS, Recoding
from maillage.kit.measures import Axis
from maillage.kit.periods import Period
from maillage.territory.behind import Spans, of_neighbourhoods, of_zones, stands
from maillage.territory.models import NeighbourhoodCommune


def together(axis: Axis, period: Period) -> Recoding:
    """Which places of this axis do not show alone in that period; nothing changes for another axis."""
    if not axis.territory:
        return AS_IT_IS
    return Recoding(alone=frozenset(map(str, _alone(*KINDS[axis.territory](period)))))


def _alone(spans: Spans, inside: Spans) -> list[UUID]:
    """The places that show alone.

    `inside` tells, of a place made of others, who stands behind those that do not show alone: whoever takes
    away the parts that show must not be left with one worker.
    """
    alone, secret = [], []
    for place in sorted(spans, key=lambda key: (not inside.get(key), str(key))):
        hidden = inside.get(place, [])
        if stands(spans[place]) and (not hidden or stands(hidden)):
            alone.append(place)
        else:
            secret += hidden or spans[place]
    while secret and alone and not stands(secret):
        place = alone.pop(0)
        secret += inside.get(place) or spans[place]
    return [] if secret and not stands(secret) else alone


def _communes(period: Period) -> tuple[Spans, Spans]:
    """Everyone who covers a neighbourhood that lies in the commune, wholly or in part."""
    places = of_neighbourhoods(period)
    shown = set(_alone(places, {}))
    spans: Spans = {}
    inside: Spans = {}
    for share in NeighbourhoodCommune.objects.filter(neighbourhood__in=list(places)).order_by("id"):
        found = places[share.neighbourhood_id]
        spans[share.commune_id] = spans.get(share.commune_id, []) + found
        if share.neighbourhood_id not in shown:
            inside[share.commune_id] = inside.get(share.commune_id, []) + found
    return spans, inside


KINDS: dict[str, Callable[[Period], tuple[Spans, Spans]]] = {
    "zone": lambda period: (of_zones(period), {}),
    "neighbourhood": lambda period: (of_neighbourhoods(period), {}),
    "commune": _communes,
}
