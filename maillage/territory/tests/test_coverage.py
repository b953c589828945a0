"""« Who covered this place on that day »: one answer, equal to reading row by row (U-CO-02, U-RAQ-47)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.kit.testing import at_most
from maillage.people.models import Person
from maillage.territory import coverage
from maillage.territory.coverage import Pairing, covering
from maillage.territory.models import Absence, Assignment, Neighbourhood, SelectedNeighbourhood, Zone
from maillage.territory.tests.conftest import A_DAY, MAY_2021, place, zone

DAYS = st.integers(0, 12)
PERIODS = st.tuples(DAYS, st.none() | DAYS).filter(lambda p: p[1] is None or p[0] <= p[1])
DAY_0 = date(2026, 2, 1)


def _day(number: int | None) -> date | None:
    return None if number is None else DAY_0 + timedelta(days=number)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 1), PERIODS), max_size=6),
    work=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), PERIODS, st.booleans()), max_size=7),
    away=st.lists(st.tuples(st.integers(0, 3), PERIODS), max_size=3),
    number=DAYS,
)
def test_the_map_equals_reading_every_row(
    chosen: list[tuple[int, int | None, tuple[int, int | None]]],
    work: list[tuple[int, int, tuple[int, int | None], bool]],
    away: list[tuple[int, tuple[int, int | None]]],
    number: int,
) -> None:
    for model in (Absence, Assignment, SelectedNeighbourhood, Zone, Neighbourhood, Person):
        model._default_manager.all().delete()
    places = [Neighbourhood.objects.create(name_fr=f"N{i}") for i in range(4)]
    places[3].parts.set(places[1:3])
    zones = [Zone.objects.create(ordinal=i, code=f"Zone {i}") for i in range(2)]
    people = [Person.objects.create(display_name=f"P{i}", password="!") for i in range(4)]
    rows = _without_overlap(
        [
            SelectedNeighbourhood(
                neighbourhood=places[p], zone=None if z is None else zones[z], **_dated(when)
            )
            for p, z, when in chosen
        ],
        "neighbourhood",
    )
    SelectedNeighbourhood.objects.bulk_create(rows)
    assigned = [Assignment(person=people[p], zone=zones[z], **_dated(when)) for p, z, when, _w in work]
    for row, (_p, _z, _when, withdrawn) in zip(assigned, work, strict=True):
        row.withdrawn_at = "2026-01-01T00:00Z" if withdrawn else None  # type: ignore[assignment]
    assigned = _without_overlap(assigned, "person")
    Assignment.objects.bulk_create(assigned)
    absences = _without_overlap([Absence(person=people[p], **_dated(when)) for p, when in away], "person")
    Absence.objects.bulk_create(absences)

    day = DAY_0 + timedelta(days=number)
    answers = coverage.coverage_on(day)
    for spot in places:
        names = _naive(spot, places, rows, assigned, day)
        gone = {row.person.display_name for row in absences if day in row.period}
        answer = answers[spot.pk]
        assert {worker.person.display_name for worker in answer.workers} == names
        assert {worker.person.display_name for worker in answer.absent} == names & gone
        assert answer.pairing.value == min(len(names), 4)
        alone = covering(spot, day)
        assert (alone.selections, alone.workers) == (answer.selections, answer.workers)


def _dated(when: tuple[int, int | None]) -> dict[str, date | None]:
    return {"first_day": _day(when[0]), "last_day": _day(when[1])}


def _without_overlap(rows: list, key: str) -> list:  # type: ignore[type-arg]
    kept: list = []  # type: ignore[type-arg]
    for row in rows:
        others = [k for k in kept if getattr(k, key) == getattr(row, key)]
        if not any(row.period.overlaps(k.period) for k in others):
            kept.append(row)
    return kept


def _naive(
    spot: Neighbourhood,
    places: list[Neighbourhood],
    rows: list[SelectedNeighbourhood],
    assigned: list[Assignment],
    day: date,
) -> set[str]:
    """Row by row: its own choice; else that of « Cureghem » around it, or of the parts it is made of."""

    def zones_of(some: list[Neighbourhood]) -> list[Zone | None]:
        return [row.zone for row in rows if row.neighbourhood in some and day in row.period]

    related = {places[3]: places[1:3], places[1]: [places[3]], places[2]: [places[3]]}
    found = zones_of([spot]) or zones_of(related.get(spot, []))
    return {
        row.person.display_name
        for row in assigned
        if row.zone in found and day in row.period and row.withdrawn_at is None
    }


def test_nobody_is_an_answer(facts: None) -> None:
    answer = covering(place("Marolles"), MAY_2021)
    assert (answer.is_chosen, answer.is_covered, answer.pairing) == (False, False, Pairing.NOBODY)
    assert str(answer.pairing.label)


def test_a_colleague_away_still_covers_the_zone_and_is_said_to_be_away(
    zone_05: Zone, romarin: Person
) -> None:
    Absence.objects.create(person=romarin, first_day=A_DAY, last_day=A_DAY)
    answer = covering(place("Colignon"), A_DAY)
    assert [worker.person.display_name for worker in answer.present] == ["Mirabelle"]
    assert [worker.person.display_name for worker in answer.absent] == ["Romarin"]
    assert answer.pairing is Pairing.PAIR
    assert not covering(place("Colignon"), A_DAY + timedelta(days=1)).absent


def test_my_zone_is_the_whole_zone_even_where_my_row_names_one_neighbourhood(
    zone_05: Zone, mirabelle: Person
) -> None:
    Assignment.objects.filter(person=mirabelle).update(neighbourhood=place("Colignon"))
    mine = coverage.zone_of(mirabelle, A_DAY)
    assert mine == zone_05
    chosen = coverage.neighbourhoods_of(zone_05, A_DAY)
    assert [str(row) for row in chosen.order_by("name_fr")] == ["Colignon", "Quartier Brabant"]
    assert coverage.zone_of(mirabelle, date(2025, 1, 1)) is None


def test_a_host_partner_reads_only_the_raq_they_host(zone_05: Zone, orme: Person, mirabelle: Person) -> None:
    from maillage.territory.models import HostContact, HostOrganisation

    HostContact.objects.create(
        person=orme, organisation=HostOrganisation.objects.get(name="MM Neptune"), first_day=date(2021, 1, 1)
    )
    answer = covering(place("Colignon"), A_DAY, reader=orme)
    assert [worker.person for worker in answer.workers] == [mirabelle]
    assert answer.zone == zone_05


def test_the_whole_map_costs_the_same_for_two_zones_as_for_ten(facts: None) -> None:
    with at_most(7):
        answers = coverage.coverage_on(MAY_2021)
        assert all(str(answer.neighbourhood.main_commune) for answer in answers.values())
        assert all(site.organisation.name for answer in answers.values() for site in answer.hosts)


def test_zone_12_holds_its_five_neighbourhoods_on_paper(facts: None) -> None:
    assert len(coverage.neighbourhoods_of(zone("12"), MAY_2021)) == 5
