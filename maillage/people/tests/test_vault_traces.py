"""After a whole life of a vault, nothing that opens it lies in the database, the logs or the browser."""

import base64
import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from conftest import PASSWORD
from maillage.people import vault
from maillage.people.models import Person, SignInSession, VaultKey
from maillage.people.tests.test_vault import LATER, codes_on

pytestmark = pytest.mark.django_db
PHRASE = "trois chats sur un toit d’ardoise"


def _forms(secret: bytes) -> Iterator[bytes]:
    """A secret as it could lie about: raw, in hexadecimal, in base 64 of either alphabet."""
    yield secret
    yield secret.hex().encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(secret).rstrip(b"=")


def _everything() -> bytes:
    """All rows as their columns hold them; on SQLite also the bytes of the database itself."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    for row in SignInSession.objects.all():
        found.append(repr(row.get_decoded()).encode())
    if connection.vendor == "sqlite":
        found.append(connection.connection.serialize())
    return b"\n".join(found)


def test_nothing_that_opens_it_stays_anywhere(
    mirabelle: Person, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser, looked = Client(), []
    browser.post("/sign-in/", {"email": mirabelle.email, "password": PASSWORD})
    codes = codes_on(browser.post("/me/vault/new/", {"password": PASSWORD}))
    looked.append(_everything())
    browser.post("/me/vault/codes/check/", {"code": codes[0]})
    browser.post("/me/vault/passphrase/", {"passphrase": PHRASE})
    for field, typed in (("code", codes[1]), ("secret", PHRASE)):
        browser.post("/me/vault/close/")
        browser.post("/me/vault/open/", {field: typed})
    browser.post("/session/lock/")
    browser.post("/session/unlock/", {"password": PASSWORD})
    browser.post("/me/password/", {"current": PASSWORD, "new": LATER})
    looked.append(_everything())
    half = bytes.fromhex(browser.cookies["maillage_vault"].value)
    browser.post("/sign-out/")
    looked.append(_everything())

    opened = vault.opened_by(LATER, mirabelle)
    assert opened is not None
    key = VaultKey.objects.get()
    assert key.checked_at
    for place in looked:  # what may be seen is: we do look where things lie
        assert bytes(key.public_key) in place
    secrets = [opened.private_keys[0], half, *(word.encode() for word in (PASSWORD, LATER, PHRASE))]
    secrets += [vault.read_code(code).encode() for code in codes] + [code.encode() for code in codes]
    output = capfd.readouterr()
    looked.append("\n".join([caplog.text, output.out, output.err]).encode())
    looked.append(repr(sorted((k, m.value) for k, m in browser.cookies.items())).encode())
    for number, place in enumerate(looked):
        for secret in secrets:
            for form in _forms(secret):
                assert form not in place, f"{secret!r} lies in place {number}"
