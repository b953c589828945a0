"""The report's tables come out of the database cell by cell (annex 5, R9a, R10a; domain 4.1-4.4)."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count

from maillage.collective_actions.facts import FOLDER, load_facts
from maillage.collective_actions.models import Action, Event
from maillage.collective_actions.tests.conftest import applied, brought, findings
from maillage.kit.imports import operations as steps
from maillage.kit.imports import running
from maillage.kit.models import HistoryEntry
from maillage.kit.shipped import load_vocabularies
from maillage.people.models import Person
from maillage.territory.facts import load_facts as load_territory

#: Annex 5 as printed: postcode, then label and number.
ANNEX_5 = {
    "1000": {"Vaccibus": 1},
    "1030": {
        "Bri-co : Comité de regard": 2, "Bri-co : marche exploratoire": 2, "Bri-co : Officiel": 3,
        "Bri-co : sensibilisation et information": 1, "Fête du quartier Nord": 2,
        'Groupe de parole: "Et si on discutait"': 7, "Pharmacie Khayar": 5,
        "Sensibilisation Vacci-pharma Heerzel": 2, "Stand infos Marcher Place St Servais": 16, "Vaccibus": 2,
    },
    "1040": {"automne des solidarités": 2},
    "1050": {
        "Tables de discussions Français - Espagnol": 9, "Vaccibus": 1, "Vaccination magasin Primark": 5,
    },
    "1060": {"Recensement vaccination au sein des sans-abri": 1, "Vaccibus": 1},
    "1070": {
        "Bri-co : Officiel": 1, "Focus groupe ICC": 1, 'Groupe de parole "Covid parlons-en autrement"': 2,
        'Groupe de parole "Sportons-nous bien"': 5, "POP UP vaccination": 7,
        "Rencontre avec femmes de la maison des familles": 1, "Vaccibus": 2,
    },
    "1080": {
        'Action Sans Papiers "Zone neutre"': 3,
        "Porte à porte PLF (Formulaire de localisation de passager)": 1,
        "Sensibilisation et information: cours alpha": 6, "Sensibilisation Vacci-pharma Heerzel": 10,
        "Vaccibus": 10, "Visite des pharmacies": 1,
    },
    "1081": {
        "Antenne de vaccination communale": 2, "Bri-co : Comité de regard": 2,
        "Bri-co : marche exploratoire": 1, "Bri-co : Officiel": 3,
        "Bri-co : sensibilisation et information": 2, 'Distribution des Repas "Amis d’accompagner"': 6,
        "Vaccibus": 2,
    },
    "1210": {"Vaccibus": 22},
}  # fmt: skip


@pytest.mark.django_db
def test_annex_5_comes_out_cell_by_cell_and_loading_twice_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_facts")
    told = HistoryEntry.objects.count()
    call_command("load_facts")
    first, second = capsys.readouterr().out.splitlines()
    assert "records added" in first
    assert second == "Everything was already there."
    assert HistoryEntry.objects.count() == told
    held = Event.objects.held()
    wanted = {(code, label): n for code, row in ANNEX_5.items() for label, n in row.items()}
    cells: Counter[tuple[str, str]] = Counter()
    for event in held.select_related("action", "commune").prefetch_related("commune__postcodes"):
        assert event.commune is not None
        cells[min(code.code for code in event.commune.postcodes.all()), event.action.name_fr] += 1
    assert (len(wanted), sum(cells.values()), dict(cells)) == (38, 152, wanted)
    fields = held.values_list("action__categories__code").annotate(n=Count("id")).order_by()
    assert dict(fields) == {"social_health": 52, "covid_reinforcement": 73, "covid_raq": 28, None: 1}
    several = held.annotate(n=Count("action__categories")).filter(n__gt=1)
    assert {event.action.name_fr for event in several} == {"Fête du quartier Nord"}
    assert several.count() == 2
    assert Action.objects.count() == 25
    assert held.filter(day__gte="2021-09-01", day__lte="2021-12-20", inferred=["day"]).count() == 152
    Event.objects.all()[:3][0].delete()
    assert load_facts() == 0  # what the team took away stays away


@pytest.mark.django_db
def test_the_same_files_come_in_as_any_list_and_go_again(coquelicot: Person) -> None:
    load_vocabularies()
    load_territory()
    batches = []
    for kind, number in (("actions", 25), ("events", 152)):
        content = (FOLDER / f"{kind}.csv").read_bytes()
        batch = applied(brought(kind, content, coquelicot), coquelicot)
        assert set(findings(batch)) == {"new"}
        assert batch.lines.filter(state="done").count() == number
        assert set(findings(brought(kind, content, coquelicot))) == {"same"}
        batches.append(batch)
    assert Event.objects.held().count() == 152
    for batch in reversed(batches):
        running.go_on(steps.undo_import(by=coquelicot, batch=batch))
    assert not Event.objects.standing().exists()
    assert not Action.objects.standing().exists()
