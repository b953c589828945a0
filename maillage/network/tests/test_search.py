"""The search while somebody waits: words as people type them, filters that combine, near first (U-RAQ-11)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from conftest import LONG_AGO, SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.terms import TermAlias
from maillage.kit.testing import assert_swap_equals_reload
from maillage.network import operations
from maillage.network.finding import Asked, Search, beginning
from maillage.network.index import pieces_of, renew_all
from maillage.network.meaning import meanings, nearest
from maillage.network.models import Actor, ActorSpot, ActorWord, Doubt, SaturationReport, WordPiece
from maillage.network.near import surroundings_of
from maillage.people.models import Person
from maillage.territory.mesh import mesh
from maillage.territory.models import (
    Assignment,
    Commune,
    Neighbourhood,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2026-11-16T10:00+01:00")
OFFICE = "Mo-Fr 09:00-12:00; PH off"


def place(name: str, dutch: str, code: str, latitude: float, longitude: float) -> Neighbourhood:
    commune, _new = Commune.objects.get_or_create(nis="21015", defaults={"name_fr": "Schaerbeek"})
    Postcode.objects.get_or_create(commune=commune, code="1030")
    row = Neighbourhood.objects.create(
        name_fr=name, name_nl=dutch, monitoring_code=code, latitude=latitude, longitude=longitude
    )
    NeighbourhoodCommune.objects.create(neighbourhood=row, commune=commune, share=100)
    return row


def actor(by: Person, name: str, where: Neighbourhood | None, hours: str = "", **values: Any) -> Actor:
    beside: dict[str, Any] = {
        key: values.pop(key) for key in ("themes", "aliases", "languages") if key in values
    }
    site = {"neighbourhood": where, "opening_hours": hours} if where else None
    ways = [{"kind": "phone", "value": values.pop("phone")}] if "phone" in values else []
    return operations.add_actor(by=by, values={"name_fr": name} | values, beside=beside, site=site, ways=ways)


@pytest.fixture
def directory(mirabelle: Person) -> dict[str, Actor]:
    """Mirabelle covers Colignon; Brabant touches it, the Marolles are far."""
    code = next(code for code, cell in mesh().items() if any(edge.beyond for edge in cell.edges))
    beside = next(edge.beyond for edge in mesh()[code].edges if edge.beyond)
    far = max(mesh(), key=lambda other: abs(mesh()[other].centre[0] - mesh()[code].centre[0]))
    colignon = place("Colignon", "Colignonwijk", code, 50.867, 4.37)
    brabant = place("Quartier Brabant", "Brabantwijk", beside, 50.863, 4.364)
    marolles = place("Marolles", "Marollen", far, 50.837, 4.346)
    zone = Zone.objects.create(ordinal=1, code="Zone 05")
    SelectedNeighbourhood.objects.create(neighbourhood=colignon, zone=zone, first_day=LONG_AGO)
    Assignment.objects.create(person=mirabelle, zone=zone, first_day=LONG_AGO)
    food, health = shipped_term("theme", "food_aid"), shipped_term("theme", "physical_health")
    TermAlias.objects.create(term=food, name="colis")
    pharmacy = shipped_term("actor_type", "pharmacy")
    return {
        "tournesol": actor(
            mirabelle, "Épicerie Le Tournesol", colignon, OFFICE, themes=[food], languages=["ar"],
            papers="none", cost="small", access="walk_in", phone="+3220000000",
        ),
        "camomille": actor(
            mirabelle, "Pharmacie de la Camomille", brabant, "Mo-Sa 13:00-18:00", kind=pharmacy,
            themes=[health], name_nl="Apotheek De Kamille", aliases=["Chez Zoé"], papers="none", cost="free",
        ),
        "saule": actor(
            mirabelle, "Planning du Saule", marolles, OFFICE, acronym="PFS", themes=[health],
            specifics_fr="Demander une ordonnance", cost="free", languages=["ar"], access="appointment",
        ),
        "nowhere": actor(mirabelle, "Numéro vert", None),
    }  # fmt: skip


def search(reader: Person, now: datetime = MONDAY, **asked: Any) -> Search:
    with override("fr"):
        known = meanings(clock.day_of(now))
        return Search(Asked(**asked), reader, known, surroundings_of(reader, known, now), now)


def names(reader: Person, directory: dict[str, Actor], now: datetime = MONDAY, **asked: Any) -> list[str]:
    by_key = {row.pk: name for name, row in directory.items()}
    return [by_key[key] for key in search(reader, now, **asked).page(50)[0]]


def test_words_are_found_as_people_type_them(mirabelle: Person, directory: dict[str, Actor]) -> None:
    for typed, expected in {
        "epicerie": ["tournesol"],
        "ÉPICERIE tourne": ["tournesol"],
        "tornesol": ["tournesol"],
        "epiceire": ["tournesol"],
        "apotheek": ["camomille"],
        "kamille": ["camomille"],
        "pharmasie": ["camomille"],
        "chez zoe": ["camomille"],
        "pfs": ["saule"],
        "ordonnance": ["saule"],
        "colis": ["tournesol"],
        "aide alimentaire": ["tournesol"],
        "voedselhulp": ["tournesol"],
        "brabantwijk": ["camomille"],
        "marolles pfs": ["saule"],
        "tournesol marolles": [],
        "schaerbeek": ["tournesol", "camomille", "saule"],
        "xyzxyz": [],
        "de la": ["tournesol", "camomille", "saule", "nowhere"],
    }.items():
        assert names(mirabelle, directory, words=typed) == expected, typed


def test_one_or_two_wrong_letters_are_forgiven_never_in_a_short_word() -> None:
    known = ["cpas", "colis", "maison", "pharmacie", "tournesol"]
    for typed, meant in {
        "colsi": ["colis"],
        "mason": ["maison"],
        "farmacie": ["pharmacie"],
        "tournsl": ["tournesol"],
        "cpa": [],
        "colxx": [],
    }.items():
        assert nearest(typed, known) == meant, typed


def test_filters_combine(mirabelle: Person, directory: dict[str, Actor]) -> None:
    health, food = shipped_term("theme", "physical_health"), shipped_term("theme", "food_aid")
    marolles, schaerbeek = Neighbourhood.objects.get(name_fr="Marolles"), Commune.objects.get()
    pharmacy = shipped_term("actor_type", "pharmacy")
    site = directory["saule"].sites.get()
    room = {"name": "Salle", "available_hours": "Tu 13:00-17:00"}
    operations.add_room(by=mirabelle, site=site, values=room)
    for asked, expected in (
        ({"no_papers": True}, ["tournesol", "camomille"]),
        ({"no_papers": True, "free": True}, ["camomille"]),
        ({"no_appointment": True}, ["tournesol"]),
        ({"theme": health.pk}, ["camomille", "saule"]),
        ({"theme": food.pk, "free": True}, []),
        ({"kind": pharmacy.pk}, ["camomille"]),
        ({"language": "ar"}, ["tournesol", "saule"]),
        ({"place": marolles.pk}, ["saule"]),
        ({"place": schaerbeek.pk}, ["tournesol", "camomille", "saule"]),
        ({"my_zone": True}, ["tournesol"]),
        ({"open_now": True}, ["tournesol", "saule"]),
        ({"open_now": True, "language": "ar", "free": True}, ["saule"]),
        ({"room_on": 1}, ["saule"]),
        ({"room_on": 2}, []),
        ({"words": "sante", "free": True}, ["camomille", "saule"]),
    ):
        assert names(mirabelle, directory, **asked) == expected, asked
    afternoon, holiday = MONDAY + timedelta(hours=4), datetime.fromisoformat("2026-11-11T10:00+01:00")
    assert names(mirabelle, directory, afternoon, open_now=True) == ["camomille"]
    assert names(mirabelle, directory, holiday, open_now=True) == []


def test_what_is_full_can_be_left_out_until_thirty_days_passed(
    mirabelle: Person, directory: dict[str, Actor]
) -> None:
    SaturationReport.objects.create(
        actor=directory["camomille"],
        kind=shipped_term("service_blockage", "saturated"),
        reported_by=mirabelle,
        heard_on=clock.day_of(MONDAY) - timedelta(days=2),
    )
    assert "camomille" not in names(mirabelle, directory, not_full=True)
    assert "camomille" in names(mirabelle, directory, MONDAY + timedelta(days=40), not_full=True)


def test_near_comes_first_by_the_zone_of_that_day(
    mirabelle: Person, coquelicot: Person, directory: dict[str, Actor]
) -> None:
    assert names(mirabelle, directory) == ["tournesol", "camomille", "saule", "nowhere"]
    assert names(coquelicot, directory) == ["tournesol", "nowhere", "camomille", "saule"], (
        "by name without zone"
    )
    other = Zone.objects.create(ordinal=2, code="Zone 19")
    marolles = Neighbourhood.objects.get(name_fr="Marolles")
    SelectedNeighbourhood.objects.create(neighbourhood=marolles, zone=other, first_day=LONG_AGO)
    Assignment.objects.filter(person=mirabelle).update(zone=other)
    assert names(mirabelle, directory)[0] == "saule"


def test_pages_follow_each_other_without_gap_or_repeat(
    mirabelle: Person, directory: dict[str, Actor]
) -> None:
    for number in range(5):
        actor(mirabelle, f"Même endroit {number % 2}", Neighbourhood.objects.get(name_fr="Colignon"))
    whole, total = search(mirabelle).page(50)
    assert total == len(whole) == 9
    seen: list[Any] = []
    for _page in range(5):
        keys, number = search(mirabelle).page(2, seen[-1] if seen else None)
        assert number == total
        seen += keys[:2]
    assert seen == whole


def indexed() -> tuple[set[Any], set[Any]]:
    """What the index says of every actor."""
    return (
        set(ActorWord.objects.values_list("actor", "word")),
        set(ActorSpot.objects.values_list("actor", "name", "neighbourhood", "east", "north")),
    )


def test_the_search_follows_every_change_of_a_sheet(mirabelle: Person, directory: dict[str, Actor]) -> None:
    """The index is renewed in the operations, and making it anew changes nothing."""
    row = directory["tournesol"]
    operations.change_actor(by=mirabelle, actor=row, values={"name_fr": "Épicerie La Capucine"})
    assert names(mirabelle, directory, words="capucine") == ["tournesol"]
    assert names(mirabelle, directory, words="tournesol") == []
    site = row.sites.get()
    operations.change_site(
        by=mirabelle, site=site, values={"neighbourhood": Neighbourhood.objects.get(name_fr="Marolles")}
    )
    assert names(mirabelle, directory, my_zone=True) == []
    before = indexed()
    renew_all()
    assert indexed() == before
    operations.withdraw_actor(by=mirabelle, actor=Actor.objects.get(pk=row.pk))
    assert names(mirabelle, directory, words="capucine") == []


def test_words_and_pieces_are_looked_up_through_their_index(
    mirabelle: Person, directory: dict[str, Actor]
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # few rows: without this it would rather read them all
            cursor.execute("SET LOCAL enable_seqscan = off")
    words = ActorWord.objects.filter(beginning("tourn")).order_by().values("actor")
    pieces = WordPiece.objects.filter(piece__in=pieces_of("tornesol")).order_by().values("word")
    index = {"sqlite": r"SEARCH \w+ USING COVERING INDEX", "postgresql": r"Index (Only )?Scan"}
    for rows in (words, pieces):
        assert re.search(index[connection.vendor], rows.explain())


# --- The page -----------------------------------------------------------------------------------------------


@pytest.fixture
def client(mirabelle: Person, as_person: SignedIn) -> Client:
    return as_person(mirabelle)


def soup(client: Client, url: str, **asked: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(url, asked).content, "html.parser")


ACTORS = "/actors/"


def test_a_row_says_what_one_must_know_before_sending_somebody(
    client: Client, romarin: Person, directory: dict[str, Actor]
) -> None:
    way = directory["tournesol"].ways.get()
    Doubt.objects.create(
        actor=directory["tournesol"], about="way", way=way, raised_by=romarin, raised_at=clock.now()
    )
    row = soup(client, ACTORS, words="tournesol").select_one(".found__row")
    assert row is not None
    words = row.get_text(" ", strip=True)
    for expected in (
        "Épicerie Le Tournesol",
        "Colignon",
        "ma zone",
        "vérifié ",
        "Numéro à vérifier",
    ):
        assert expected in words
    call = row.select_one("a[href^='tel:']")
    assert call is not None
    assert call["href"] == "tel:+3220000000"


def test_a_search_that_finds_nothing_helps(client: Client, directory: dict[str, Actor]) -> None:
    page = soup(client, ACTORS, words="tournesol", free="on", language="ar")
    links = {" ".join(a.get_text().split()): str(a["href"]) for a in page.select("#found a")}
    without = next(words for words in links if words.startswith("sans « gratuit"))
    assert without.endswith("1")
    assert "free" not in links[without]
    assert "name_fr=tournesol" in links["J’ajoute un acteur"]
    assert BeautifulSoup(client.get(links[without]).content, "html.parser").select(".found__row")
    corrected = soup(client, ACTORS, words="tornesol").select_one("#found")
    assert corrected is not None
    assert "tournesol" in corrected.get_text()


def test_a_tapped_filter_leaves_the_page_that_a_reload_gives(
    client: Client, directory: dict[str, Actor]
) -> None:
    assert_swap_equals_reload(client, ACTORS, f"{ACTORS}?words=sante&no_papers=on&language=ar", "found")


def test_senseless_filters_are_no_filters(client: Client, directory: dict[str, Actor]) -> None:
    answer = client.get(ACTORS, {"theme": "x", "room_on": "12", "after": "y", "words": "%_'\"", "place": "1"})
    assert answer.status_code == 200
    nobody = client.get(ACTORS, {"after": "00000000-0000-0000-0000-000000000000"})
    assert len(nobody.context["found"]) == 4


def test_the_map_says_what_the_list_says(client: Client, directory: dict[str, Actor]) -> None:
    page = soup(client, reverse("network:map"))
    knots = [str(knot["aria-label"]) for knot in page.select("svg a.map__actor")]
    assert [row.get_text(strip=True) for row in page.select(".found__number")] == ["1", "2", "3", "4"]
    assert any("Épicerie Le Tournesol" in knot for knot in knots)
    assert not any("Numéro vert" in knot for knot in knots), "nowhere: in the list alone"
    assert "Numéro vert" in page.get_text()
    assert page.select_one("[data-moving-map][hidden]")
