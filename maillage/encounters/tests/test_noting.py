"""Noting a meeting: seconds, nothing preselected, nothing lost (U-RAQ-01 to 04, 06, 26; P2, P4)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from conftest import SignedIn
from maillage.encounters.forms import MeetingForm
from maillage.encounters.models import Intervention, Said
from maillage.encounters.tests.conftest import noted, said, term
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.people.models import Person
from maillage.territory.models import Neighbourhood

pytestmark = pytest.mark.django_db
NEW = "/encounters/new/"


def test_a_meeting_that_was_only_listening_is_a_whole_one(mirabelle: Person, place: Neighbourhood) -> None:
    """U-RAQ-04: no theme, no demand; the day, the neighbourhood and its zone come by themselves."""
    row = noted(mirabelle, neighbourhood=str(place.pk))
    assert [each.code for each in row.actions_done.all()] == ["listen"]
    assert not row.themes.exists()
    assert (row.happened_on, row.neighbourhood) == (clock.today(), place)
    assert row.zone is not None
    assert row.commune == place.main_commune


def test_p4_nothing_charted_is_preselected_and_day_and_place_are(
    mirabelle: Person, place: Neighbourhood, as_person: SignedIn
) -> None:
    page = BeautifulSoup(as_person(mirabelle).get(NEW).content, "html.parser")
    assert [each["name"] for each in page.select("main input[checked]")] == ["neighbourhood"]
    day = page.select_one("input[name=happened_on]")
    assert day is not None
    assert day["value"] == clock.today().isoformat()


def test_several_themes_actions_and_forms_and_the_help_that_is_lacking(mirabelle: Person) -> None:
    """U-RAQ-02, U-RAQ-03: a form seen is a help that lacks, and who initiated makes it a first meeting."""
    row = noted(
        mirabelle,
        themes=[term("theme", "housing"), term("theme", "energy")],
        actions_done=[term("action_done", "inform"), term("action_done", "listen")],
        initiator=term("initiator", "third_person"),
        third_party_kind=term("third_party_kind", "relative"),
        right_1=term("right_lacking", "income"),
        why_1=[term("non_take_up", "not_known"), term("non_take_up", "not_asked")],
        right_2=term("right_lacking", "housing"),
        why_unknown_2="on",
    )
    assert (row.themes.count(), row.actions_done.count()) == (2, 2)
    assert (row.first_meeting, row.lacks_help) == (Said.YES, Said.YES)
    lacks = {lack.right.code: (lack.forms.count(), lack.why_unknown) for lack in row.non_take_ups.all()}
    assert lacks == {"income": (2, False), "housing": (0, True)}


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"happened_on": (clock.today() + timedelta(days=1)).isoformat()}, "happened_on", "à venir"),
        ({"happened_on": "1970-01-01"}, "happened_on", "1er avril 2021"),
        ({"actions_done": []}, "actions_done", "Écouter suffit"),
        ({"appointment_on": "2021-05-01"}, "appointment_on", "avant la rencontre"),
        ({"elsewhere": "Brabantt"}, "elsewhere", "Brabant"),
        ({"meeting_place": str(uuid4())}, "meeting_place", ""),
        ({"sealed_note": "%%%"}, "sealed_note", "abîmé"),
    ],
)
def test_what_makes_no_sense_is_answered_in_a_sentence(
    mirabelle: Person, place: Neighbourhood, wrong: dict[str, object], field: str, words: str
) -> None:
    form = MeetingForm(said(**wrong), by=mirabelle)
    assert list(form.errors) == [field]
    assert words in str(form.errors[field][0])


def test_the_same_note_sent_twice_is_kept_once_and_nobody_takes_its_number(
    mirabelle: Person, romarin: Person
) -> None:
    key = str(uuid4())
    assert noted(mirabelle, key=key).pk == noted(mirabelle, key=key).pk
    form = MeetingForm(said(key=key), by=romarin)
    assert form.is_valid()
    with pytest.raises(Exception, match=r"."):
        form.keep(by=romarin)
    assert Intervention.objects.get().author == mirabelle


def test_the_same_for_another_person_copies_what_was_said_and_nothing_of_the_person(
    mirabelle: Person, place: Neighbourhood, as_person: SignedIn
) -> None:
    client = as_person(mirabelle)
    street = term("meeting_place", "street")
    answer = client.post(
        NEW,
        said(
            meeting_place=street, neighbourhood=str(place.pk), initiator=term("initiator", "raq"), again="yes"
        ),
    )
    first = Intervention.objects.get()
    page = BeautifulSoup(client.get(answer["Location"]).content, "html.parser")
    chosen = {each["name"]: each["value"] for each in page.select("main input[checked]")}
    assert chosen.keys() == {"meeting_place", "actions_done", "neighbourhood"}
    hidden = page.select_one("input[name=met_with]")
    assert hidden is not None
    client.post(NEW, said(meeting_place=street, met_with=hidden["value"], key=str(uuid4())))
    second = Intervention.objects.exclude(pk=first.pk).get()
    assert (second.met_with, second.initiator) == (first.pk, None)


def test_a_correction_is_a_new_version_and_what_was_said_before_stays_mine_to_read(
    mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    row = noted(mirabelle, themes=[term("theme", "housing")])
    client, address = as_person(mirabelle), reverse("encounters:correct", args=[row.pk])
    filled = BeautifulSoup(client.get(address).content, "html.parser")
    assert {each["name"] for each in filled.select("main input[checked]")} == {"themes", "actions_done"}
    client.post(address, said(themes=[term("theme", "energy")]))
    client.post(address, said(themes=[term("theme", "energy"), term("theme", "housing")]))
    last = Intervention.objects.standing().get()
    assert (last.replaces_id, last.themes.count()) == (row.pk, 2)
    page = BeautifulSoup(client.get(row.get_absolute_url()).content, "html.parser")
    assert len(page.select("main details h3")) == 2
    assert Intervention.objects.count() == 3
    assert as_person(romarin).get(row.get_absolute_url()).status_code == 404


def test_history_tells_that_a_note_was_made_and_never_what_it_says(
    mirabelle: Person, place: Neighbourhood
) -> None:
    noted(mirabelle, neighbourhood=str(place.pk), themes=[term("theme", "housing")])
    told = HistoryEntry.objects.get(verb="encounters.intervention.noted")
    assert told.details == '{"changes":{},"reason":""}'


def test_a_withdrawn_note_comes_back(mirabelle: Person, as_person: SignedIn) -> None:
    row, client = noted(mirabelle), as_person(mirabelle)
    client.post(reverse("encounters:withdraw", args=[row.pk]))
    assert not Intervention.objects.standing().exists()
    client.post(reverse("encounters:restore", args=[row.pk]))
    assert Intervention.objects.standing().count() == 1


def test_facts_from_before_the_tool_are_offered_the_words_of_their_day(mirabelle: Person) -> None:
    """U-RAQ-26: Covid terms ended; a meeting of 2021 may still name them."""
    booked = term("action_done", "book_covid")
    row = noted(mirabelle, happened_on=date(2021, 10, 4).isoformat(), actions_done=[booked])
    assert row.actions_done.get().code == "book_covid"
    assert not MeetingForm(said(actions_done=[booked]), by=mirabelle).is_valid()
