"""Whom a request comes from (T7), and logs that hold nothing of what people ask or write."""

import json
import logging
import sys
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.kit.logs import AllowListFormatter, is_a_line
from maillage.kit.proxies import client_address
from maillage.people.models import Person, Throttle

PROXY = "10.0.0.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (PROXY, "198.51.100.7", "198.51.100.7"),
        (PROXY, "203.0.113.99, 198.51.100.7", "198.51.100.7"),
        (PROXY, "198.51.100.7, 10.0.0.8", "198.51.100.7"),
        (PROXY, "nonsense", PROXY),
        (PROXY, "198.51.100.7, nonsense", PROXY),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.9", "198.51.100.7", "198.51.100.7"),
        ("", "198.51.100.7", "None"),
    ],
)
def test_a_forwarded_address_is_believed_from_a_stated_proxy_alone(
    peer: str, forwarded: str, client: str, settings: Any
) -> None:
    settings.PROXIES = [ip_network("10.0.0.0/24")]
    assert str(client_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded})) == client


def guess(peer: str, forwarded: str) -> int:
    sent = {"email": "a@test.example", "password": "x"}
    answer = Client().post("/sign-in/", sent, REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    return answer.status_code


@pytest.mark.django_db
def test_tries_are_counted_for_the_person_behind_the_proxy_and_nobody_can_pretend(settings: Any) -> None:
    settings.PROXIES = [ip_network(PROXY)]
    assert {guess(PROXY, "198.51.100.7") for _ in range(9)} == {422, 429}
    assert guess(PROXY, "198.51.100.8") == 422
    Throttle.objects.all().delete()
    assert 429 in {guess("192.0.2.1", f"198.51.100.{number}") for number in range(9)}


@pytest.mark.django_db
def test_https_is_believed_from_a_stated_proxy_alone(settings: Any) -> None:
    settings.PROXIES = [ip_network(PROXY)]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    https = {"X-Forwarded-Proto": "https"}
    assert Client().get("/sign-in/", REMOTE_ADDR=PROXY, headers=https).status_code == 200
    assert Client().get("/sign-in/", REMOTE_ADDR="192.0.2.1", headers=https).status_code == 301


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    text = AllowListFormatter().format(record)
    assert is_a_line(text)
    line: dict[str, Any] = json.loads(text)
    return line


@pytest.mark.django_db
def test_a_request_is_logged_by_the_name_of_its_page_without_address_or_answer(
    mirabelle: Person, as_person: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "maillage.kit.logs"):
        page = reverse("people:colleague", args=[mirabelle.pk])
        as_person(mirabelle).get(f"{page}?q=secret")
    line = line_of(caplog.records[-1])
    assert {"method": "GET", "status": 200, "route": "people:colleague"}.items() <= line.items()
    assert "secret" not in json.dumps(line)
    assert str(mirabelle.pk) not in json.dumps(line)


def test_an_exception_is_logged_by_its_kind_and_place_without_its_words() -> None:
    try:
        raise ValueError("the secret of Basilic")
    except ValueError:
        record = logging.LogRecord("maillage.x", 40, "", 0, "broken: %s", ("Basilic",), sys.exc_info())
    line = line_of(record)
    assert (line["raised"], line["event"]) == ("ValueError", "broken: %s")
    assert "test_proxies_and_logs.py" in line["at"][-1]
    assert "Basilic" not in json.dumps(line)


def test_of_another_librarys_sentences_only_the_logger_is_kept() -> None:
    record = logging.LogRecord("django.security", 40, "", 0, "Invalid host Basilic", (), None)
    assert "Basilic" not in json.dumps(line_of(record))


@pytest.mark.parametrize("text", ["Traceback", '{"time": 1, "name": "Basilic"}', "[1]", '"x"'])
def test_a_line_with_anything_else_is_not_kept(text: str) -> None:
    assert not is_a_line(text)


def test_health_is_asked_without_session_or_sign_in(db: None) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 204
    assert not answer.cookies
