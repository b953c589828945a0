"""What is heard about room: one tap, thirty days, a colleague confirms (U-RAQ-09, P7)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.kit.testing import at_most
from maillage.network import operations
from maillage.network.fullness import badges_of, fullness_of
from maillage.network.models import Actor, SaturationReport
from maillage.network.tests.conftest import days_ago
from maillage.people.models import Person

WORDS = "Inscriptions suspendues"


def heard(actor: Actor, by: Person, on: Any = None, **values: Any) -> SaturationReport:
    given = {"kind": shipped_term("service_blockage", "saturated"), "heard": WORDS, "heard_on": clock.today()}
    report = operations.report_saturation(by=by, actor=actor, values=given | values)
    if on is not None:
        SaturationReport.objects.filter(pk=report.pk).update(heard_on=on)
        report.refresh_from_db()
    return report


def page(client: Client, actor: Actor) -> str:
    return client.get(actor.get_absolute_url()).content.decode()


def test_one_tap_says_it_is_full_and_one_tap_takes_it_back(
    tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    kind, client = shipped_term("service_blockage", "saturated"), as_person(mirabelle)
    answer = client.post(reverse("network:report_full", args=[tournesol.pk]), follow=True)
    assert str(kind) in answer.content.decode()
    undo = next(str(message.extra_tags) for message in answer.context["messages"]).removeprefix("undo:")
    client.post(undo)
    assert str(kind) not in page(client, tournesol)


def test_it_shows_with_its_age_and_names_to_the_team_and_a_number_to_hosts(
    tournesol: Actor, mirabelle: Person, romarin: Person, orme: Person, as_person: SignedIn
) -> None:
    report = heard(tournesol, mirabelle, on=days_ago(4))
    operations.confirm_report(by=romarin, report=report)
    team, host = page(as_person(romarin), tournesol), page(as_person(orme), tournesol)
    assert "Mirabelle, il y a 4 jours · confirmé par Romarin aujourd’hui" in team
    assert WORDS in host
    assert "2 collègues, la dernière fois aujourd’hui" in host
    assert not {"Mirabelle", "Romarin"} & set(host.replace(",", " ").split())


@pytest.mark.parametrize(("days", "shows"), [(29, True), (30, False)])
def test_it_fades_after_thirty_days_unless_another_hears_it_again(
    days: int, shows: bool, tournesol: Actor, mirabelle: Person, romarin: Person
) -> None:
    report = heard(tournesol, mirabelle, on=days_ago(days))
    day = clock.today()
    assert bool(fullness_of(tournesol, day, romarin).current) is shows
    if not shows:
        with pytest.raises(RefusedError):
            operations.confirm_report(by=romarin, report=report)
        return
    operations.confirm_report(by=romarin, report=report)
    SaturationReport.objects.filter(pk=report.pk).update(heard_on=days_ago(40))
    assert fullness_of(tournesol, day, romarin).current[0].words == WORDS


def test_there_is_room_ends_it_for_all_and_undoing_brings_all_of_it_back(
    tournesol: Actor, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    report = heard(tournesol, mirabelle)
    operations.confirm_report(by=romarin, report=report)
    client = as_person(romarin)
    client.post(reverse("network:end_report", args=[report.pk]))
    assert "De nouveau de la place" in page(client, tournesol)
    assert badges_of([tournesol], clock.today(), romarin)[tournesol.pk].text == (
        "De nouveau de la place, entendu aujourd’hui"
    )
    client.post(reverse("network:reopen_report", args=[report.pk]))
    assert fullness_of(tournesol, clock.today(), romarin).current[0].reporters == 2


def test_what_the_service_answers_stands_beside_it_whoever_notes_it(
    tournesol: Actor, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    report = heard(tournesol, mirabelle)
    url = reverse("network:answer_report", args=[report.pk])
    client = as_person(romarin)
    seen = client.get(url).context["form"].initial
    sent = {"answer": "Reprise le 2 mars", "answered_on": clock.today().isoformat()}
    client.post(url, sent | {"version": seen["version"], "seen": seen["seen"]})
    assert "Le service répond\u00a0: Reprise le 2 mars" in page(client, tournesol)


def test_words_a_colleague_confirmed_are_no_longer_mine_to_change(
    tournesol: Actor, mirabelle: Person, romarin: Person
) -> None:
    report = heard(tournesol, mirabelle)
    operations.confirm_report(by=romarin, report=report)
    values = {"kind": report.kind, "heard": "Tout va bien", "heard_on": clock.today()}
    with pytest.raises(RefusedError):
        operations.change_report(by=mirabelle, report=report, values=values)


@pytest.mark.parametrize(
    "values",
    [{"kind": None, "heard": " "}, {"heard_on": days_ago(-1)}, {"heard_on": days_ago(30)}],
)
def test_a_senseless_report_gets_a_sentence(
    values: dict[str, Any], tournesol: Actor, mirabelle: Person
) -> None:
    with pytest.raises(RefusedError):
        heard(tournesol, mirabelle, **values)


def test_a_list_asks_once_for_all_its_badges_and_the_operator_gets_none(
    tournesol: Actor, mirabelle: Person, romarin: Person, orme: Person, erable: Person
) -> None:
    other = operations.add_actor(by=mirabelle, values={"name_fr": "La Louche"})
    heard(tournesol, mirabelle, on=days_ago(3))
    heard(other, romarin, kind=None, heard="Colis toujours possible")
    assert orme.roles
    with at_most(1):
        badges = badges_of([tournesol, other], clock.today(), orme)
    assert {key: badge.text for key, badge in badges.items()} == {
        tournesol.pk: "Inscriptions suspendues, entendu il y a 3 jours"
    }
    assert badges_of([tournesol], clock.today(), erable) == {}
