"""« Ne marche plus » and « Toujours bon », as people live them (U-RAQ-27)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.network import operations
from maillage.network.models import Actor, Doubt, DoubtAbout, Way
from maillage.network.tests.conftest import days_ago
from maillage.people.models import Person

LIST = reverse("network:doubts")


@pytest.fixture
def way(tournesol: Actor) -> Way:
    return Way.objects.create(actor=tournesol, kind="phone", value="+3220000000")


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_one_tap_makes_a_number_doubtful_for_all_and_asks_creator_and_coordination(
    way: Way, mirabelle: Person, romarin: Person, coquelicot: Person, orme: Person, as_person: SignedIn
) -> None:
    client = as_person(romarin)
    answer = client.post(reverse("network:doubt_way", args=[way.pk]), follow=True)
    assert "à vérifier" in answer.content.decode()
    assert "Romarin" not in text(as_person(orme), way.actor.get_absolute_url()), "a host reads no name"
    assert "à vérifier" in text(as_person(orme), way.actor.get_absolute_url())
    for person, asked in ((mirabelle, True), (coquelicot, True), (romarin, False)):
        assert ("Le Tournesol" in text(as_person(person), "/")) is asked
    assert "Le Tournesol" in text(client, LIST)
    undo = next(str(message.extra_tags) for message in answer.context["messages"]).removeprefix("undo:")
    client.post(undo)
    assert "Le Tournesol" not in text(as_person(coquelicot), LIST)
    verbs = HistoryEntry.objects.filter(verb__startswith="network.doubt").values_list("verb", flat=True)
    assert sorted(verbs) == ["network.doubt.raised", "network.doubt.settled"]


def test_a_detail_is_doubted_once_until_settled(way: Way, romarin: Person, mirabelle: Person) -> None:
    doubt = operations.raise_doubt(by=romarin, detail=way, about="way")
    with pytest.raises(RefusedError):
        operations.raise_doubt(by=mirabelle, detail=way, about="way")
    operations.settle_doubt(by=mirabelle, doubt=doubt)
    again = operations.raise_doubt(by=romarin, detail=way, about="way")
    with pytest.raises(RefusedError):
        operations.reopen_doubt(by=mirabelle, doubt=doubt)
    assert list(Doubt.objects.open()) == [again]


def test_correcting_or_withdrawing_a_detail_settles_its_doubt_and_no_other(
    way: Way, tournesol: Actor, romarin: Person, mirabelle: Person
) -> None:
    site = tournesol.sites.get()
    operations.raise_doubt(by=romarin, detail=way, about="way")
    for about in (DoubtAbout.ADDRESS, DoubtAbout.HOURS):
        operations.raise_doubt(by=romarin, detail=site, about=about)
    operations.change_site(by=mirabelle, site=site, values={"opening_hours": "Mo 09:00-12:00"})
    assert set(Doubt.objects.open().values_list("about", flat=True)) == {"way", "address"}
    operations.change_way(by=mirabelle, way=way, values={"value": "+3220000001"})
    site.refresh_from_db()
    operations.withdraw_site(by=mirabelle, site=site)
    assert not Doubt.objects.open().exists()


def test_a_check_says_who_and_when_and_can_be_taken_back(
    tournesol: Actor, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    Actor.objects.filter(pk=tournesol.pk).update(verified_on=days_ago(500))
    client, url = as_person(romarin), tournesol.get_absolute_url()
    assert "Vérifié il y a 1 an" in text(client, url)
    client.post(reverse("network:verify_actor", args=[tournesol.pk]))
    assert "Vérifié aujourd’hui" in text(client, url)
    tournesol.refresh_from_db()
    with pytest.raises(RefusedError):
        operations.unverify_actor(by=mirabelle, actor=tournesol)
    client.post(reverse("network:unverify_actor", args=[tournesol.pk]))
    tournesol.refresh_from_db()
    assert (tournesol.verified_on, tournesol.verified_by) == (days_ago(500), mirabelle)


def test_how_long_ago_is_said_in_words() -> None:
    today = clock.today()
    said = {0: "aujourd’hui", 1: "hier", 4: "il y a 4 jours", 20: "il y a 2 semaines"}
    said |= {92: "il y a 3 mois", 364: "il y a 12 mois", 365: "il y a 1 an", 800: "il y a 2 ans"}
    assert {days: clock.ago(today - timedelta(days=days), today) for days in said} == said
    assert str(today.year + 1) in clock.ago(today + timedelta(days=365), today)
