"""What people see of the territory, without script and with htmx (U-CO-02, U-RAQ-47)."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.kit import clock, kept
from maillage.kit.testing import assert_swap_equals_reload
from maillage.people.models import Person, SpokenLanguage
from maillage.territory.demo import load as load_demo
from maillage.territory.models import Absence, Assignment, HostContact, HostOrganisation, Zone
from maillage.territory.tests.conftest import place

MAP = reverse("territory:territory")
MY_ZONE = reverse("territory:my_zone")


@pytest.fixture
def raq(mirabelle: Person, as_person: SignedIn) -> Client:
    mirabelle.language = "en"
    mirabelle.save()
    return as_person(mirabelle)


@pytest.fixture
def coordination(coquelicot: Person, as_person: SignedIn) -> Client:
    coquelicot.language = "en"
    coquelicot.save()
    return as_person(coquelicot)


def see(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url, follow=True)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def words(page: BeautifulSoup) -> str:
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


# --- My zone ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("zone_05")
def test_my_zone_shows_all_of_it_my_pair_and_our_hosts(
    raq: Client, romarin: Person, mirabelle: Person
) -> None:
    SpokenLanguage.objects.create(person=romarin, code="nl")
    Assignment.objects.filter(person=mirabelle).update(neighbourhood=place("Colignon"))
    page = see(raq, MY_ZONE)
    said = words(page)
    for expected in (
        "Zone 05",
        "My pair",
        "Romarin",
        "Dutch",
        "SSQ1030",
        "Avenue Voltaire 88",
        "Quartier Brabant",
    ):
        assert expected in said
    assert {link["aria-label"] for link in page.select("svg a")} >= {
        "Colignon · Zone 05",
        "Quartier Brabant · Zone 05",
    }


@pytest.mark.usefixtures("zone_05")
def test_languages_a_colleague_does_not_show_stay_theirs(raq: Client, romarin: Person) -> None:
    SpokenLanguage.objects.create(person=romarin, code="nl")
    Person.objects.filter(pk=romarin.pk).update(shows_languages=False)
    assert "Dutch" not in words(see(raq, MY_ZONE))


def test_without_an_assignment_my_zone_says_how_it_fills(raq: Client) -> None:
    assert "As soon as coordination notes where I work" in words(see(raq, MY_ZONE))


@pytest.mark.usefixtures("zone_05")
def test_i_note_days_away_change_my_mind_and_undo(raq: Client) -> None:
    first = clock.today() + timedelta(days=3)
    raq.post(reverse("territory:note_absence"), {"first_day": first, "last_day": first + timedelta(days=2)})
    row = Absence.objects.get()
    raq.post(reverse("territory:withdraw_absence", args=[row.pk]))
    page = see(raq, MY_ZONE)
    assert "None noted" in words(page)
    undo = page.select_one(".toast form")
    assert undo is not None
    raq.post(str(undo["action"]))
    assert Absence.objects.standing().count() == 1
    assert "None noted" not in words(see(raq, MY_ZONE))


def test_p3_nobody_else_notes_my_days_away_but_coordination(raq: Client, romarin: Person) -> None:
    day = clock.today()
    raq.post(reverse("territory:note_absence"), {"person": romarin.pk, "first_day": day})
    assert [row.person.display_name for row in Absence.objects.all()] == ["Mirabelle"]


# --- The map of a day -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("facts")
def test_the_map_and_the_list_say_the_same(raq: Client) -> None:
    page = see(raq, f"{MAP}?day=2021-05-14")
    assert len(page.select(".zones > li")) == 10
    assert len(page.select("svg.map__drawing a")) == 30
    assert len(page.select("svg.map__drawing path.map__cell")) == 145
    listed = {str(link["href"]) for link in page.select(".zones p a")}
    assert {str(link["href"]) for link in page.select("svg.map__drawing a")} == listed
    assert "RAQ 3, RAQ 4" in words(page)
    assert "Deduced, to be confirmed" in words(page)


@pytest.mark.usefixtures("facts")
def test_march_2023_is_listed_by_commune(raq: Client) -> None:
    page = see(raq, f"{MAP}?day=2023-03-15")
    assert "18 neighbourhoods" in words(page)
    assert [title.get_text(strip=True) for title in page.select(".zones h2")][:2] == [
        "Anderlecht",
        "Bruxelles",
    ]


@pytest.mark.usefixtures("facts")
def test_a_day_nobody_knows_about_says_so(raq: Client) -> None:
    assert "Nobody on that day" in words(see(raq, f"{MAP}?day=2019-01-01"))


@pytest.mark.usefixtures("facts")
def test_a_commune_leaves_the_others_aside(raq: Client) -> None:
    commune = place("Chasse").main_commune
    assert commune is not None
    page = see(raq, f"{MAP}?day=2021-05-14&commune={commune.pk}")
    assert "Zone 17" in words(page)
    assert [title.get_text(strip=True) for title in page.select(".zones h2")] == ["Zone 16", "Zone 17"]
    assert page.select(".map__cell--aside")


@pytest.mark.usefixtures("facts")
def test_an_impossible_day_keeps_what_was_typed(raq: Client) -> None:
    page = see(raq, f"{MAP}?day=2021-02-31", status=422)
    typed = page.select_one("input[name=day]")
    assert typed is not None
    assert typed["value"] == "2021-02-31"
    assert typed["aria-invalid"] == "true"


@pytest.mark.usefixtures("zone_05")
def test_a_swapped_day_equals_a_reloaded_page(raq: Client) -> None:
    assert_swap_equals_reload(raq, MAP, f"{MAP}?day=2021-05-14", "territory-day")
    url = reverse("territory:assignments")
    assert_swap_equals_reload(raq, url, f"{url}?day=2021-05-14", "assigned")


@pytest.mark.usefixtures("zone_05")
def test_a_neighbourhood_tells_its_past(raq: Client) -> None:
    said = words(see(raq, place("Quartier Brabant").get_absolute_url()))
    for expected in (
        "Schaerbeek 78.7 %",
        "Brabantwijk",
        "RAQ 2",
        "Romarin",
        "annex 1",
        "flyer of March 2023",
    ):
        assert expected in said


@pytest.mark.usefixtures("zone_05")
def test_a_host_partner_is_never_told_that_nobody_is_there(orme: Person, as_person: SignedIn) -> None:
    orme.language = "en"
    orme.save()
    neptune = HostOrganisation.objects.get(name="MM Neptune")
    HostContact.objects.create(person=orme, organisation=neptune, first_day=date(2021, 1, 1))
    client = as_person(orme)
    said = words(see(client, MAP))
    assert "Mirabelle" in said
    assert "Romarin" not in said
    assert "Nobody covers" not in words(see(client, f"{MAP}?day=2021-05-14"))
    home = words(see(client, "/"))
    assert "My organisation" in home
    assert "Avenue Voltaire 88" in home


@pytest.mark.usefixtures("zone_05")
def test_a_number_of_annex_1_is_no_colleague_to_visit(raq: Client) -> None:
    page = see(raq, place("Colignon").get_absolute_url() + "?day=2021-05-14")
    assert "RAQ 1, RAQ 2" in words(page)
    for link in page.select("main a[href^='/t']"):
        assert raq.get(str(link["href"])).status_code == 200, link


# --- The home page ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("zone_05")
def test_the_home_page_holds_my_zone(raq: Client) -> None:
    said = words(see(raq, "/"))
    assert "Romarin" in said
    assert "MM Neptune" in said


def test_coordination_reads_places_and_dates_never_a_worker(
    zone_05: Zone, coordination: Client, romarin: Person
) -> None:
    soon = clock.today() + timedelta(days=10)
    Assignment.objects.filter(person=romarin).update(last_day=soon)
    said = words(see(coordination, "/"))
    assert "Zone 05: an assignment ends" in said
    assert "Romarin" not in said
    Assignment.objects.filter(zone=zone_05).update(last_day=clock.today() - timedelta(days=1))
    kept.forget()
    assert "2 neighbourhoods without anyone today" in words(see(coordination, "/"))


def test_the_demo_loads_once_and_shows_a_team_at_work(facts: None, coordination: Client) -> None:
    load_demo(clock.today())
    before = Assignment.objects.count()
    load_demo(clock.today())
    assert Assignment.objects.count() == before
    said = words(see(coordination, MAP))
    assert "Mirabelle, Romarin" in said
    assert "Nobody covers it on that day." in said
    assert "Places where everyone is away today" in words(see(coordination, "/"))
