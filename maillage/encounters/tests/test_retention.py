"""What is noted of people grows coarser: sealed words go, then days and places (D23)."""

from datetime import date

import pytest

from maillage.encounters import retention
from maillage.encounters.models import Intervention, NonTakeUp, SealedNote
from maillage.encounters.operations import Lack, Noted, correct_meeting, withdraw_meeting
from maillage.encounters.tests.conftest import noted, term
from maillage.kit.models import HistoryEntry
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person
from maillage.territory.models import Neighbourhood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def test_after_two_years_the_month_and_zone_are_left_and_the_answers(
    mirabelle: Person, romarin: Person, place: Neighbourhood
) -> None:
    """D23: written anew under another number, so that no line of the history leads to it."""
    old = noted(
        mirabelle,
        happened_on="2024-10-17",
        neighbourhood=str(place.pk),
        themes=[term("theme", "housing")],
        colleagues=[str(romarin.pk)],
    )
    lack = Lack(shipped_term("right_lacking", "income"), (shipped_term("non_take_up", "not_known"),))
    said = Noted(
        {"happened_on": date(2024, 10, 18), "neighbourhood": place, "lacks_help": "yes"},
        {"themes": list(old.themes.all()), "colleagues": [romarin]},
        (lack,),
    )
    correct_meeting(by=mirabelle, meeting=old, noted=said)
    mistake = noted(mirabelle, happened_on="2024-10-17")
    withdraw_meeting(by=mirabelle, meeting=mistake)
    young = noted(mirabelle, happened_on="2024-11-01")
    assert retention.due(TODAY).rows == 2
    assert retention.carry_out(TODAY) == (0, 2)
    row = Intervention.objects.exclude(pk=young.pk).get()
    assert (row.happened_on, row.is_coarse, row.neighbourhood, row.commune) == (
        date(2024, 10, 1),
        True,
        None,
        None,
    )
    assert row.zone_id == old.zone_id
    assert (row.themes.count(), row.colleagues.count()) == (1, 0)
    assert [form.code for form in NonTakeUp.objects.get().forms.all()] == ["not_known"]
    assert not HistoryEntry.objects.filter(subject_id=str(row.pk)).exists()
    assert retention.carry_out(TODAY) == (0, 0)


def test_a_sealed_word_goes_after_six_months(mirabelle: Person) -> None:
    for written_on in (date(2026, 4, 30), date(2026, 5, 1)):
        SealedNote.objects.create(
            intervention=noted(mirabelle), author=mirabelle, sealed=b"M", written_on=written_on
        )
    assert retention.due(TODAY).notes == 1
    assert retention.carry_out(TODAY) == (1, 0)
    assert SealedNote.objects.get().written_on == date(2026, 5, 1)
