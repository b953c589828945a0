"""Nobody gets into the account of another alone: one asks, another confirms, the person reads it (T8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from conftest import PASSWORD, SignedIn
from maillage.kit import clock
from maillage.kit.models import HistoryEntry, QueuedMail
from maillage.kit.operations import RefusedError
from maillage.people import invitations
from maillage.people.models import AuthenticatorApp, Invitation, Person, RecoveryCode, WayBack
from maillage.people.second_factor import new_sealed_secret

pytestmark = pytest.mark.django_db
NEW = {"display_name": "Mirabelle", "language": "fr", "password": "une phrase toute neuve"}


@pytest.fixture
def armed(mirabelle: Person) -> Person:
    """Somebody with an app and a code on paper."""
    AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=new_sealed_secret(), added_at=clock.now())
    RecoveryCode.objects.create(person=mirabelle, digest="0" * 64)
    return mirabelle


def ask(browser: Client, person: Person, kind: str) -> str:
    return browser.post(f"/accounts/{person.pk}/way-back/{kind}/", follow=True).content.decode()


def gesture(browser: Client, name: str) -> str:
    """What becomes of the one way back there is."""
    way = WayBack.objects.get()
    return browser.post(f"/accounts/way-back/{way.pk}/{name}/", follow=True).content.decode()


def test_the_second_factor_is_cleared_by_two_and_the_person_reads_it(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person
) -> None:
    hers = as_person(armed)
    assert "Erable" not in ask(as_person(coquelicot), armed, "factors")
    assert hers.get("/team/").status_code == 200, "asking opens nothing"
    assert "Mirabelle" in as_person(erable).get("/").content.decode(), "whoever can confirm is told"
    gesture(as_person(erable), "confirm")
    assert hers.get("/team/").status_code == 302
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCode.objects.exists()
    again = Client()
    again.post("/sign-in/", {"email": armed.email, "password": PASSWORD})
    home = again.get("/").content.decode()
    assert "Coquelicot l’a demandé" in home
    assert "Erable l’a confirmé" in home
    assert "l’a demandé" not in gesture(again, "read")
    told = HistoryEntry.objects.filter(verb__startswith="people.way_back.").order_by("id")
    assert [(each.verb.rsplit(".")[-1], str(each.by)) for each in told] == [
        ("asked", "Coquelicot"),
        ("confirmed", "Erable"),
        ("read", "Mirabelle"),
    ]


def test_whoever_asked_cannot_confirm_nor_the_person_concerned(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person
) -> None:
    ask(as_person(coquelicot), armed, "factors")
    assert "Je l’ai demandé moi-même" in gesture(as_person(coquelicot), "confirm")
    armed.memberships.update(role="coordination")
    way = WayBack.objects.get()
    assert as_person(armed).post(f"/accounts/way-back/{way.pk}/confirm/").status_code == 403
    assert AuthenticatorApp.objects.exists()


def test_the_person_concerned_can_stop_it_before(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person
) -> None:
    ask(as_person(coquelicot), armed, "factors")
    hers = as_person(armed)
    assert "Coquelicot demande" in hers.get("/").content.decode()
    gesture(hers, "withdraw")
    assert "a été retirée" in gesture(as_person(erable), "confirm")
    assert AuthenticatorApp.objects.exists()


def test_after_a_week_it_can_be_confirmed_no_more(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person
) -> None:
    ask(as_person(coquelicot), armed, "factors")
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert "plus de sept jours" in gesture(as_person(erable), "confirm")
    assert AuthenticatorApp.objects.exists()


def test_a_new_password_takes_two_then_one_link_and_the_second_factor_is_asked_all_the_same(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person
) -> None:
    hers, keeper = as_person(armed), as_person(coquelicot)
    ask(keeper, armed, "password")
    assert not Invitation.objects.exists()
    gesture(as_person(erable), "confirm")
    made = keeper.post(f"/accounts/invitation/{Invitation.objects.get().pk}/renew/").content.decode()
    link = re.search(r"(/welcome/\?key=[^\"]+)", made)
    assert link
    browser = Client()
    browser.get(link[1], follow=True)
    assert browser.post("/welcome/", NEW)["Location"] == "/sign-in/code/"
    assert hers.get("/team/").status_code == 302, "the sessions of before are over"
    with pytest.raises(RefusedError):
        invitations.renew(by=coquelicot, invitation=Invitation.objects.get())


def test_a_link_of_before_is_not_made_anew_by_one(coquelicot: Person, mirabelle: Person) -> None:
    soon = clock.now() + timedelta(days=1)
    old = Invitation.objects.create(person=mirabelle, role="raq", digest="0" * 64, expires_at=soon)
    with pytest.raises(RefusedError):
        invitations.renew(by=coquelicot, invitation=old)
    with pytest.raises(RefusedError):
        invitations.invite_again(by=coquelicot, person=mirabelle)


def test_with_nobody_to_confirm_it_says_who_can_and_the_server_opens_it(
    as_person: SignedIn, coquelicot: Person, armed: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Personne d’autre ne peut confirmer" in ask(as_person(coquelicot), armed, "factors")
    call_command("way_back", str(armed.email), "factors")
    assert not AuthenticatorApp.objects.exists()
    call_command("way_back", str(armed.email), "password")
    assert "/welcome/?key=" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("way_back", "nobody@test.example", "password")
    assert HistoryEntry.objects.filter(verb="people.way_back.opened", by=None).count() == 2


def test_where_mail_is_set_up_the_person_learns_it_at_once_without_a_name(
    as_person: SignedIn, coquelicot: Person, erable: Person, armed: Person, settings: Settings
) -> None:
    settings.MAIL = {"host": "localhost"}
    ask(as_person(coquelicot), armed, "factors")
    gesture(as_person(erable), "confirm")
    mail = QueuedMail.objects.get()
    assert mail.recipient == armed.email
    assert not any(name in mail.text for name in ("Coquelicot", "Erable", "Mirabelle"))
