"""Signing in with the organisation's own accounts, against a provider on loopback: real HTTP, real keys."""

import http.client
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from maillage.kit import clock
from maillage.people.invitations import invite
from maillage.people.models import AuthenticatorApp, Invitation, Person
from maillage.people.second_factor import new_sealed_secret
from maillage.people.tests.provider import CLIENT, SECRET, Provider, providing

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    cache.clear()
    with providing() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_NAME = "Les Glycines"
        running.claims = {"email": "mirabelle@test.example", "email_verified": True}
        yield running


def there(address: str) -> str:
    """What the browser is told to open after the provider's page."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    return str(back).removeprefix("http://testserver")


def round_trip(browser: Client, onward: str = "/team/") -> tuple[int, str]:
    """There and back: the status and where it leads, or the page."""
    begun = browser.get("/sign-in/elsewhere/", {"next": onward})
    assert begun.status_code == 302
    answer = browser.get(there(begun["Location"]))
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_the_sign_in_page_offers_it_by_its_name_only_when_set_up(client: Client, provider: Provider) -> None:
    assert "Je me connecte avec Les Glycines" in client.get("/sign-in/").content.decode()


def test_without_settings_it_is_not_there(client: Client) -> None:
    assert "elsewhere" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/elsewhere/").status_code == 404


def test_it_leads_to_the_page_asked_for(client: Client, provider: Provider, mirabelle: Person) -> None:
    assert round_trip(client) == (302, "/team/")
    assert client.get("/team/").status_code == 200


def test_the_second_factor_is_asked_as_after_a_password(
    client: Client, provider: Provider, mirabelle: Person
) -> None:
    AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=new_sealed_secret(), added_at=clock.now())
    assert round_trip(client) == (302, "/sign-in/code/")
    assert client.get("/team/").status_code == 302


def test_somebody_unknown_gets_no_account(client: Client, provider: Provider) -> None:
    status, page = round_trip(client)
    assert status == 422
    assert "La coordination peut m’inviter" in page
    assert not Person.objects.exists()


def test_somebody_invited_is_welcomed_first(client: Client, provider: Provider) -> None:
    invite(by=None, email="mirabelle@test.example", role="raq")
    assert round_trip(client) == (302, "/welcome/")
    sent = {"display_name": "Mirabelle", "language": "fr", "password": "une phrase à moi"}
    assert client.post("/welcome/", sent).status_code == 302
    assert client.get("/team/").status_code == 200


def test_an_invitation_that_is_too_old_says_so(client: Client, provider: Provider) -> None:
    invite(by=None, email="mirabelle@test.example", role="raq")
    Invitation.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    assert "sept jours" in round_trip(client)[1]


def test_somebody_who_left_stays_out(client: Client, provider: Provider, mirabelle: Person) -> None:
    Person.objects.filter(pk=mirabelle.pk).update(is_active=False)
    assert round_trip(client)[0] == 422


BENT = [
    ({"email_verified": False}, "n’a pas vérifié"),
    ({"email_verified": "true"}, "n’a pas vérifié"),
    ({"nonce": "of another time"}, "ne correspond pas"),
    ({"aud": "another system"}, "ne correspond pas"),
    ({"aud": [CLIENT, "another"], "azp": "another"}, "ne correspond pas"),
    ({"iss": "http://elsewhere.example"}, "ne correspond pas"),
    ({"exp": int(time.time()) - 120}, "les deux horloges"),
    ({"iat": int(time.time()) + 3600}, "les deux horloges"),
]


@pytest.mark.parametrize(("claims", "sentence"), BENT)
def test_a_wrong_answer_opens_nothing_and_says_what_to_do(
    client: Client, provider: Provider, mirabelle: Person, claims: dict[str, object], sentence: str
) -> None:
    provider.claims |= claims
    status, page = round_trip(client)
    assert (status, sentence in page) == (422, True)
    assert client.get("/team/").status_code == 302


def test_two_clocks_may_disagree_by_a_minute(client: Client, provider: Provider, mirabelle: Person) -> None:
    provider.claims |= {"exp": int(time.time()) - 30, "iat": int(time.time()) + 30}
    assert round_trip(client)[0] == 302


def test_a_token_signed_by_another_key_opens_nothing(
    client: Client, provider: Provider, mirabelle: Person
) -> None:
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert round_trip(client)[0] == 422


def test_an_answer_nobody_asked_for_opens_nothing(
    client: Client, provider: Provider, mirabelle: Person
) -> None:
    begun = client.get("/sign-in/elsewhere/")
    back = there(begun["Location"])
    assert Client().get(back).status_code == 422, "another browser"
    assert client.get(back.replace("state=", "state=x")).status_code == 422
    assert client.get(back).status_code == 422, "the question is forgotten after one answer"


def test_being_refused_there_is_said(client: Client, provider: Provider, mirabelle: Person) -> None:
    provider.refuses = True
    assert "ne m’a pas laissé entrer" in round_trip(client)[1]


def test_a_provider_that_does_not_answer_leaves_the_password(client: Client, settings: Settings) -> None:
    cache.clear()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://127.0.0.1:9", CLIENT
    page = client.get("/sign-in/elsewhere/")
    assert page.status_code == 422
    assert "ne répond pas" in page.content.decode()
    assert 'name="password"' in page.content.decode()


def test_it_never_leads_elsewhere(client: Client, provider: Provider, mirabelle: Person) -> None:
    assert round_trip(client, "https://elsewhere.example/") == (302, "/")
