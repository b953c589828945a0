"""One day of an action: noted, confirmed in one tap, counted once (U-RAQ-17, U-RAQ-19)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Event
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood, NeighbourhoodCommune

pytestmark = pytest.mark.django_db
ADD = reverse("collective_actions:add_event")


def sent(answer: Any, **typed: str) -> dict[str, Any]:
    """What the form of this page would send, with what a person changed."""
    form = answer.context["form"]
    plain = {
        bound.name: bound.value()
        for bound in form
        if bound.value() not in (None, "", []) and not isinstance(bound.value(), list)
    }
    return (
        plain
        | {"raqs": [str(getattr(person, "pk", person)) for person in form["raqs"].value() or []]}
        | typed
    )


def test_an_event_is_noted_by_any_name_of_its_action_where_people_say_it_is(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    stand.aliases.create(name="Stand Marché")
    commune = Commune.objects.create(nis="21015", name_fr="Schaerbeek")
    place = Neighbourhood.objects.create(name_fr="Colignon")
    NeighbourhoodCommune.objects.create(neighbourhood=place, commune=commune, share=100)
    data = {
        "action": "stand marche", "day": "2026-03-05", "neighbourhood": "colignon", "held": "on",
        "participants": "12", "groups-0-language": "ar", "groups-0-number": "5", "parts-0-name": "sport",
        "parts-0-minutes": "60", "parts-1-name": "discussion", "parts-1-theme": "bien dormir",
        "keywords-0-word": "voyage", "keywords-0-helps": "2",
    }  # fmt: skip
    answer = as_person(mirabelle).post(ADD, data)
    event = Event.objects.get()
    assert answer.headers["Location"] == event.get_absolute_url()
    assert (event.action, event.state, event.commune) == (stand, "held", commune)
    assert [str(group) for group in event.groups.all()] == ["arabe · 5"]
    assert [part.theme for part in event.parts.all()] == ["", "bien dormir"]
    assert event.keywords.get().complicated == 0
    page = as_person(mirabelle).get(event.get_absolute_url()).content.decode()
    for words in ("bien dormir", "voyage", "12"):
        assert words in page


def test_an_unknown_label_names_the_nearest_and_a_new_action_takes_one_more_tick(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    client, data = as_person(mirabelle), {"action": "Stand info St Servais", "day": "2026-03-05"}
    answer = client.post(ADD, data)
    assert answer.status_code == 422
    assert str(stand) in str(answer.context["form"].errors["action"])
    assert "new_action" in answer.context["form"].fields
    assert not Event.objects.exists()
    client.post(ADD, data | {"new_action": "on"})
    assert Event.objects.get().action.name_fr == "Stand info St Servais"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": "12:00", "end": "10:00"}, "end"),
        ({"neighbourhood": "Nulle part"}, "neighbourhood"),
        ({"participants": "3", "new_participants": "4"}, "__all__"),
        ({"groups-0-number": "3"}, "groups"),
        ({"day": "2099-01-01", "held": "on"}, "held"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(
    typed: dict[str, str], field: str, stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    data = {"action": str(stand), "day": "2026-03-05"} | typed
    answer = as_person(mirabelle).post(ADD, data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Event.objects.exists()


def test_one_tap_says_that_it_was_held_and_one_takes_it_back(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    event = event_on(clock.today() - timedelta(days=1), stand, mirabelle, romarin)
    client = as_person(mirabelle)
    assert str(event) in client.get("/").content.decode()
    client.post(reverse("collective_actions:hold_event", args=[event.pk]), {"participants": "9"})
    assert Event.objects.held().count() == 1  # once, however many RAQs (R9)
    with pytest.raises(RefusedError):  # a colleague answers at the same moment
        operations.cancel_event(by=romarin, event=Event.objects.get(), because=None)
    client.post(reverse("collective_actions:plan_event", args=[event.pk]))
    event.refresh_from_db()
    assert (event.state, event.participants) == ("planned", 9)


def test_cancelled_with_a_reason_it_stays_in_sight_and_does_not_count(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    event = event_on(clock.today(), stand, mirabelle)
    because = shipped_term("cancellation_reason", "weather")
    url = reverse("collective_actions:cancel_event", args=[event.pk])
    page = as_person(mirabelle).post(url, {"because": str(because.pk)}, follow=True).content.decode()
    assert str(because) in page
    assert not Event.objects.held().exists()


def test_what_is_still_to_come_was_not_held(stand: Action, mirabelle: Person) -> None:
    event = event_on(clock.today() + timedelta(days=1), stand, mirabelle)
    with pytest.raises(RefusedError):
        operations.hold_event(by=mirabelle, event=event)


def test_two_colleagues_complete_one_event_and_nothing_is_lost_f33(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    event = event_on(clock.today() - timedelta(days=1), stand, mirabelle)
    url, client = reverse("collective_actions:change_event", args=[event.pk]), as_person(mirabelle)
    page = client.get(url)
    operations.change_event(
        by=romarin, event=event, values={"place": "Salle du fond"}, beside={"groups": [("ar", "", 4)]}
    )
    assert client.post(url, sent(page, participants="7")).status_code == 302
    event.refresh_from_db()
    assert (event.place, event.participants, event.groups.count()) == ("Salle du fond", 7, 1)
    page = client.get(url)
    operations.change_event(by=romarin, event=event, values={"place": "Dehors"})
    answer = client.post(url, sent(page, place="Au premier étage"))
    assert answer.status_code == 422
    assert "Dehors" in str(answer.context["form"].errors["place"])
    assert client.post(url, sent(answer, place="Au premier étage")).status_code == 302
