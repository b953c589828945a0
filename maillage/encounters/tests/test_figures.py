"""C1 to C5 count a note the same minute, and nobody reads a row through them (D7, P3; U-RE-14)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from maillage.encounters import operations
from maillage.encounters.tests.conftest import noted, term
from maillage.figures.tables import Asked, Table, axis_of, tabulate
from maillage.kit import clock
from maillage.kit.measures import measure_named
from maillage.kit.periods import Period
from maillage.people.models import Person
from maillage.territory.models import Assignment, Neighbourhood

pytestmark = pytest.mark.django_db


def ask(reader: Any, code: str, *axes: str, **how: Any) -> Table:
    measure, today = measure_named(code), clock.today()
    named = tuple(axis_of(measure, axis) for axis in axes) or (measure.usual,)
    return tabulate(Asked(measure, named, Period(today.replace(month=1, day=1), today), reader, today, **how))


def told(table: Table) -> dict[str, int]:
    return {line.answer.code or line.answer.key: line.total for line in table.lines}


def test_the_five_charts_count_what_was_just_noted(mirabelle: Person, saule: Person) -> None:
    """Base, missing values, several answers: a listening-only note counts everywhere but among themes."""
    noted(mirabelle)
    row = noted(
        mirabelle,
        meeting_place=term("meeting_place", "street"),
        themes=[term("theme", "housing"), term("theme", "energy")],
        actions_done=[term("action_done", "inform"), term("action_done", "listen")],
        initiator=term("initiator", "raq"),
        right_1=term("right_lacking", "income"),
        why_1=[term("non_take_up", "not_known")],
        right_2=term("right_lacking", "housing"),
        why_2=[term("non_take_up", "not_known")],
        language="ar",
    )
    themes = ask(saule, "C3")
    assert told(themes) == {"housing": 1, "energy": 1, "missing": 1}
    assert (themes.total, themes.base, themes.several) == (2, 1, True)
    assert told(ask(saule, "C4")) == {"inform": 1, "listen": 2}
    assert told(ask(saule, "C2")) == {"street": 1, "missing": 1}
    assert told(ask(saule, "C1")) == {"raq": 1}
    assert told(ask(saule, "C5")) == {"not_known": 1}
    assert told(ask(saule, "R8f-rights")) == {"income": 1, "housing": 1}
    assert ask(saule, "R8-languages").base == 1
    operations.withdraw_meeting(by=mirabelle, meeting=row)
    assert told(ask(saule, "C4")) == {"listen": 1}


def test_a_correction_counts_once(mirabelle: Person, coquelicot: Person) -> None:
    row = noted(mirabelle, themes=[term("theme", "housing")])
    corrected = operations.Noted({"happened_on": clock.today()}, {"themes": [row.themes.get()]})
    operations.correct_meeting(by=mirabelle, meeting=row, noted=corrected)
    assert told(ask(coquelicot, "C3")) == {"housing": 1}


def test_p3_a_zone_of_one_worker_does_not_show_alone(
    mirabelle: Person, romarin: Person, place: Neighbourhood, coquelicot: Person
) -> None:
    noted(mirabelle, neighbourhood=str(place.pk))
    assert not ask(coquelicot, "C4", "zone").puts_together
    Assignment.objects.filter(person=romarin).delete()
    assert ask(coquelicot, "C4", "zone").puts_together
    assert ask(coquelicot, "C4", "neighbourhood").puts_together
    assert not ask(mirabelle, "C4", "zone", mine=True).puts_together


def test_administration_hosts_and_operators_count_nothing(
    noisetier: Person, orme: Person, erable: Person
) -> None:
    for reader in (noisetier, orme, erable):
        with pytest.raises(PermissionDenied):
            ask(reader, "C3")
