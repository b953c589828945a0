"""« J’ai besoin de deux collègues, arabe ou espagnol » (U-RAQ-23)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import SignedIn, make_person
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, HelpWanted
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.people.models import Person, SpokenLanguage
from maillage.territory.models import Absence

pytestmark = pytest.mark.django_db


def speaker(name: str, code: str, **more: object) -> Person:
    person = make_person(name, "raq", **more)
    SpokenLanguage.objects.create(person=person, code=code)
    return person


def test_those_who_speak_it_are_there_and_show_it_are_proposed_in_no_order_of_merit(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    day = clock.today() + timedelta(days=3)
    event = event_on(day, stand, mirabelle)
    zinnia, aster = speaker("zinnia", "es"), speaker("aster", "ar")
    away, _hidden, _other = (
        speaker("bleuet", "ar"),
        speaker("iris", "ar", shows_languages=False),
        speaker("lin", "tr"),
    )
    Absence.objects.create(person=away, first_day=day, last_day=day)
    client, url = as_person(mirabelle), reverse("collective_actions:ask_help", args=[event.pk])
    answer = client.post(url, {"needed": "2", "languages": ["ar", "es"]}, follow=True)
    assert [each.person for each in answer.context["proposals"]] == [aster, zinnia]


def test_a_colleague_sees_it_at_home_comes_and_may_change_their_mind(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    event = event_on(clock.today() + timedelta(days=3), stand, mirabelle)
    wanted = operations.ask_help(by=mirabelle, event=event, languages=["ar"])
    client, today = as_person(romarin), reverse("home:today")
    assert str(stand) in client.get(today).content.decode()
    client.post(reverse("collective_actions:offer_help", args=[wanted.pk]))
    assert [offer.person for offer in wanted.offers.all()] == [romarin]
    mine = client.get(f"{reverse('collective_actions:agenda')}?raq={romarin.pk}&view=day&day={event.day}")
    assert event.get_absolute_url() in mine.content.decode()
    asked = client.get(f"{reverse('collective_actions:agenda')}?wanted=on&view=day&day={event.day}")
    assert event.get_absolute_url() not in asked.content.decode()
    client.post(reverse("collective_actions:take_back_offer", args=[wanted.pk]))
    assert not wanted.offers.exists()


def test_nobody_is_asked_for_what_is_over(stand: Action, mirabelle: Person, as_person: SignedIn) -> None:
    event = event_on(clock.today() - timedelta(days=1), stand, mirabelle)
    url = reverse("collective_actions:ask_help", args=[event.pk])
    assert as_person(mirabelle).post(url, {"needed": "1"}).status_code == 422
    assert not HelpWanted.objects.exists()
