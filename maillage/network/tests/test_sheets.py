"""The shared sheet: added in the street, completed at a desk, never covering a colleague (U-RAQ-24)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from conftest import LONG_AGO, SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.network import operations
from maillage.network.models import Actor, Site, Way
from maillage.people.models import Person
from maillage.territory.models import Neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def colignon(db: None) -> Neighbourhood:
    return Neighbourhood.objects.create(name_fr="Colignon", name_nl="Colignonwijk")


@pytest.fixture
def actor(mirabelle: Person) -> Actor:
    return operations.add_actor(by=mirabelle, values={"name_fr": "Le Tournesol"})


def sent(answer: Any) -> dict[str, Any]:
    """What the form of this page would send, untouched."""
    form = answer.context["form"]
    return {
        form.add_prefix(bound.name): value
        for bound in form
        if (value := bound.value()) not in (None, "", []) and not isinstance(value, list)
    }


def test_a_name_and_a_place_are_enough_in_the_street_u_raq_24(
    mirabelle: Person, colignon: Neighbourhood, as_person: SignedIn
) -> None:
    data = {"name_fr": "Le Tournesol", "neighbourhood": "colignon", "email": "a@example.org"}
    answer = as_person(mirabelle).post(reverse("network:add_actor"), data)
    actor = Actor.objects.get()
    assert answer.headers["Location"] == actor.get_absolute_url()
    assert actor.sites.get().neighbourhood == colignon
    assert actor.ways.get().value == "a@example.org"
    assert (actor.verified_on, actor.verified_by) == (clock.today(), mirabelle)
    assert HistoryEntry.objects.filter(verb="network.actor.added").count() == 1


def test_a_place_nobody_knows_keeps_what_was_typed_and_writes_nothing(
    mirabelle: Person, colignon: Neighbourhood, as_person: SignedIn
) -> None:
    answer = as_person(mirabelle).post(
        reverse("network:add_actor"), {"name_fr": "Le Tournesol", "neighbourhood": "Colignone"}
    )
    assert answer.status_code == 422
    assert "Le Tournesol" in answer.content.decode()
    assert "Colignon" in answer.content.decode()
    assert not Actor.objects.exists()


def test_a_sheet_says_what_one_must_know_before_sending_somebody(
    actor: Actor, romarin: Person, as_person: SignedIn
) -> None:
    theme = shipped_term("theme", "food_aid")
    operations.change_actor(
        by=romarin,
        actor=actor,
        values={"papers": "none", "cost": "small", "conditions_fr": "2 € par passage"},
        beside={"themes": [theme], "languages": ["ar", "fr"], "aliases": ["Épicerie du coin"]},
    )
    page = as_person(romarin).get(actor.get_absolute_url()).content.decode()
    for words in ("aucun papier à montrer", "2 € par passage", "arabe", "Épicerie du coin", str(theme)):
        assert words in page


def test_two_colleagues_on_one_sheet_both_keep_what_they_wrote_f33(
    actor: Actor, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    url = reverse("network:change_actor", args=[actor.pk])
    mine = sent(as_person(mirabelle).get(url)) | {"conditions_fr": "Sonner deux fois"}
    operations.change_actor(by=romarin, actor=actor, values={"acronym": "LT"})
    as_person(mirabelle).post(url, mine)
    actor.refresh_from_db()
    assert (actor.acronym, actor.conditions_fr) == ("LT", "Sonner deux fois")


def test_a_retired_kind_stays_on_a_sheet_that_has_it_and_is_offered_to_no_other(
    actor: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    """D6: a term is retired, never taken from old answers."""
    old, other = shipped_term("actor_type", "police"), shipped_term("actor_type", "amo")
    operations.change_actor(by=mirabelle, actor=actor, values={"kind": old})
    type(old).objects.filter(pk=old.pk).update(first_day=LONG_AGO, last_day=LONG_AGO)
    client = as_person(mirabelle)
    url = reverse("network:change_actor", args=[actor.pk])
    offered = client.get(url).context["form"].fields["kind"].queryset
    assert set(offered) == {old, other}
    assert client.post(url, sent(client.get(url))).status_code == 302
    actor.refresh_from_db()
    assert actor.kind == old
    new = client.get(reverse("network:add_actor")).context["form"].fields["kind"].queryset
    assert list(new) == [other]


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "pas une adresse"), ("web", "http://"), ("email", "a@b")]
)
def test_a_senseless_address_gets_a_sentence(
    kind: str, value: str, actor: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    url = reverse("network:add_way", args=[actor.pk])
    answer = as_person(mirabelle).post(url, {"kind": kind, "value": value})
    assert answer.status_code == 422
    assert value in answer.content.decode()
    assert not Way.objects.exists()


def test_an_address_needs_a_street_or_a_neighbourhood(
    actor: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    answer = as_person(mirabelle).post(reverse("network:add_site", args=[actor.pk]), {"town": "Bruxelles"})
    assert answer.status_code == 422
    assert "Une rue ou un quartier suffit" in answer.content.decode()
    assert not Site.objects.exists()


def test_a_line_taken_off_the_sheet_can_come_back(
    actor: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    way = operations.add_way(by=mirabelle, actor=actor, values={"kind": "web", "value": "https://t.example"})
    client = as_person(mirabelle)
    answer = client.post(reverse("network:withdraw_way", args=[way.pk]), follow=True)
    undo = BeautifulSoup(answer.content, "html.parser").select_one(f'form[action*="{way.pk}/restore"]')
    assert undo is not None
    assert not answer.context["sheet"].ways
    client.post(str(undo["action"]))
    assert [row.value for row in client.get(actor.get_absolute_url()).context["sheet"].ways] == [way.value]


def test_a_host_partner_reads_sheets_and_changes_none_d2(
    actor: Actor, orme: Person, as_person: SignedIn
) -> None:
    client = as_person(orme)
    page = client.get(actor.get_absolute_url()).content.decode()
    assert "Le Tournesol" in page
    assert "Je complète" not in page
    assert client.get(reverse("network:change_actor", args=[actor.pk])).status_code == 403


def test_only_coordination_opens_a_sheet_to_the_public_p7(
    actor: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    url = reverse("network:change_actor", args=[actor.pk])
    client = as_person(mirabelle)
    client.post(url, sent(client.get(url)) | {"is_public": "on"})
    actor.refresh_from_db()
    assert not actor.is_public
