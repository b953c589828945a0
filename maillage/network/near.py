"""What is near for somebody on a day: their zone, what touches it, and how far a place is from its middle."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, Value, When
from django.db.models.functions import Coalesce

from maillage.kit import clock
from maillage.network.index import position
from maillage.network.meaning import Meanings
from maillage.people.models import Person
from maillage.territory.mesh import mesh
from maillage.territory.models import Assignment, SelectedNeighbourhood

#: The class of a place weighs more than any distance in the country.
CLASS, NOWHERE = 10**13, 10**12


@dataclass(frozen=True)
class Surroundings:
    """What is near for one reader on one day: their zone, what touches it, its middle."""

    mine: frozenset[UUID] = frozenset()
    beside: frozenset[UUID] = frozenset()
    middle: tuple[int, int] | None = None

    def class_of(self, neighbourhood: UUID | None) -> int:
        """0 in my zone, 1 beside it, 2 elsewhere."""
        return 0 if neighbourhood in self.mine else 1 if neighbourhood in self.beside else 2

    def nearness(self) -> Any:
        """The same as a column: the class first, then the square of the distance in metres."""
        if self.middle is None:
            return Value(0, BigIntegerField())
        east, north = self.middle
        across, up = F("spots__east") - Value(east), F("spots__north") - Value(north)
        far = Coalesce(across * across + up * up, Value(NOWHERE), output_field=BigIntegerField())
        weight = Case(
            When(spots__neighbourhood__in=self.mine, then=Value(0)),
            When(spots__neighbourhood__in=self.beside, then=Value(CLASS)),
            default=Value(2 * CLASS),
            output_field=BigIntegerField(),
        )
        # Django takes a sum of large numbers for a small one, and finds nothing beyond its range.
        return ExpressionWrapper(weight + far, output_field=BigIntegerField())


def surroundings_of(person: Person, known: Meanings, now: datetime) -> Surroundings:
    """What is near for somebody: computed on their assignment of that day."""
    day = clock.day_of(now)
    covered = Assignment.objects.standing().on(day).filter(person=person).values("zone")
    chosen = SelectedNeighbourhood.objects.standing().on(day).filter(zone__in=covered)
    mine = known.whole(chosen.order_by().values_list("neighbourhood", flat=True))
    centres = [
        position(place.latitude, place.longitude)
        for place in (known.places[pk] for pk in mine)
        if place.latitude is not None and place.longitude is not None
    ]
    if not centres:
        return Surroundings(frozenset(mine))
    codes = {known.places[pk].code for pk in mine}
    cells = mesh()
    touching = {edge.beyond for code in codes & cells.keys() for edge in cells[code].edges} - codes
    beside = {pk for pk, place in known.places.items() if place.code in touching and place.code} - mine
    east, north = (round(sum(axis) / len(centres)) for axis in zip(*centres, strict=True))
    return Surroundings(frozenset(mine), frozenset(known.whole(beside) - mine), (east, north))
