"""« Ma fiche »: contacts made, silences and refusals among them (U-RAQ-25, U-RAQ-26, D4, D12)."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.network import operations
from maillage.network.collaboration import collaboration_of
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.network.tests.conftest import actor_in, contact, days_ago, outcome, zone_of_one_place
from maillage.people.models import Person
from maillage.territory.models import Assignment, Neighbourhood, Zone


def sent(**more: Any) -> dict[str, Any]:
    return {"happened_on": clock.today().isoformat()} | more


def test_the_first_contact_opens_my_sheet_and_later_ones_join_it(
    tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    silence, deal = outcome("no_answer"), outcome("collective")
    client, url = as_person(mirabelle), reverse("network:add_contact", args=[tournesol.pk])
    known = shipped_term("actor_known_through", "walking")
    first = sent(outcome=silence.pk, known_through=known.pk, next_step="Rappeler")
    client.post(url, first | {"next_step_on": clock.today().isoformat()})
    assert "Rappeler" in client.get("/").content.decode()
    answer = client.post(url, sent(outcome=deal.pk, words="Un stand ensemble"), follow=True)
    sheet = PersonalSheet.objects.get()
    assert (sheet.person, sheet.known_through, sheet.next_step) == (mirabelle, known, "")
    assert sheet.contacts.count() == 2
    assert HistoryEntry.objects.filter(verb="network.contact.noted").count() == 2
    page = answer.content.decode()
    assert page.index(str(deal)) < page.index(str(silence)), "newest first"


def test_a_silence_and_a_refusal_are_steps_like_others_and_the_thread_is_the_teams(
    tournesol: Actor, mirabelle: Person, romarin: Person, garance: Person
) -> None:
    """D4: RAQs and coordination read it; hosts, research and administration find none of it."""
    contact(tournesol, romarin, "refusal", days_ago(20), reasons=["overload"])
    contact(tournesol, garance, "no_answer", days_ago(30))
    contact(tournesol, mirabelle, "information", days_ago(3))
    thread = collaboration_of(tournesol, mirabelle)
    assert thread is not None
    assert [(step.knot, step.is_mine) for step in thread.steps] == [
        ("full", True),
        ("dotted", False),
        ("dotted", False),
    ]


def test_hosts_research_and_administration_find_no_personal_sheet(
    tournesol: Actor, mirabelle: Person, orme: Person, saule: Person, noisetier: Person, coquelicot: Person
) -> None:
    contact(tournesol, mirabelle, words="Entre nous")
    for person in (orme, saule, noisetier):
        assert collaboration_of(tournesol, person) is None
    thread = collaboration_of(tournesol, coquelicot)
    assert thread is not None
    assert not thread.may_add


def test_whether_it_lies_in_my_zone_is_read_on_the_day_of_the_first_contact(
    tournesol: Actor, mirabelle: Person, garance: Person
) -> None:
    """The assignment of that day decides, also when an earlier contact is noted later (report R11)."""
    Assignment.objects.filter(person=mirabelle).update(first_day=days_ago(10))
    zone_of_one_place(7, garance)
    before = {"first_day": days_ago(100), "last_day": days_ago(11)}
    Assignment.objects.create(person=mirabelle, zone=Zone.objects.get(ordinal=7), **before)

    def inside() -> bool | None:
        return PersonalSheet.objects.get().inside_zone

    contact(tournesol, mirabelle)
    assert inside() is True
    early = contact(tournesol, mirabelle, on=days_ago(50))
    assert inside() is False
    operations.withdraw_contact(by=mirabelle, contact=early)
    assert inside() is True


def test_an_actor_without_a_known_place_is_neither_inside_nor_outside(
    colignon: Neighbourhood, mirabelle: Person
) -> None:
    contact(actor_in(None, "Sans adresse", mirabelle), mirabelle)
    assert PersonalSheet.objects.get().inside_zone is None


def test_i_can_say_it_otherwise_and_why_an_actor_from_elsewhere(
    tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    contact(tournesol, mirabelle)
    sheet = PersonalSheet.objects.get()
    reason = shipped_term("actor_outside_reason", "theme")
    client, url = as_person(mirabelle), reverse("network:change_personal_sheet", args=[sheet.pk])

    def say(answer: str) -> PersonalSheet:
        seen = client.get(url).context["form"].initial
        kept = {"version": seen["version"], "seen": seen["seen"], "outside_reasons": [reason.pk]}
        assert client.post(url, kept | {"inside_zone": answer}).status_code == 302
        sheet.refresh_from_db()
        return sheet

    assert say("no").inside_zone is False
    assert list(sheet.outside_reasons.all()) == [reason]
    assert say("").inside_zone is True, "as the map says again"
    assert not sheet.outside_reasons.exists(), "asked of those from elsewhere only"


@pytest.mark.parametrize("day", [date(2021, 3, 31), days_ago(-1)])
def test_facts_begin_with_the_project_and_end_today_u_raq_26(
    day: date, tournesol: Actor, mirabelle: Person, as_person: SignedIn
) -> None:
    url = reverse("network:add_contact", args=[tournesol.pk])
    data = {"happened_on": day.isoformat(), "outcome": outcome("information").pk, "words": "gardé"}
    answer = as_person(mirabelle).post(url, data)
    assert answer.status_code == 422
    assert "gardé" in answer.content.decode()
    assert not PersonalSheet.objects.exists(), "nothing half-written"


def test_reasons_belong_to_a_refusal(tournesol: Actor, mirabelle: Person) -> None:
    refused = contact(tournesol, mirabelle, "refusal", reasons=["overload", "no_interest"])
    assert refused.refusal_reasons.count() == 2
    values = {"happened_on": clock.today(), "outcome": outcome("information"), "words": ""}
    operations.change_contact(by=mirabelle, contact=refused, values=values)
    assert not refused.refusal_reasons.exists()
    with pytest.raises(RefusedError):
        operations.change_contact(by=mirabelle, contact=refused, values=values)


def test_a_contact_is_its_raqs_alone_to_change_and_a_mistake_comes_back(
    tournesol: Actor, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    noted = contact(tournesol, mirabelle, "collective")
    url = reverse("network:withdraw_contact", args=[noted.pk])
    assert as_person(romarin).post(url).status_code == 403
    as_person(mirabelle).post(url)
    assert not Contact.objects.standing().exists()
    as_person(mirabelle).post(reverse("network:restore_contact", args=[noted.pk]))
    assert Contact.objects.standing().exists()


def test_my_sheets_are_mine_what_comes_next_first(
    tournesol: Actor, colignon: Neighbourhood, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    other = actor_in(colignon, "La Louche", mirabelle)
    contact(tournesol, mirabelle, on=days_ago(1))
    contact(other, mirabelle, on=days_ago(9), next_step="Passer", next_step_on=clock.today())
    contact(actor_in(colignon, "Pas à moi", romarin), romarin)
    page = as_person(mirabelle).get(reverse("network:my_sheets")).content.decode()
    assert page.index("La Louche") < page.index("Le Tournesol")
    assert "Pas à moi" not in page
