"""Letting somebody in and out: links that work once, roles with dates, departures at once (T8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from conftest import SignedIn
from maillage.kit import clock
from maillage.people.invitations import address_of, invite, renew, withdraw
from maillage.people.models import Invitation, Person, RoleMembership, SignInSession
from maillage.people.roles import Role

pytestmark = pytest.mark.django_db
NEW = {"email": "Sauge@test.example", "display_name": "Sauge", "role": "raq", "first_day": "2026-03-02"}
ARRIVAL = {"display_name": "Sauge", "language": "nl", "password": "een zin die ik onthoud"}


@pytest.fixture
def link(as_person: SignedIn, coquelicot: Person) -> str:
    """The link as coordination copies it from the screen."""
    html = as_person(coquelicot).post("/accounts/invite/", NEW).content.decode()
    found = re.search(r'value="http://testserver(/welcome/\?key=[^"]+)"', html)
    assert found
    return found[1]


def opened(link: str) -> Client:
    """A browser in which the link was followed."""
    browser = Client()
    browser.get(link, follow=True)
    return browser


def test_a_link_leads_from_the_screen_to_the_home_page_u_gv_05(link: str) -> None:
    browser = Client()
    page = browser.get(link, follow=True)
    assert page.redirect_chain == [("/welcome/", 302)], "the secret leaves the address"
    assert "sauge@test.example" in page.content.decode()
    answer = browser.post("/welcome/", ARRIVAL)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    home = browser.get("/").content.decode()
    assert 'lang="nl"' in home
    assert "Sauge" in home
    assert Person.objects.get(email="sauge@test.example").has_role(Role.RAQ)


def test_of_the_link_only_a_hash_is_kept(link: str) -> None:
    token = link.split("key=")[1]
    kept = [str(value) for row in Invitation.objects.values() for value in row.values()]
    assert kept
    assert not any(token in value for value in kept)
    assert not any(token in row.session_data for row in SignInSession.objects.all())


def test_a_link_works_once_and_says_so_afterwards(link: str) -> None:
    opened(link).post("/welcome/", ARRIVAL)
    again = opened(link).get("/welcome/")
    assert again.status_code == 410
    assert "Ce lien a servi" in again.content.decode()
    assert (
        opened(link).post("/welcome/", ARRIVAL | {"password": "une autre phrase encore"}).status_code == 410
    )


def test_two_browsers_with_one_link_let_one_in(link: str) -> None:
    first, second = opened(link), opened(link)
    assert first.post("/welcome/", ARRIVAL).status_code == 302
    assert second.post("/welcome/", ARRIVAL).status_code == 410


def test_after_seven_days_a_link_is_too_old_and_says_what_to_do(link: str) -> None:
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        page = opened(link).get("/welcome/")
        assert page.status_code == 410
        assert "peut en faire un nouveau" in page.content.decode()


def test_a_link_that_never_was_says_so() -> None:
    page = opened("/welcome/?key=invented").get("/welcome/")
    assert page.status_code == 410
    assert "n’ouvre rien" in page.content.decode()


def test_looking_at_the_link_does_not_use_it_up(link: str) -> None:
    for _each in range(3):
        opened(link)
    assert opened(link).post("/welcome/", ARRIVAL).status_code == 302


def test_a_short_password_keeps_what_was_typed(link: str) -> None:
    page = opened(link).post("/welcome/", ARRIVAL | {"password": "pas assez", "display_name": "Sauge bleue"})
    assert page.status_code == 422
    assert 'value="Sauge bleue"' in page.content.decode()
    assert "pas assez" not in page.content.decode()


def test_in_a_browser_where_somebody_is_signed_in_the_link_waits(
    link: str, as_person: SignedIn, coquelicot: Person
) -> None:
    assert "Coquelicot" in as_person(coquelicot).get(link).content.decode()
    assert opened(link).post("/welcome/", ARRIVAL).status_code == 302


def test_a_new_link_makes_the_first_open_nothing(coquelicot: Person) -> None:
    invitation = invite(by=coquelicot, email="sauge@test.example", role="raq")
    first = address_of(invitation)
    second = address_of(renew(by=coquelicot, invitation=invitation))
    assert opened(first).get("/welcome/").status_code == 410
    assert opened(second).get("/welcome/").status_code == 200


def test_a_withdrawn_invitation_opens_nothing(coquelicot: Person) -> None:
    invitation = invite(by=coquelicot, email="sauge@test.example", role="raq")
    withdraw(by=coquelicot, invitation=invitation)
    assert opened(address_of(invitation)).get("/welcome/").status_code == 410


def test_an_address_is_invited_once(link: str, as_person: SignedIn, coquelicot: Person) -> None:
    page = as_person(coquelicot).post("/accounts/invite/", NEW)
    assert page.status_code == 422
    assert "Quelqu’un a déjà cette adresse" in page.content.decode()


def test_the_operator_invites_coordination_and_operators_only(as_person: SignedIn, erable: Person) -> None:
    browser = as_person(erable)
    assert browser.post("/accounts/invite/", NEW).status_code == 422
    assert browser.post("/accounts/invite/", NEW | {"role": "coordination"}).status_code == 200


def test_the_first_invitation_is_made_by_nobody() -> None:
    """What an installation begins with: the operator's command has no author."""
    invitation = invite(by=None, email="premiere@test.example", role=Role.COORDINATION)
    assert opened(address_of(invitation)).post("/welcome/", ARRIVAL).status_code == 302


# --- Accounts --------------------


def test_the_list_shows_roles_and_invitations_and_never_when_somebody_came_p3(
    link: str, as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    as_person(mirabelle)
    html = as_person(coquelicot).get("/accounts/").content.decode()
    assert "Mirabelle" in html
    assert "invité·e" in html
    assert clock.in_words(clock.today()) not in html.replace("depuis le 2 mars 2026", "")


def test_a_role_held_already_is_not_given_twice(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    sent = {"role": "raq", "first_day": "2026-03-02"}
    page = as_person(coquelicot).post(f"/accounts/{mirabelle.pk}/role/", sent)
    assert page.status_code == 422
    assert "a déjà ce rôle" in page.content.decode()


def test_a_last_day_is_taken_back_until_it_is_over(
    as_person: SignedIn, coquelicot: Person, mirabelle: Person
) -> None:
    role, browser = mirabelle.memberships.get(), as_person(coquelicot)
    browser.post(f"/accounts/role/{role.pk}/end/", {"last_day": clock.today().isoformat()})
    browser.post(f"/accounts/role/{role.pk}/reopen/")
    assert mirabelle.memberships.get().last_day is None
    yesterday = clock.today() - timedelta(days=1)
    browser.post(f"/accounts/role/{role.pk}/end/", {"last_day": yesterday.isoformat()})
    said = browser.post(f"/accounts/role/{role.pk}/reopen/", follow=True).content.decode()
    assert "Ce rôle est terminé" in said
    assert mirabelle.memberships.get().last_day == yesterday


def test_a_role_ends_on_its_last_day(as_person: SignedIn, coquelicot: Person, mirabelle: Person) -> None:
    membership = mirabelle.memberships.get()
    yesterday = clock.today() - timedelta(days=1)
    as_person(coquelicot).post(f"/accounts/role/{membership.pk}/end/", {"last_day": yesterday.isoformat()})
    assert Person.objects.get(pk=mirabelle.pk).roles == frozenset()
    assert RoleMembership.objects.filter(pk=membership.pk).exists()
