"""Guessing is stopped; nobody is locked out for good; an office shares its address (T9)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from conftest import PASSWORD, make_person
from maillage.people.models import Person, Throttle
from maillage.people.roles import Role

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


def attempt(client: Client, email: str | None, password: str = "not it", address: str = "192.0.2.1") -> int:
    return client.post("/sign-in/", {"email": email, "password": password}, REMOTE_ADDR=address).status_code


def test_after_eight_wrong_tries_the_right_password_waits_too(mirabelle: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        assert {attempt(Client(), mirabelle.email) for _ in range(8)} == {422}
        answer = Client().post(
            "/sign-in/", {"email": mirabelle.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.1"
        )
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    html = answer.content.decode()
    assert "15 minutes" in html
    assert "rien n’est bloqué" in html
    assert 'value="mirabelle@test.example"' in html


def test_it_forgets_after_a_quarter_of_an_hour(mirabelle: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(9):
            attempt(Client(), mirabelle.email)
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        assert attempt(Client(), mirabelle.email, PASSWORD) == 302


def guessed_from_everywhere(person: Person) -> None:
    """Somebody guesses, from the same office and from many places."""
    for number in range(120):
        attempt(Client(), person.email, address=f"192.0.2.{number % 40}")


def test_a_browser_known_to_the_account_is_not_stopped_by_others(mirabelle: Person) -> None:
    own = Client()
    assert attempt(own, mirabelle.email, PASSWORD) == 302
    own.post("/sign-out/")
    guessed_from_everywhere(mirabelle)
    assert attempt(own, mirabelle.email, PASSWORD) == 302


def test_nobody_is_locked_out_for_good_even_while_many_addresses_guess(mirabelle: Person) -> None:
    guessed_from_everywhere(mirabelle)
    assert attempt(Client(), mirabelle.email, PASSWORD, address="198.51.100.7") == 302


def test_under_attack_each_address_has_fewer_tries(mirabelle: Person) -> None:
    guessed_from_everywhere(mirabelle)
    codes = [attempt(Client(), mirabelle.email, address="198.51.100.7") for _ in range(4)]
    assert codes == [422, 422, 429, 429]


@pytest.mark.parametrize(
    "spelling", ["mırabelle@test.example", "MIRABELLE@test.example", " mirabelle@test.example"]
)
def test_another_spelling_of_an_address_is_no_fresh_start(mirabelle: Person, spelling: str) -> None:
    for _ in range(8):
        attempt(Client(), mirabelle.email)
    assert attempt(Client(), spelling, PASSWORD) in (422, 429)


def test_addresses_seen_through_ipv6_are_told_apart(mirabelle: Person) -> None:
    for _ in range(9):
        attempt(Client(), mirabelle.email, address="::ffff:192.0.2.1")
    assert attempt(Client(), mirabelle.email, PASSWORD, address="::ffff:203.0.113.9") == 302


def test_my_present_password_cannot_be_guessed_on_an_open_screen(mirabelle: Person) -> None:
    own = Client()
    attempt(own, mirabelle.email, PASSWORD)
    form = {"current": "not it", "new": "une autre phrase longue"}
    codes = [own.post("/me/password/", form).status_code for _ in range(12)]
    assert codes[-1] == 429


def test_a_known_browser_cannot_guess_without_end_either(mirabelle: Person) -> None:
    own = Client()
    attempt(own, mirabelle.email, PASSWORD)
    own.post("/sign-out/")
    codes = [attempt(own, mirabelle.email) for _ in range(12)]
    assert codes[:10] == [422] * 10
    assert codes[10:] == [429, 429]


def test_a_made_up_device_cookie_is_worth_nothing(mirabelle: Person) -> None:
    client = Client()
    client.cookies["maillage_device"] = "made-up:value"
    codes = [attempt(client, mirabelle.email) for _ in range(9)]
    assert codes[-1] == 429


def test_twenty_people_behind_one_address_sign_in_at_nine(db: None) -> None:
    people = [make_person(f"raq{number}", Role.RAQ) for number in range(20)]
    for person in people:
        client = Client()
        assert [attempt(client, person.email), attempt(client, person.email)] == [422, 422]
        assert attempt(client, person.email, PASSWORD) == 302


def test_one_address_cannot_try_account_after_account() -> None:
    codes = [attempt(Client(), f"{number}@test.example") for number in range(61)]
    assert codes[59:] == [422, 429]


def test_neighbours_of_one_ipv6_network_count_as_one() -> None:
    codes = [attempt(Client(), "x@test.example", address=f"2001:db8::{n:x}") for n in range(9)]
    assert codes[-1] == 429


def test_the_counters_hold_no_name_and_no_address(mirabelle: Person) -> None:
    attempt(Client(), mirabelle.email)
    kept = " ".join(f"{row.key} {row.tries}" for row in Throttle.objects.all())
    assert "mirabelle" not in kept
    assert "192.0.2" not in kept


def test_unlocking_is_throttled_as_signing_in_is(mirabelle: Person) -> None:
    own = Client()
    attempt(own, mirabelle.email, PASSWORD)
    codes = [own.post("/session/unlock/", {"password": "not it"}).status_code for _ in range(12)]
    assert codes[-1] == 429
