"""Leaving: access ends with the day, records stay; until the day is over it is undone (T8, U-CO-03)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from conftest import PASSWORD, SignedIn
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.people.jobs import close_accounts
from maillage.people.models import Person, RoleMembership
from maillage.people.roles import Role

pytestmark = pytest.mark.django_db


def leaves(browser: Client, person: Person, in_days: int = 0) -> str:
    """Coordination notes the departure; the page that follows."""
    last_day = clock.today() + timedelta(days=in_days)
    answer = browser.post(
        f"/accounts/{person.pk}/departure/", {"last_day": last_day.isoformat()}, follow=True
    )
    return answer.content.decode()


def test_a_departure_today_signs_out_everywhere_at_once_and_keeps_what_was_written(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    hers, elsewhere = as_person(mirabelle), as_person(mirabelle)
    page = leaves(as_person(coquelicot), mirabelle)
    assert "déconnectée partout" in page
    assert "J’annule le départ" in page
    assert hers.get("/team/").status_code == elsewhere.get("/team/").status_code == 302
    assert Client().post("/sign-in/", {"email": mirabelle.email, "password": PASSWORD}).status_code == 422
    assert HistoryEntry.objects.filter(subject_id=str(mirabelle.pk), by=coquelicot).count() == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        close_accounts()
        close_accounts()
        assert mirabelle.memberships.get().last_day == clock.today() - timedelta(days=1)
    assert HistoryEntry.objects.filter(verb="people.account.closed").count() == 1


def test_until_the_day_is_over_it_is_undone_and_all_is_as_before(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    soon = clock.today() + timedelta(days=40)
    RoleMembership.objects.create(person=mirabelle, role=Role.RESEARCH, first_day=soon)
    before = list(RoleMembership.objects.order_by("pk").values())
    browser = as_person(coquelicot)
    leaves(browser, mirabelle)
    browser.post(f"/accounts/{mirabelle.pk}/return/")
    assert list(RoleMembership.objects.order_by("pk").values()) == before
    assert Client().post("/sign-in/", {"email": mirabelle.email, "password": PASSWORD}).status_code == 302


def test_a_departure_on_a_later_day_lets_in_until_then(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    hers = as_person(mirabelle)
    page = leaves(as_person(coquelicot), mirabelle, in_days=3)
    assert "part le" in page
    assert hers.get("/team/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert not Person.objects.get(pk=mirabelle.pk).has_role(Role.RAQ), "before any job has run"
        close_accounts()
        assert not Person.objects.get(pk=mirabelle.pk).is_active
    assert hers.get("/team/").status_code == 302


def test_a_day_that_is_over_is_no_departure(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    assert "au plus tôt aujourd’hui" in leaves(as_person(coquelicot), mirabelle, in_days=-1)
    assert Person.objects.get(pk=mirabelle.pk).leaves_on is None


def test_somebody_comes_back_later_to_their_own_account(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    leaves(as_person(coquelicot), mirabelle)
    with time_machine.travel(clock.now() + timedelta(days=30)):
        browser, today = as_person(coquelicot), clock.today()
        browser.post(f"/accounts/{mirabelle.pk}/return/")
        assert Person.objects.get(pk=mirabelle.pk).roles == frozenset(), "the roles ended with the last day"
        browser.post(f"/accounts/{mirabelle.pk}/role/", {"role": "raq", "first_day": today.isoformat()})
        assert Client().post("/sign-in/", {"email": mirabelle.email, "password": PASSWORD}).status_code == 302
        assert Person.objects.get(pk=mirabelle.pk).roles == {Role.RAQ}


def test_nobody_notes_their_own_departure(as_person: SignedIn, coquelicot: Person) -> None:
    browser = as_person(coquelicot)
    browser.post(f"/accounts/{coquelicot.pk}/departure/", {"last_day": clock.today().isoformat()})
    browser.post(f"/accounts/role/{coquelicot.memberships.get().pk}/end/", {"last_day": "2026-03-31"})
    assert browser.get("/accounts/").status_code == 200
    assert coquelicot.memberships.get().last_day is None
