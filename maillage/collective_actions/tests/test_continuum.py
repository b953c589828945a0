"""Actions between collective and community: opinions side by side, and nothing made of them (R9, note 6)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Placement
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
PLOT = reverse("collective_actions:continuum")


def place(by: Person, action: Action, position: int, days: int = 0, **values: Any) -> Placement:
    """An opinion so many days ago."""
    day = clock.today() - timedelta(days=days)
    return operations.place_action(
        by=by, action=action, values={"position": position, "placed_on": day} | values
    )


def sent(**more: str) -> dict[str, str]:
    """What the form sends."""
    return {"placed_on": clock.today().isoformat(), **more}


def marks(client: Client, url: str) -> list[str]:
    """Where marks are drawn, in the order they are drawn in."""
    return re.findall(r'class="axis__mark" cx="(\d+)%"', client.get(url).content.decode())


def test_nothing_is_placed_because_nobody_touched_the_line(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    client, url = as_person(mirabelle), reverse("collective_actions:place_action", args=[stand.pk])
    form = client.get(url).content.decode()
    assert not re.search(r'<input[^>]*name="position"[^>]*checked', form)
    line = re.search(r'<input[^>]*type="range"[^>]*>', form)
    assert line
    assert " name=" not in line[0]
    answer = client.post(url, sent(words="parce que"))
    assert answer.status_code == 422
    assert "parce que" in answer.content.decode()
    assert not Placement.objects.exists()
    client.post(url, sent(position="37.5"))
    assert Placement.objects.get().position == 38
    assert "entre les deux, côté collectif" in client.get(stand.get_absolute_url()).content.decode()


def test_a_marker_keeps_its_comment_and_the_help_that_was_read_d17(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    for code in ("community", "determinants"):
        shipped_term("sepsac", code)
    client, url = as_person(mirabelle), reverse("collective_actions:place_action", args=[stand.pk])
    form = client.get(url).content.decode()
    assert "Ce repère vient d’Éducation Santé (2014)" in form
    assert form.count("À confirmer par") == 1
    assert client.post(url, sent(position="75", says_community="des voisins")).status_code == 422
    seen = {"sees_determinants": "on", "says_determinants": "le manque de bancs", "sees_community": "on"}
    client.post(url, sent(position="75", **seen))
    found = {row.marker.code: (row.words, row.help_number) for row in Placement.objects.get().markers.all()}
    assert found == {"determinants": ("le manque de bancs", 1), "community": ("", None)}


def test_opinions_stand_beside_each_other_and_no_page_makes_one_of_them(
    stand: Action, mirabelle: Person, romarin: Person, saule: Person, as_person: SignedIn
) -> None:
    """Each as it was given, by its day; never a mean, a sum, a rank or an order by where it is."""
    other = operations.add_action(by=mirabelle, values={"name_fr": "Épicerie sociale"})
    marker = operations.Seen(shipped_term("sepsac", "community"), "des voisins", None)
    values = {"position": 88, "placed_on": clock.today(), "words": "le groupe décide"}
    operations.place_action(by=saule, action=stand, values=values, markers=[marker])
    place(mirabelle, stand, 0, days=400)
    place(romarin, stand, 25, days=30)
    place(romarin, other, 100)
    client = as_person(saule)
    client.get(PLOT)
    with CaptureQueriesContext(connection) as asked:
        assert marks(client, PLOT) == ["100", "0", "25", "88"]  # « Épicerie » comes before « Stand »
        assert marks(client, stand.get_absolute_url()) == ["0", "25", "88"]
    made_of_places = re.compile(r'(\w+\([^()]*|ORDER BY [^)]*)"collective_actions_placement"\."position"')
    for sql in (each["sql"] for each in asked):
        assert not made_of_places.search(sql)
        assert "markercomment" not in sql or "COUNT(" not in sql
    page = client.get(stand.get_absolute_url()).content.decode()
    assert all(word in page for word in ("Mirabelle", "Romarin", "Saule", "des voisins", "le groupe décide"))
    earlier = f"{PLOT}?until={(clock.today() - timedelta(days=60)).isoformat()}"
    assert marks(client, earlier) == ["0"]
    assert [str(row) for row in client.get(earlier).context["continuum"].unplaced] == ["Épicerie sociale"]


def test_my_opinion_is_mine_to_correct_and_to_take_back_and_another_follows_it(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    mine = place(mirabelle, stand, 25, days=10, words="nous proposons")
    client = as_person(mirabelle)
    url = reverse("collective_actions:correct_placement", args=[mine.pk])
    known = {"version": "1", "placed_on": mine.placed_on.isoformat(), "words": "nous proposons"}
    client.post(url, known | {"position": "12"})
    client.post(reverse("collective_actions:place_action", args=[stand.pk]), sent(position="50"))
    assert marks(client, stand.get_absolute_url()) == ["12", "50"]
    client.post(reverse("collective_actions:withdraw_placement", args=[mine.pk]))
    assert marks(client, stand.get_absolute_url()) == ["50"]
    client.post(reverse("collective_actions:restore_placement", args=[mine.pk]))
    assert marks(client, PLOT) == ["12", "50"]
    told = HistoryEntry.objects.filter(subject_id=str(mine.pk)).order_by("id").values_list("verb", flat=True)
    said = [verb.rpartition(".")[2] for verb in told]
    assert said == ["placed", "corrected", "withdrawn", "restored"]
    assert as_person(romarin).get(url).status_code == 403


@pytest.mark.parametrize(("values", "state"), [({"days": -1}, {}), ({}, {"stage": "idea"})])
def test_what_is_to_come_and_what_is_an_idea_are_not_placed(
    values: dict[str, int], state: dict[str, str], stand: Action, mirabelle: Person
) -> None:
    for name, value in state.items():
        setattr(stand, name, value)
    with pytest.raises(RefusedError):
        place(mirabelle, stand, 50, **values)
    assert not Placement.objects.exists()


def test_two_hundred_actions_are_paged_in_a_fixed_number_of_questions(
    mirabelle: Person, as_person: SignedIn
) -> None:
    rows = Action.objects.bulk_create(
        Action(name_fr=f"Action {number:03}", created_on=date(2026, 1, 1)) for number in range(200)
    )
    Placement.objects.bulk_create(
        Placement(action=row, person=mirabelle, placed_on=date(2026, 2, 1), position=number % 101)
        for number, row in enumerate(rows[:150])
    )
    client, url, seen, asked = as_person(mirabelle), PLOT, [], set()
    client.get(url)
    while url:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        asked.add(len(queries))
        seen += [str(line.action) for line in answer.context["continuum"].lines]
        url = f"{PLOT}{answer.context['more_url']}" if answer.context["more_url"] else ""
    assert seen == [f"Action {number:03}" for number in range(150)]
    assert len(asked) == 1
    assert answer.context["continuum"].more_unplaced == 10
