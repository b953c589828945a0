"""Lists of actions and events: looked at line by line, applied, undone, taken along again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Event
from maillage.collective_actions.tests.conftest import applied, brought, event_on, findings
from maillage.kit import clock
from maillage.kit.imports import operations as steps
from maillage.kit.imports import running
from maillage.kit.imports.importable import importable
from maillage.kit.imports.models import ImportBatch
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person
from maillage.territory.models import Commune, Postcode

pytestmark = pytest.mark.django_db

EVENTS = """Activité;Datum;Gemeente;Heure de début;Fin;Deelnemers;Thèmes
STAND-INFOS saint servais;3/9/2021;1030 Schaerbeek;9h;12u30;14;
Stand infos Saint-Servais;2021-09-10;Schaarbeek;;;;
Stand infos Saint-Servais;2021-09-10;1030;;;;
Stand infos St Servais;17/09/2021;1030;;;;
Stand infos Saint-Servais;le 24;Nulle-Part;12:00;10:00;beaucoup;
Stand infos Saint-Servais;{tomorrow};1030;14:00;;;
"""


@pytest.fixture
def schaerbeek() -> Commune:
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek", name_nl="Schaarbeek")
    Postcode.objects.create(commune=commune, code="1030")
    return commune


def test_a_planning_comes_in_under_somebodys_eyes_and_goes_again(
    stand: Action, schaerbeek: Commune, mirabelle: Person, as_person: SignedIn
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    client, content = as_person(mirabelle), EVENTS.format(tomorrow=f"{tomorrow:%d/%m/%Y}").encode()
    page = client.get(reverse("collective_actions:lists")).content.decode()
    assert reverse("kit:bring_import", args=["events"]) in page
    client.post("/imports/new/events/", {"file": SimpleUploadedFile("planning.csv", content)})
    batch = ImportBatch.objects.get()
    assert batch.mapping == ["action", "day", "commune", "start", "end", "participants", "themes"]
    data = {f"column-{number}": name for number, name in enumerate(batch.mapping)}
    client.post(f"/imports/{batch.pk}/columns/set/", data)
    assert findings(batch) == ["new", "new", "duplicate", "error", "error", "new"]
    page = client.get(batch.get_absolute_url()).content.decode()
    for said in ("Stand infos St Servais", "Nulle-Part", "le 24", "beaucoup", "avant de commencer"):
        assert said in page
    client.post(f"/imports/{batch.pk}/choose/", {"apply": "1"})
    first, second, third = Event.objects.order_by("day")
    assert (first.day, first.hours, first.participants) == (date(2021, 9, 3), "09:00 – 12:30", 14)
    assert (first.state, second.state, third.state) == ("held", "held", "planned")
    assert {event.commune for event in (first, second, third)} == {schaerbeek}
    assert Action.objects.count() == 1  # no twin was made of the spelling nobody knows
    client.post(f"/imports/{batch.pk}/undo/")
    assert not Event.objects.standing().exists()


def test_the_same_list_twice_finds_its_events_again_and_completes_them(
    stand: Action, schaerbeek: Commune, mirabelle: Person
) -> None:
    head = "action;date;commune;titre;participants;raq\n"
    twice = head + "Stand infos Saint-Servais;3/9/2021;1030;matin;;\n" * 2
    batch = brought("events", twice, mirabelle)
    assert findings(batch) == ["new", "duplicate"]  # one line noted twice, or two events? somebody says
    applied(steps.choose(by=mirabelle, batch=batch, choices={3: "take"}), mirabelle)
    assert findings(brought("events", twice, mirabelle)) == ["same", "same"]
    more = head + "Stand infos Saint-Servais;3/9/2021;1030;;12;Mirabelle\n"
    batch = brought("events", more, mirabelle)
    assert findings(batch) == ["change"]
    applied(batch, mirabelle)
    completed = Event.objects.get(participants=12)
    assert list(completed.raqs.all()) == [mirabelle]
    operations.change_event(by=mirabelle, event=completed, values={"place": "Kiosque"})
    running.go_on(steps.undo_import(by=mirabelle, batch=batch))
    completed.refresh_from_db()
    assert (completed.participants, completed.place, completed.raqs.count()) == (None, "Kiosque", 0)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Un potager;3/9/2021;;;;", "encore une idée"),
        ("Stand infos Saint-Servais;3/9/2099;;eu lieu;;", "encore à venir"),
        ("Stand infos Saint-Servais;3/9/2021;;;3;4", "Plus de nouvelles personnes"),
        ("Stand infos Saint-Servais;3/9/2021;25h;;;", "Quelle heure"),
        ("Stand infos Saint-Servais;30/2/2021;;;;", "Quel jour"),
    ],
)
def test_what_cannot_be_is_said_beside_its_line(
    line: str, sentence: str, stand: Action, mirabelle: Person
) -> None:
    operations.add_action(by=mirabelle, values={"name_fr": "Un potager", "stage": "idea"})
    batch = brought("events", f"action;date;début;état;participants;nouveaux\n{line}\n", mirabelle)
    kind, cells = importable("events"), batch.lines.get().cells
    said = kind.understand(batch.mapping, cells, kind.reader()).errors
    assert findings(batch) == ["error"]
    assert sentence in " ".join(each for _label, each in said)


def test_actions_come_in_with_their_names_and_fields_and_go_again(mirabelle: Person) -> None:
    field = shipped_term("collective_category", "covid_raq")
    known = operations.add_action(by=mirabelle, values={"name_fr": "Stand infos"})
    content = (
        "naam;andere namen;champs;état\n"
        f"Fête du quartier;Fête de rue | fete-du quartier;{field};afgelopen\n"
        "Stand-Infos;Stand du marché;;\n"
        "Fête de rue;;;\nStand infos du soir;;;\nX;;Rien de tel;\n"
    )
    batch = brought("actions", content, mirabelle)
    assert findings(batch) == ["new", "change", "duplicate", "duplicate", "error"]
    applied(batch, mirabelle)
    party = Action.objects.get(name_fr="Fête du quartier")
    assert (list(party.categories.all()), party.stage) == ([field], "ended")
    assert [str(name) for name in party.aliases.all()] == ["Fête de rue"]
    assert [str(name) for name in known.aliases.all()] == ["Stand du marché"]
    event_on(clock.today(), known, mirabelle)
    running.go_on(steps.undo_import(by=mirabelle, batch=batch))
    assert list(Action.objects.standing()) == [known]
    assert not known.aliases.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_taken_along_comes_in_again_unchanged(
    form: str, stand: Action, schaerbeek: Commune, mirabelle: Person, orme: Person, as_person: SignedIn
) -> None:
    event = event_on(clock.today(), stand, mirabelle, commune=schaerbeek, interpreter="fa", title="=Marché")
    operations.change_event(by=mirabelle, event=event, values={"description": "Deux tables.\nDu thé."})
    born = {"name_fr": "Un banc", "origin": "Dit à l’évaluation.", "born_at": event}
    operations.add_action(by=mirabelle, values=born)
    discreet = operations.add_action(by=mirabelle, values={"name_fr": "Calme", "is_discreet": True})
    event_on(clock.today(), discreet, mirabelle, place="Rue cachée")

    def taken(person: Person, name: str, form: str = form) -> bytes:
        answer: Any = as_person(person).get(reverse("collective_actions:list_file", args=[name, form]))
        return b"".join(answer.streaming_content)

    for name, number in (("actions", 3), ("events", 2)):
        batch = brought(name, taken(mirabelle, name), mirabelle)
        assert all(batch.mapping), batch.headers
        assert findings(batch) == ["same"] * number
    for name in ("actions", "events"):
        shared = taken(orme, name, "csv").decode()
        assert str(stand) in shared
        for hidden in ("Calme", "Rue cachée", "Deux tables", "Mirabelle", "Dit à"):
            assert hidden not in shared
