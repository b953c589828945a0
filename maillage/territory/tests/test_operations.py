"""What coordination does to the territory: one clear sentence when refused, and then nothing half-written."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import shipped_term
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.people.models import Person
from maillage.territory import operations
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.tests.conftest import A_DAY, START, place, zone


def _last_entry() -> HistoryEntry:
    entry = HistoryEntry.objects.order_by("id").last()
    assert entry is not None
    return entry


def _refused(verb: Callable[..., Any], **given: Any) -> RefusedError:
    """The refusal, after checking that it left nothing behind."""
    counted = [Assignment, SelectedNeighbourhood, Absence, Neighbourhood, HistoryEntry]
    before = [model._default_manager.count() for model in counted]
    with pytest.raises(RefusedError) as refused:
        verb(**given)
    assert [model._default_manager.count() for model in counted] == before
    return refused.value


def test_an_assignment_opens_and_history_tells_it_once(
    zone_05: Zone, coquelicot: Person, saule: Person
) -> None:
    before = HistoryEntry.objects.count()
    row = operations.open_assignment(
        by=coquelicot, values={"person": saule, "zone": zone_05, "first_day": A_DAY}
    )
    entry = _last_entry()
    assert HistoryEntry.objects.count() == before + 1
    assert (entry.verb, entry.by, entry.subject_id) == (
        "territory.assignment.opened",
        coquelicot,
        str(row.pk),
    )


def test_an_overlapping_assignment_is_refused_in_one_sentence(
    zone_05: Zone, coquelicot: Person, mirabelle: Person
) -> None:
    refusal = _refused(
        operations.open_assignment,
        by=coquelicot,
        values={"person": mirabelle, "zone": zone("07"), "first_day": A_DAY},
    )
    assert "Mirabelle" in str(refusal)
    assert "Zone 05" in str(refusal)
    assert refusal.field == "first_day"


def test_the_day_after_the_end_is_free(zone_05: Zone, coquelicot: Person, mirabelle: Person) -> None:
    old = Assignment.objects.get(person=mirabelle)
    operations.end_assignment(by=coquelicot, assignment=old, last_day=A_DAY)
    new = operations.open_assignment(
        by=coquelicot,
        values={"person": mirabelle, "zone": zone("07"), "first_day": A_DAY + timedelta(days=1)},
    )
    assert new.zone == zone("07")
    refusal = _refused(operations.end_assignment, by=coquelicot, assignment=_again(old), last_day=None)
    assert "Zone 07" in str(refusal)


def test_an_end_before_the_start_is_refused(zone_05: Zone, coquelicot: Person, mirabelle: Person) -> None:
    row = Assignment.objects.get(person=mirabelle)
    refusal = _refused(
        operations.end_assignment, by=coquelicot, assignment=row, last_day=START - timedelta(days=1)
    )
    assert str(refusal)
    assert _again(row).last_day is None


def test_a_withdrawn_assignment_frees_the_days_and_comes_back(
    zone_05: Zone, coquelicot: Person, mirabelle: Person
) -> None:
    row = operations.withdraw_assignment(by=coquelicot, assignment=Assignment.objects.get(person=mirabelle))
    assert not Assignment.objects.standing().filter(person=mirabelle).exists()
    row = operations.restore_assignment(by=coquelicot, assignment=row)
    assert Assignment.objects.standing().get(person=mirabelle) == row
    operations.withdraw_assignment(by=coquelicot, assignment=row)
    operations.open_assignment(
        by=coquelicot, values={"person": mirabelle, "zone": zone("07"), "first_day": A_DAY}
    )
    _refused(operations.restore_assignment, by=coquelicot, assignment=_again(row))


def test_f33_a_stale_save_is_refused_and_the_first_save_stays(
    zone_05: Zone, coquelicot: Person, mirabelle: Person
) -> None:
    seen_by_one = Assignment.objects.get(person=mirabelle)
    seen_by_two = _again(seen_by_one)
    operations.end_assignment(by=coquelicot, assignment=seen_by_one, last_day=A_DAY)
    _refused(operations.change_assignment, by=coquelicot, assignment=seen_by_two, values={"zone": zone("07")})
    kept = _again(seen_by_one)
    assert (kept.last_day, kept.zone, kept.version) == (A_DAY, zone_05, 2)


def test_a_neighbourhood_is_chosen_once_at_a_time(zone_05: Zone, coquelicot: Person) -> None:
    refusal = _refused(
        operations.choose_neighbourhood,
        by=coquelicot,
        values={"neighbourhood": place("Colignon"), "zone": zone("06"), "first_day": A_DAY},
    )
    assert "Colignon" in str(refusal)
    choice = SelectedNeighbourhood.objects.get(neighbourhood=place("Colignon"), first_day=START)
    operations.change_choice(by=coquelicot, choice=choice, values={"last_day": A_DAY})
    changes = json.loads(_last_entry().details)["changes"]
    assert changes == {"last_day": [None, A_DAY.isoformat()]}
    operations.withdraw_choice(by=coquelicot, choice=_again(choice))
    operations.restore_choice(by=coquelicot, choice=_again(choice))


def test_a_neighbourhood_keeps_its_names_and_shares(facts: None, coquelicot: Person) -> None:
    evere, schaerbeek = Commune.objects.get(name_fr="Evere"), Commune.objects.get(name_fr="Schaerbeek")
    row = operations.add_neighbourhood(
        by=coquelicot,
        values={"name_fr": "Terdelt Est", "name_nl": "Terdelt Oost"},
        aliases=["Cité Terdelt", " "],
        shares=[(evere, 20.0), (schaerbeek, 80.0)],
    )
    assert str(row.main_commune) == "Schaerbeek"
    operations.change_neighbourhood(
        by=coquelicot, neighbourhood=row, values={}, aliases=["Terdeltwijk"], shares=[(schaerbeek, 100.0)]
    )
    changes = json.loads(_last_entry().details)["changes"]
    assert changes["aliases"] == ["Cité Terdelt", "Terdeltwijk"]
    assert changes["shares"] == ["Schaerbeek 80 %, Evere 20 %", "Schaerbeek 100 %"]
    refusal = _refused(
        operations.add_neighbourhood,
        by=coquelicot,
        values={"name_fr": "Trop"},
        shares=[(evere, 60.0), (schaerbeek, 60.0)],
    )
    assert refusal.field == "shares"


def test_the_source_of_an_alias_survives_when_it_is_kept(facts: None, coquelicot: Person) -> None:
    commune = Commune.objects.get(nis="21012")
    commune.aliases.update(source="A1")
    operations.change_commune(by=coquelicot, commune=commune, aliases=["Molenbeek", "Meulebeik"])
    assert {(row.name, row.source) for row in commune.aliases.all()} == {
        ("Molenbeek", "A1"),
        ("Meulebeik", ""),
    }


def test_zones_hosts_sites_contacts_and_funding(facts: None, coquelicot: Person, orme: Person) -> None:
    new = operations.add_zone(by=coquelicot, values={"ordinal": 11, "code": "Zone 18"})
    assert str(operations.change_zone(by=coquelicot, zone=new, values={"name": "Est"})) == "Zone 18 · Est"
    assert "code" in str(
        _refused(operations.add_zone, by=coquelicot, values={"ordinal": 12, "code": "Zone 05"}).field
    )
    host = operations.add_host(by=coquelicot, values={"name": "Maison Hêtre"}, aliases=["Le Hêtre"])
    centre = shipped_term("host_kind", "medical_centre")
    operations.change_host(by=coquelicot, host=host, values={"kind": centre}, aliases=[])
    site = operations.add_site(by=coquelicot, values={"organisation": host, "name": "Maison Hêtre"})
    assert operations.change_site(by=coquelicot, site=site, values={"desk": "lundi"}).version == 2
    contact = operations.add_contact(
        by=coquelicot, values={"person": orme, "organisation": host, "first_day": START}
    )
    operations.end_contact(by=coquelicot, contact=contact, last_day=A_DAY)
    assert HostContact.objects.get().last_day == A_DAY
    paid = operations.add_funding(by=coquelicot, values={"label": "2026", "first_day": date(2026, 1, 1)})
    operations.change_funding(by=coquelicot, funding=paid, values={"funder": "COCOM"})
    assert FundingPeriod.objects.get(label="2026").funder == "COCOM"
    assert HostOrganisation.objects.get(name="Maison Hêtre").kind == centre


def test_an_absence_is_days_and_nothing_else(zone_05: Zone, mirabelle: Person) -> None:
    assert {field.name for field in Absence._meta.concrete_fields} == {
        "id", "version", "person", "first_day", "last_day", "withdrawn_at",
    }  # fmt: skip
    row = operations.note_absence(by=mirabelle, person=mirabelle, first_day=A_DAY, last_day=A_DAY)
    assert "2026" not in _last_entry().details
    refusal = _refused(
        operations.note_absence, by=mirabelle, person=mirabelle, first_day=START, last_day=None
    )
    assert refusal.field == "first_day"
    row = operations.change_absence(by=mirabelle, absence=row, first_day=START, last_day=A_DAY)
    assert json.loads(_last_entry().details)["changes"] == {"first_day": None}
    operations.withdraw_absence(by=mirabelle, absence=row)
    operations.restore_absence(by=mirabelle, absence=_again(row))
    assert Absence.objects.standing().on(START).count() == 1


def _again(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)
