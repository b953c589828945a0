"""What coordination types is kept, refused in one sentence, merged with others' saves, undone in one tap."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.people.models import Person
from maillage.territory.models import Assignment, HostOrganisation, HostSite, SelectedNeighbourhood, Zone
from maillage.territory.tests.conftest import A_DAY, START, place, zone

pytestmark = pytest.mark.usefixtures("zone_05")


@pytest.fixture
def coordination(coquelicot: Person, as_person: SignedIn) -> Client:
    coquelicot.language = "en"
    coquelicot.save()
    return as_person(coquelicot)


def filled(client: Client, url: str) -> dict[str, Any]:
    """The form as the person finds it, every field as it stands."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    values: dict[str, Any] = {}
    for field in page.select("main form.form [name]"):
        name = str(field["name"])
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            values[name] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            values[name] = field.get_text().strip("\n")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            values[name] = str(field.get("value", ""))
    return values


def sentences(answer: Any) -> str:
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def test_an_assignment_is_opened_from_a_form(coordination: Client, mirabelle: Person) -> None:
    Assignment.objects.filter(person=mirabelle).update(last_day=A_DAY)
    url = reverse("territory:open_assignment")
    sent = filled(coordination, url) | {
        "person": mirabelle.pk,
        "zone": zone("07").pk,
        "neighbourhood": "saint josse centre",
        "first_day": A_DAY + timedelta(days=1),
        "inferred": ["zone"],
    }
    answer = coordination.post(url, sent, follow=True)
    row = Assignment.objects.get(person=mirabelle, zone=zone("07"))
    assert (str(row.neighbourhood), row.inferred) == ("Saint-Josse Centre", ["zone"])
    assert answer.redirect_chain == [(row.get_absolute_url(), 302)]
    assert "Coquelicot opened the assignment" in sentences(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "is already assigned to Zone 05"),
        ({"neighbourhood": "Colignion"}, "I know no place called “Colignion”. Nearest names: Colignon."),
        ({"last_day": "2026-01-01"}, "The last day comes before the first day"),
    ],
)
def test_a_refusal_is_one_sentence_and_keeps_what_was_typed(
    typed: dict[str, str], sentence: str, coordination: Client, mirabelle: Person
) -> None:
    url = reverse("territory:open_assignment")
    sent = {"person": mirabelle.pk, "zone": zone("07").pk, "first_day": A_DAY, "source": "vu avec l'équipe"}
    before = Assignment.objects.count()
    answer = coordination.post(url, sent | typed)
    assert answer.status_code == 422
    assert sentence in sentences(answer)
    page = BeautifulSoup(answer.content, "html.parser")
    kept = {str(field["name"]): field.get("value") for field in page.select("input[name]")}
    assert kept["source"] == "vu avec l'équipe"
    assert all(kept[name] == value for name, value in typed.items())
    assert Assignment.objects.count() == before


def test_an_end_before_the_start_stands_beside_the_last_day(coordination: Client) -> None:
    row = SelectedNeighbourhood.objects.get(neighbourhood=place("Colignon"), first_day=START)
    url = reverse("territory:change_choice", args=[row.pk])
    answer = coordination.post(url, filled(coordination, url) | {"last_day": "2025-01-01"})
    page = BeautifulSoup(answer.content, "html.parser")
    last_day = page.select_one("input[name=last_day]")
    assert last_day is not None
    assert last_day["aria-invalid"] == "true"


def test_f33_two_people_change_different_fields_and_both_stay(coordination: Client) -> None:
    site = HostSite.objects.get(name="MM Neptune")
    url = reverse("territory:change_site", args=[site.pk])
    mine, theirs = filled(coordination, url), filled(coordination, url)
    coordination.post(url, theirs | {"phone": "02 000 00 01"})
    answer = coordination.post(url, mine | {"desk": "lundi"})
    assert answer.status_code == 302
    site.refresh_from_db()
    assert (site.phone, site.desk) == ("02 000 00 01", "lundi")


def test_f33_a_field_both_changed_is_shown_with_the_other_value(coordination: Client) -> None:
    host = HostOrganisation.objects.get(name="SSQ1030")
    url = reverse("territory:change_host", args=[host.pk])
    mine, theirs = filled(coordination, url), filled(coordination, url)
    coordination.post(url, theirs | {"aliases": "Service des quartiers"})
    answer = coordination.post(url, mine | {"aliases": "Le 1030"})
    assert answer.status_code == 422
    assert "Service des quartiers" in sentences(answer)
    again = BeautifulSoup(answer.content, "html.parser")
    stamps = {str(f["name"]): str(f["value"]) for f in again.select("input[type=hidden][value]")}
    assert coordination.post(url, mine | {"aliases": "Le 1030"} | stamps).status_code == 302
    assert [str(alias) for alias in host.aliases.all()] == ["Le 1030"]


def test_communes_are_typed_as_people_say_them(coordination: Client) -> None:
    url = reverse("territory:add_neighbourhood")
    sent = {
        "name_fr": "Cité Modèle Nord",
        "kind": "residential",
        "shares": "schaerbeek 90\nEvere : 10 %",
        "aliases": "Modelwijk Noord",
    }
    assert coordination.post(url, sent).status_code == 302
    assert [(str(row.commune), row.share) for row in place("Cité Modèle Nord").shares.all()] == [
        ("Schaerbeek", 90.0),
        ("Evere", 10.0),
    ]
    answer = coordination.post(url, sent | {"name_fr": "Ailleurs", "shares": "Namur"})
    assert "I know no place called “Namur”" in sentences(answer)


def test_the_aliases_of_a_commune_and_the_contact_of_a_host(coordination: Client, orme: Person) -> None:
    commune = place("Colignon").main_commune
    assert commune is not None
    url = reverse("territory:change_commune", args=[commune.pk])
    coordination.post(url, filled(coordination, url) | {"aliases": "Schaarbeek-Noord"})
    assert [str(alias) for alias in commune.aliases.all()] == ["Schaarbeek-Noord"]
    host = HostOrganisation.objects.get(name="SSQ1030")
    url = reverse("territory:add_contact", args=[host.pk])
    coordination.post(url, {"person": orme.pk, "first_day": START})
    contact = host.contacts.get()
    coordination.post(reverse("territory:change_contact", args=[contact.pk]), {"last_day": A_DAY})
    contact.refresh_from_db()
    assert contact.last_day == A_DAY


def test_a_mistake_is_withdrawn_and_undone_from_the_message(coordination: Client, romarin: Person) -> None:
    row = Assignment.objects.get(person=romarin)
    answer = coordination.post(reverse("territory:withdraw_assignment", args=[row.pk]), follow=True)
    undo = BeautifulSoup(answer.content, "html.parser").select_one(".toast form")
    assert undo is not None
    assert "Withdrawn as a mistake" in sentences(answer)
    coordination.post(str(undo["action"]))
    assert Assignment.objects.standing().filter(person=romarin).exists()


def test_the_last_day_in_one_gesture_says_why_not(coordination: Client, romarin: Person) -> None:
    row = Assignment.objects.get(person=romarin)
    url = reverse("territory:end_assignment", args=[row.pk])
    assert "The last day comes before" in sentences(
        coordination.post(url, {"last_day": "2020-01-01"}, follow=True)
    )
    assert "Which day is the last one?" in sentences(coordination.post(url, {"last_day": "x"}, follow=True))
    coordination.post(url, {"last_day": A_DAY})
    assert Assignment.objects.get(person=romarin).last_day == A_DAY


def test_a_zone_without_anybody_offers_an_assignment(zone_05: Zone, coordination: Client) -> None:
    Assignment.objects.filter(zone=zone_05).update(last_day=START)
    answer = coordination.get(zone_05.get_absolute_url())
    assert "Nobody covers it on that day." in sentences(answer)
    link = BeautifulSoup(answer.content, "html.parser").select_one(".empty a")
    assert link is not None
    assert filled(coordination, str(link["href"]))["zone"] == str(zone_05.pk)
