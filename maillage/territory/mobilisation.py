"""Who can come to a call: by half-day, by zone, by language sought. Nobody else is named (P3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.kit import clock
from maillage.kit.policy import visible
from maillage.people.languages import SPOKEN
from maillage.people.models import Person, SpokenLanguage
from maillage.territory.coverage import workers_by_zone
from maillage.territory.models import CallAnswer, MobilisationCall, Zone
from maillage.territory.models.calls import Availability, Half, half_key


@dataclass(frozen=True)
class DayOfCall:
    """A day of the call: who can come in the morning, and in the afternoon."""

    day: date
    halves: tuple[tuple[Person, ...], ...]


@dataclass(frozen=True)
class Board:
    """What coordination sees of the answers to a call: who can come; of the others a number, no name."""

    days: tuple[DayOfCall, ...]
    zones: tuple[tuple[Zone | None, tuple[Person, ...]], ...]
    speakers: tuple[tuple[str, tuple[Person, ...]], ...]
    not_this_time: int
    not_yet: int


def board_of(call: MobilisationCall, reader: Person) -> Board:
    """The answers to a call as this reader may see them."""
    rows = CallAnswer.objects.filter(call=call).select_related("person")
    coming = visible(rows.filter(availability=Availability.CAN), reader)
    answers = list(coming.order_by("person__display_name", "id"))
    others = list(visible(rows, reader, "may_count").values_list("availability", flat=True))
    people = [answer.person for answer in answers]
    return Board(
        days=tuple(_day(day, answers) for day in call.days),
        zones=_by_zone(call, people, reader),
        speakers=_by_language(call, people, reader),
        not_this_time=others.count(Availability.NOT_THIS_TIME),
        not_yet=others.count(Availability.NOT_YET),
    )


def _day(day: date, answers: Iterable[CallAnswer]) -> DayOfCall:
    coming = [
        tuple(answer.person for answer in answers if half_key(day, half) in answer.halves) for half in Half
    ]
    return DayOfCall(day, tuple(coming))


def _by_zone(
    call: MobilisationCall, people: list[Person], reader: Person
) -> tuple[tuple[Zone | None, tuple[Person, ...]], ...]:
    """Those who can come, under the zone they cover when the call runs, in printed order."""
    day = max(call.first_day, min(clock.today(), call.last_day or call.first_day))
    zone_of: dict[UUID, Zone] = {}
    for workers in workers_by_zone(day, reader=reader).values():
        zone_of.update({worker.person.pk: worker.assignment.zone for worker in workers})
    groups: dict[Zone | None, list[Person]] = defaultdict(list)
    for person in people:
        groups[zone_of.get(person.pk)].append(person)
    order = sorted(groups, key=lambda zone: (zone is None, zone.ordinal if zone else 0))
    return tuple((zone, tuple(groups[zone])) for zone in order)


def _by_language(
    call: MobilisationCall, people: list[Person], reader: Person
) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    """For each language sought, who speaks it among those who can come, as far as each shows it."""
    shown = {person.pk: person for person in people if person.shows_languages}
    rows = visible(SpokenLanguage.objects.filter(person__in=shown, code__in=call.languages), reader)
    spoken: dict[str, set[UUID]] = defaultdict(set)
    for row in rows.order_by("code"):
        spoken[row.code].add(row.person_id)
    return tuple(
        (str(SPOKEN[code]), tuple(person for pk, person in shown.items() if pk in spoken[code]))
        for code in call.languages
        if code in SPOKEN
    )
