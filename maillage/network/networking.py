"""« Où en est le maillage »: contacts, outcomes and refusals by place, and what was never followed (U-CO-16).

Both bases of the report stay apart: actors, and contacts. No worker is named, counted or compared (P3).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from maillage.kit.periods import Period
from maillage.kit.policy import Reader, visible
from maillage.kit.terms import Term
from maillage.network import shelter
from maillage.network.models import Actor, Contact, Site
from maillage.network.models.contacts import PROJECT_BEGAN
from maillage.territory.behind import of_neighbourhoods
from maillage.territory.coverage import coverage_on
from maillage.territory.models import Zone

#: The shipped outcomes as the report puts them together; a term the team added counts as « autre ».
KINDS = {
    "simple_meeting": "met",
    "information": "met",
    "no_answer": "silence",
    "refusal": "refusal",
    "collective": "collaboration",
    "awareness": "collaboration",
    "community": "collaboration",
    "mutual_referral": "collaboration",
}
STOPPED_AT = "simple_meeting"
Place = UUID | None
Placed = QuerySet[Any]  # contacts or actors, each with its `place`


@dataclass(frozen=True)
class Figures:
    """What is counted of some places."""

    actors: int
    untouched: int
    contacted: int
    contacts: int
    outcomes: Counter[UUID]
    reasons: Counter[UUID]
    kinds: Counter[str]

    def of(self, kind: str) -> int:
        return self.kinds[kind]

    @property
    def met(self) -> int:
        return self.kinds["met"]

    @property
    def collaboration(self) -> int:
        return self.kinds["collaboration"]

    @property
    def silence(self) -> int:
        return self.kinds["silence"]

    @property
    def refusal(self) -> int:
        return self.kinds["refusal"]

    @property
    def other(self) -> int:
        return self.kinds["other"]


@dataclass(frozen=True)
class Row:
    """One line of the table: a place, or several that stand together, and their figures."""

    group: shelter.Group
    figures: Figures

    @property
    def name(self) -> str:
        return names_of(self.group)

    @property
    def zones(self) -> str:
        return ", ".join(dict.fromkeys(str(cell.zone) for cell in self.group if cell.zone))


def names_of(group: Iterable[shelter.Cell]) -> str:
    """The neighbourhoods of a line, in words."""
    return ", ".join(cell.place.name if cell.place else _("elsewhere") for cell in group)


@dataclass(frozen=True)
class Networking:
    """The state of networking for one reader and one period."""

    rows: list[Row]
    total: Figures
    outcomes: list[tuple[Term, int]]
    reasons: list[tuple[Term, int]]
    places: frozenset[Place]


# --- Counting -----------------------------------------------------------------------------------------------


def main_place(actor: str) -> Subquery:
    """The neighbourhood of an actor: of its first address that has one."""
    sites = Site.objects.filter(actor=OuterRef(actor), withdrawn_at=None, neighbourhood__isnull=False)
    first = sites.order_by("name", "street", "pk").values("neighbourhood")[:1]
    return Subquery(first, output_field=UUIDField())


def _contacts(period: Period, reader: Reader) -> Placed:
    made = Contact.objects.standing().filter(
        happened_on__gte=period.first_day,
        happened_on__lte=period.last_day or date.max,
        sheet__actor__withdrawn_at=None,
        sheet__actor__merged_into=None,
    )
    return visible(made, reader, "may_sum").annotate(place=main_place("sheet__actor")).order_by()


def standing_actors(reader: Reader) -> Placed:
    """Actors with their place, and whether any of us ever contacted them."""
    ever = Contact.objects.standing().filter(sheet__actor=OuterRef("pk"))
    return visible(Actor.objects.standing(), reader).annotate(place=main_place("pk"), touched=Exists(ever))


class _Counts:
    """Everything counted by place, in five questions to the database."""

    def __init__(self, period: Period, reader: Reader, known: set[UUID]) -> None:
        self._known = known
        contacts, actors = _contacts(period, reader), standing_actors(reader).order_by()
        self.makers: dict[Place, set[UUID]] = defaultdict(set)
        self.outcomes: dict[Place, Counter[UUID]] = defaultdict(Counter)
        made = contacts.values_list("place", "sheet__person", "outcome").annotate(n=Count("pk"))
        for place, person, outcome, number in made:
            self.makers[self._at(place)].add(person)
            self.outcomes[self._at(place)][outcome] += number
        self.reasons: dict[Place, Counter[UUID]] = defaultdict(Counter)
        refused = contacts.filter(refusal_reasons__isnull=False)
        for place, reason, number in refused.values_list("place", "refusal_reasons").annotate(n=Count("pk")):
            self.reasons[self._at(place)][reason] += number
        contacted = contacts.values_list("place").annotate(n=Count("sheet__actor", distinct=True))
        self.contacted = self._by_place(contacted)
        self.actors = self._by_place(actors.values_list("place").annotate(n=Count("pk")))
        self.untouched = self._by_place(
            actors.filter(touched=False).values_list("place").annotate(n=Count("pk"))
        )
        used = {key for counter in (*self.outcomes.values(), *self.reasons.values()) for key in counter}
        self.terms = Term.objects.in_bulk(used)

    def _at(self, place: Place) -> Place:
        """A chosen neighbourhood, else elsewhere."""
        return place if place in self._known else None

    def _by_place(self, rows: Iterable[Any]) -> Counter[Place]:
        counted: Counter[Place] = Counter()
        for place, number in rows:
            counted[self._at(place)] += number
        return counted

    def of(self, places: Iterable[Place]) -> Figures:
        """The figures of these places together."""
        places = list(places)
        outcomes = sum((self.outcomes[place] for place in places), Counter[UUID]())
        kinds: Counter[str] = Counter()
        for key, number in outcomes.items():
            kinds[KINDS.get(self.terms[key].code, "other")] += number
        return Figures(
            actors=sum(self.actors[place] for place in places),
            untouched=sum(self.untouched[place] for place in places),
            contacted=sum(self.contacted[place] for place in places),
            contacts=outcomes.total(),
            outcomes=outcomes,
            reasons=sum((self.reasons[place] for place in places), Counter[UUID]()),
            kinds=kinds,
        )

    def in_order(self, counted: Counter[UUID]) -> list[tuple[Term, int]]:
        """Terms in the order of their list, never by size."""
        return [
            (term, counted[term.pk]) for term in sorted(self.terms.values(), key=_order) if counted[term.pk]
        ]


def _order(term: Term) -> tuple[int, str]:
    return (term.position, term.code)


# --- For its readers ----------------------------------------------------------------------------------------


def _cells(period: Period, day: date, reader: Reader) -> tuple[list[shelter.Cell], _Counts]:
    chosen = [answer for answer in coverage_on(day).values() if answer.is_chosen]
    chosen.sort(key=lambda each: (each.zone.ordinal if each.zone else 999, each.neighbourhood.name))
    counts = _Counts(period, reader, {answer.neighbourhood.pk for answer in chosen})
    spans = of_neighbourhoods(period)
    cells = [
        shelter.cell_of(answer, spans, frozenset(counts.makers[answer.neighbourhood.pk]))
        for answer in chosen
        if answer.neighbourhood.pk in {row.neighbourhood_id for row in answer.selections}
        or counts.makers[answer.neighbourhood.pk]
        or counts.actors[answer.neighbourhood.pk]
    ]
    return [*cells, shelter.elsewhere(frozenset(counts.makers[None]))], counts


def _keys(group: Iterable[shelter.Cell]) -> list[Place]:
    return [cell.place.pk if cell.place else None for cell in group]


def _state(groups: list[shelter.Group], counts: _Counts) -> Networking:
    rows = [Row(group, counts.of(_keys(group))) for group in groups]
    places = [key for group in groups for key in _keys(group)]
    total = counts.of(places)
    return Networking(
        rows=[row for row in rows if row.figures.actors or row.group[0].place],
        total=total,
        outcomes=counts.in_order(total.outcomes),
        reasons=counts.in_order(total.reasons),
        places=frozenset(places),
    )


def in_zone(zone: Zone, period: Period, day: date, reader: Reader) -> Networking:
    """For a RAQ: their own zone, neighbourhood by neighbourhood; it is their pair's own work."""
    cells, counts = _cells(period, day, reader)
    return _state([(cell,) for cell in cells if cell.zone == zone], counts)


def everywhere(period: Period, day: date, reader: Reader) -> Networking:
    """For coordination and research: every place, merged until two RAQs stand behind each line."""
    cells, counts = _cells(period, day, reader)
    return _state(shelter.merged(cells), counts)


def around(zones: Iterable[Zone], period: Period, day: date, reader: Reader) -> Networking:
    """For a host: the places of these zones, with the neighbours they are merged with."""
    wanted = set(zones)
    cells, counts = _cells(period, day, reader)
    groups = shelter.merged(cells)
    return _state([group for group in groups if any(cell.zone in wanted for cell in group)], counts)


# --- What waits -------------------------------------------------------------------------------------------


def _among(actors: Placed, places: frozenset[Place] | None) -> Placed:
    return actors if places is None else actors.filter(place__in=[key for key in places if key])


def untouched(reader: Reader, places: frozenset[Place] | None) -> Placed:
    """Actors none of us ever contacted; `places` restricts them, None does not."""
    return _among(standing_actors(reader), places).filter(touched=False).order_by("name_fr", "id")


def stopped(reader: Reader, places: frozenset[Place] | None, before: date) -> Placed:
    """Actors whose last contact, with any of us, was a simple meeting before that day; longest ago first."""
    last = Contact.objects.standing().filter(sheet__actor=OuterRef("pk"))
    last = last.order_by("-happened_on", "-recorded_at", "id")
    actors: Placed = _among(standing_actors(reader), places).annotate(
        last_outcome=Subquery(last.values("outcome__code")[:1]),
        last_on=Subquery(last.values("happened_on")[:1]),
    )
    still: Placed = actors.filter(last_outcome=STOPPED_AT, last_on__lt=before)
    return still.order_by("last_on", "name_fr", "id")


# --- Periods ------------------------------------------------------------------------------------------------


def closed_quarters(day: date, number: int = 4) -> list[Period]:
    """The last civil quarters that are over, newest first."""
    year, quarter = day.year, (day.month - 1) // 3 + 1
    found = []
    for _step in range(number):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        found.append(Period.quarter(year, quarter))
    return found


def periods_on(day: date, *, running: bool) -> dict[str, tuple[str, Period]]:
    """The periods one may ask, by key: four closed quarters, each of them, and for the team up to today."""
    quarters = closed_quarters(day)
    asked: dict[str, tuple[str, Period]] = {}
    if running:
        asked["all"] = (_("since the project began"), Period(PROJECT_BEGAN, day))
        asked["year"] = (_("these twelve months"), Period(day - timedelta(days=364), day))
    whole = Period(quarters[-1].first_day, quarters[0].last_day)
    asked["quarters"] = (_("the last four quarters"), whole)
    for one in quarters:
        number = (one.first_day.month + 2) // 3
        words = _("quarter %(n)d of %(year)d") % {"n": number, "year": one.first_day.year}
        asked[f"{one.first_day.year}-{number}"] = (words, one)
    return asked
