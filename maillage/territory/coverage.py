"""« Who covered this place on that day »: the one answer every screen and figure uses (U-CO-02).

A colleague covers a zone; a zone holds the neighbourhoods chosen in it. A neighbourhood that documents name
as a whole made of parts (« Cureghem ») is covered through its parts, and the parts through the whole.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.kit.periods import Period
from maillage.kit.policy import Reader, marked, visible
from maillage.people.models import Person
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    HostSite,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.sources import cells_said

M = TypeVar("M", bound=Model)


class Pairing(Enum):
    """How many colleagues share a zone: the project speaks of pairs and trios (report R3)."""

    NOBODY = 0
    ALONE = 1
    PAIR = 2
    TRIO = 3
    MORE = 4

    @property
    def label(self) -> str:
        return str(_PAIRING_WORDS[self])


_PAIRING_WORDS = {
    Pairing.NOBODY: _("nobody"),
    Pairing.ALONE: _("alone"),
    Pairing.PAIR: _("as a pair"),
    Pairing.TRIO: _("as a trio"),
    Pairing.MORE: _("more than three"),
}


@dataclass(frozen=True)
class Worker:
    """A colleague at work in a zone on a day, or away from it that day."""

    person: Person
    assignment: Assignment
    absence: Absence | None

    @property
    def is_absent(self) -> bool:
        return self.absence is not None


@dataclass(frozen=True)
class Coverage:
    """Who covered a neighbourhood on a day. Nobody is an answer, said plainly."""

    neighbourhood: Neighbourhood
    day: date
    selections: tuple[SelectedNeighbourhood, ...]
    workers: tuple[Worker, ...]

    @property
    def zones(self) -> tuple[Zone, ...]:
        return tuple(dict.fromkeys(chosen.zone for chosen in self.selections if chosen.zone is not None))

    @property
    def zone(self) -> Zone | None:
        return self.zones[0] if self.zones else None

    @property
    def is_chosen(self) -> bool:
        """Whether the project worked there that day."""
        return bool(self.selections)

    @property
    def is_covered(self) -> bool:
        """Whether somebody was assigned to it that day, away or not."""
        return bool(self.workers)

    @property
    def present(self) -> tuple[Worker, ...]:
        return tuple(worker for worker in self.workers if not worker.is_absent)

    @property
    def absent(self) -> tuple[Worker, ...]:
        return tuple(worker for worker in self.workers if worker.is_absent)

    @property
    def hosts(self) -> tuple[HostSite, ...]:
        return hosts_of(self.workers)

    @property
    def pairing(self) -> Pairing:
        return Pairing(min(len(self.workers), Pairing.MORE.value))

    @property
    def inferred(self) -> list[str]:
        """The cells of this answer that were deduced, in words."""
        cells = {cell for chosen in self.selections for cell in chosen.inferred}
        cells.update(cell for worker in self.workers for cell in worker.assignment.inferred)
        return cells_said(cells)


@dataclass(frozen=True)
class ZoneDay:
    """A zone on a day: its neighbourhoods, who covers them, where they are hosted.

    Without a zone, the neighbourhoods of one commune that no document puts in any.
    """

    zone: Zone | None
    commune: Commune | None
    places: tuple[Coverage, ...]
    workers: tuple[Worker, ...]

    @property
    def hosts(self) -> tuple[HostSite, ...]:
        return hosts_of(self.workers)

    @property
    def pairing(self) -> Pairing:
        return Pairing(min(len(self.workers), Pairing.MORE.value))

    @property
    def inferred(self) -> list[str]:
        """The cells that were deduced, in words."""
        cells = {cell for place in self.places for chosen in place.selections for cell in chosen.inferred}
        cells.update(cell for worker in self.workers for cell in worker.assignment.inferred)
        return cells_said(cells)


def zone_days(answers: Iterable[Coverage]) -> list[ZoneDay]:
    """The chosen neighbourhoods of a day by zone, in printed order; without a zone, by commune at the end."""
    groups: dict[tuple[Zone | None, Commune | None], list[Coverage]] = defaultdict(list)
    for answer in sorted(answers, key=lambda each: (each.neighbourhood.name, each.neighbourhood.pk)):
        if any(chosen.neighbourhood_id == answer.neighbourhood.pk for chosen in answer.selections):
            groups[answer.zone, None if answer.zone else answer.neighbourhood.main_commune].append(answer)
    order = sorted(groups, key=lambda key: (key[0] is None, key[0].ordinal if key[0] else 0, str(key[1])))
    return [ZoneDay(*key, tuple(groups[key]), groups[key][0].workers) for key in order]


def hosts_of(workers: Iterable[Worker]) -> tuple[HostSite, ...]:
    """Where these colleagues are hosted, each site once."""
    sites = (worker.assignment.host_site for worker in workers)
    return tuple(dict.fromkeys(site for site in sites if site is not None))


def coverage_on(day: date, *, reader: Reader | None = None) -> dict[UUID, Coverage]:
    """The whole map on a day, by neighbourhood, in a number of queries that does not grow.

    With a `reader`, only what they may see counts: a host partner reads zones and the RAQ they host.
    """
    return _coverages(list(Neighbourhood.objects.with_communes()), day, reader, whole_map=True)


def coverage_of(
    places: QuerySet[Neighbourhood], day: date, *, reader: Reader | None = None
) -> dict[UUID, Coverage]:
    """The same answers for some places only: a close map need not ask for the whole city."""
    return _coverages(list(places), day, reader, whole_map=False)


def zone_day(zone: Zone, answers: Iterable[Coverage], day: date, *, reader: Reader | None = None) -> ZoneDay:
    """A zone on a day among these answers; who is assigned to it even when it has no neighbourhood yet."""
    groups = zone_days(answer for answer in answers if zone in answer.zones)
    if groups:
        return ZoneDay(zone, None, groups[0].places, groups[0].workers)
    return ZoneDay(zone, None, (), workers_by_zone(day, reader=reader, zones=[zone]).get(zone.pk, ()))


def covering(neighbourhood: Neighbourhood, day: date, *, reader: Reader | None = None) -> Coverage:
    """Who covered this neighbourhood on that day."""
    return _coverages([neighbourhood], day, reader, whole_map=False)[neighbourhood.pk]


def workers_by_zone(
    day: date, *, reader: Reader | None = None, zones: Iterable[Zone | UUID] | None = None
) -> dict[UUID, tuple[Worker, ...]]:
    """Everyone assigned on that day, by zone, with who is away."""
    assigned = Assignment.objects.standing().on(day).with_names()
    if zones is not None:
        assigned = assigned.filter(zone__in=list(zones))
    away = Absence.objects.standing().on(day).filter(person__in=assigned.values("person"))
    absences = {absence.person_id: absence for absence in _seen(away, reader).order_by("last_day", "id")}
    found: dict[UUID, list[Worker]] = defaultdict(list)
    for row in _seen(assigned, reader).order_by("person__display_name", "id"):
        found[row.zone_id].append(Worker(row.person, row, absences.get(row.person_id)))
    return {zone: tuple(workers) for zone, workers in found.items()}


@dataclass(frozen=True)
class Past:
    """A period in which the project worked in a neighbourhood, and who covered it then."""

    choice: SelectedNeighbourhood
    assignments: tuple[Assignment, ...]


def past_of(neighbourhood: Neighbourhood, *, reader: Reader | None = None) -> list[Past]:
    """Every period of a neighbourhood, newest first: its own, and through the whole it is a part of."""
    wholes = neighbourhood.wholes.values_list("pk", flat=True)
    chosen = SelectedNeighbourhood.objects.standing().filter(neighbourhood__in=[neighbourhood.pk, *wholes])
    seen = _seen(chosen, reader).select_related("zone", "neighbourhood").order_by("-first_day", "id")
    rows = list(seen if reader is None else marked(seen, reader, "may_change"))
    zones = [row.zone_id for row in rows if row.zone_id is not None]
    work = _seen(Assignment.objects.standing().filter(zone__in=zones).with_names(), reader)
    assigned = list(work.order_by("first_day", "person__display_name", "id"))
    return [
        Past(row, tuple(a for a in assigned if a.zone_id == row.zone_id and a.period.overlaps(row.period)))
        for row in rows
    ]


def absences_from(day: date, *, reader: Reader | None = None, people: Any = None) -> QuerySet[Absence]:
    """Days away that hold on that day or later, soonest first; of these people alone (rows or a query)."""
    coming = Absence.objects.standing().overlapping(Period(day)).select_related("person")
    if people is not None:
        coming = coming.filter(person__in=people)
    return _seen(coming, reader).order_by("first_day", "person__display_name", "id")


def zone_of(person: Person, day: date) -> Zone | None:
    """The zone this person covers on that day."""
    assignment = assignment_of(person, day)
    return assignment.zone if assignment else None


def assignment_of(person: Person, day: date) -> Assignment | None:
    """What this person is assigned to on that day."""
    return Assignment.objects.standing().on(day).with_names().filter(person=person).first()


def neighbourhoods_of(zone: Zone, day: date) -> QuerySet[Neighbourhood]:
    """The neighbourhoods chosen in this zone on that day."""
    chosen = SelectedNeighbourhood.objects.standing().on(day).filter(zone=zone)
    return Neighbourhood.objects.filter(pk__in=chosen.values("neighbourhood"))


def _seen(rows: QuerySet[M], reader: Reader | None) -> QuerySet[M]:
    """What the reader may see; the software itself sees everything."""
    return rows if reader is None else visible(rows, reader)


def _coverages(
    places: list[Neighbourhood], day: date, reader: Reader | None, *, whole_map: bool
) -> dict[UUID, Coverage]:
    related = _composition()
    chosen = SelectedNeighbourhood.objects.standing().on(day).select_related("zone", "neighbourhood")
    if not whole_map:
        around = {place.pk for place in places}
        chosen = chosen.filter(neighbourhood__in=around.union(*(related[pk] for pk in around)))
    by_place = {row.neighbourhood_id: row for row in _seen(chosen, reader)}
    workers = workers_by_zone(
        day, reader=reader, zones={row.zone_id for row in by_place.values() if row.zone_id}
    )
    return {place.pk: _answer(place, day, by_place, related[place.pk], workers) for place in places}


def _answer(
    place: Neighbourhood,
    day: date,
    by_place: dict[UUID, SelectedNeighbourhood],
    related: list[UUID],
    workers: dict[UUID, tuple[Worker, ...]],
) -> Coverage:
    """A place's own choice speaks first; else the wholes it belongs to and the parts it is made of."""
    keys = [place.pk] if place.pk in by_place else [key for key in related if key in by_place]
    chosen = tuple(sorted((by_place[key] for key in keys), key=_by_zone))
    zones = dict.fromkeys(row.zone_id for row in chosen if row.zone_id is not None)
    return Coverage(place, day, chosen, tuple(worker for zone in zones for worker in workers.get(zone, ())))


def _by_zone(row: SelectedNeighbourhood) -> tuple[int, str]:
    return (row.zone.ordinal if row.zone else 0, row.neighbourhood.name_fr)


def _composition() -> dict[UUID, list[UUID]]:
    """For each place, the wholes it is a part of and the parts it is made of."""
    related: dict[UUID, list[UUID]] = defaultdict(list)
    for link in Neighbourhood.parts.through._default_manager.values_list(
        "from_neighbourhood_id", "to_neighbourhood_id"
    ):
        whole, part = link
        related[whole].append(part)
        related[part].append(whole)
    return related
