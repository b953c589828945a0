"""My vault: what opens it, what does not, and that nothing of it lies about (house.md 4)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from conftest import PASSWORD, SignedIn
from maillage.kit import clock, sealing
from maillage.people import invitations, jobs, passkeys, vault
from maillage.people.models import AuthenticatorApp, Invitation, Person, SignInSession, VaultKey, VaultLock
from maillage.people.second_factor import new_sealed_secret, opened
from maillage.people.vault import NewVault
from maillage.people.vault_session import COOKIE

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
MOST = 2**31 - 1
LATER = "une tout autre phrase"


def made(person: Person) -> NewVault:
    """A vault, its codes checked."""
    new = vault.new_vault(person, PASSWORD)
    new.key.checked_at = new.key.made_at
    new.key.save()
    VaultLock.objects.bulk_create(new.locks)
    return new


@pytest.fixture
def mine(mirabelle: Person) -> NewVault:
    return made(mirabelle)


def signed_in(person: Person, password: str = PASSWORD) -> Client:
    browser = Client()
    answer = browser.post("/sign-in/", {"email": person.email, "password": password})
    assert answer.status_code == 302
    return browser


def is_open(browser: Client) -> bool:
    return bool(browser.get("/me/vault/").context["is_open"])


def codes_on(answer: Any) -> list[str]:
    return [each.text for each in BeautifulSoup(answer.content, "html.parser").select("main ol code")]


# --- What opens it, and what leaves it closed --------------------


def test_the_password_signs_in_and_opens_it_in_one_gesture(mirabelle: Person, mine: NewVault) -> None:
    browser = signed_in(mirabelle)
    assert is_open(browser)
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_whoever_is_let_in_otherwise_opens_it_apart(
    mirabelle: Person, mine: NewVault, as_person: SignedIn
) -> None:
    """As after a passkey or the organisation's own sign-in: no password was typed."""
    browser = as_person(mirabelle)
    assert not is_open(browser)
    answer = browser.post("/me/vault/open/", {"secret": "pas cela", "next": "/team/"})
    assert answer.status_code == 422
    assert not is_open(browser)
    answer = browser.post("/me/vault/open/", {"code": mine.codes[1].lower(), "next": "/team/"})
    assert (answer.status_code, answer["Location"]) == (302, "/team/")
    assert is_open(browser)


def test_a_second_factor_between_password_and_session_loses_nothing(
    mirabelle: Person, mine: NewVault
) -> None:
    sealed = new_sealed_secret()
    AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=sealed, added_at=clock.now())
    browser = signed_in(mirabelle)
    assert SignInSession.objects.get().person is None
    browser.post("/sign-in/code/", {"code": pyotp.TOTP(opened(sealed)).now()})
    assert is_open(browser)


def test_guessing_is_limited_as_passwords_are(mirabelle: Person, mine: NewVault, as_person: SignedIn) -> None:
    browser = as_person(mirabelle)
    tried = [browser.post("/me/vault/open/", {"secret": f"essai {n}"}).status_code for n in range(9)]
    assert tried == [422] * 8 + [429]
    assert browser.post("/me/vault/open/", {"code": mine.codes[0]}).status_code == 429


def test_the_lock_wipes_it_and_the_password_opens_it_again(mirabelle: Person, mine: NewVault) -> None:
    browser = signed_in(mirabelle)
    before = browser.cookies[COOKIE].value
    browser.post("/session/lock/")
    assert SignInSession.objects.get().vault is None
    assert browser.cookies[COOKIE].value == ""
    assert browser.post("/session/unlock/", {"password": PASSWORD}).status_code == 204
    assert is_open(browser)
    assert browser.cookies[COOKIE].value != before


def test_a_passkey_unlocks_the_screen_and_not_the_vault(
    mirabelle: Person, mine: NewVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "proved", lambda request, answer: mirabelle)
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(mirabelle)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert browser.post("/session/unlock/passkey/", {"answer": "{}"}).status_code == 204
        assert not is_open(browser)


def test_sessions_that_nobody_uses_any_more_keep_nothing(mirabelle: Person, mine: NewVault) -> None:
    AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=new_sealed_secret(), added_at=NOW)
    with time_machine.travel(NOW, tick=False):
        signed_in(mirabelle)  # half way, and left there
        AuthenticatorApp.objects.all().delete()
        signed_in(mirabelle)  # open, and the browser was shut
        jobs.close_vaults()
        assert SignInSession.objects.exclude(vault=None).count() == 2
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        jobs.close_vaults()
    assert not SignInSession.objects.exclude(vault=None).exists()


def test_signing_out_and_closing_leave_nothing(mirabelle: Person, mine: NewVault) -> None:
    browser = signed_in(mirabelle)
    browser.post("/me/vault/close/")
    assert (SignInSession.objects.get().vault, browser.cookies[COOKIE].value) == (None, "")
    browser = signed_in(mirabelle)
    browser.post("/sign-out/")
    assert browser.cookies[COOKIE].value == ""


def test_pages_that_do_not_ask_for_it_pay_nothing(
    mirabelle: Person, mine: NewVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(mirabelle)
    monkeypatch.setattr("maillage.people.vault_session._read", lambda *given: pytest.fail("read"))
    assert browser.get("/team/").status_code == 200


# --- Passwords that change --------------------


def test_changing_my_password_makes_its_lock_anew(
    mirabelle: Person, mine: NewVault, as_person: SignedIn
) -> None:
    browser = as_person(mirabelle)  # closed: the password typed in the form opens it
    browser.post("/me/password/", {"current": PASSWORD, "new": LATER})
    assert is_open(browser)
    assert vault.opened_by(PASSWORD, mirabelle) is None
    assert is_open(signed_in(mirabelle, LATER))


def test_a_reset_password_does_not_open_it_a_code_does_and_then_the_password_again(
    mirabelle: Person, mine: NewVault
) -> None:
    invitation = Invitation(
        person=mirabelle, role="raq", digest="0" * 64, expires_at=clock.now() + timedelta(1)
    )
    invitation.save()
    invitations.accept(
        by=mirabelle, invitation=invitation, display_name="Mirabelle", language="fr", password=LATER
    )
    browser = signed_in(mirabelle, LATER)
    assert not is_open(browser)
    page = browser.get("/me/vault/open/").content.decode()
    assert "Mon mot de passe d’aujourd’hui" in page
    wrong = browser.post("/me/vault/open/", {"code": mine.codes[0], "password": "pas celui-là"})
    assert wrong.status_code == 422
    browser.post("/me/vault/open/", {"code": mine.codes[0], "password": LATER})
    assert is_open(browser)
    assert is_open(signed_in(mirabelle, LATER))


def test_a_passphrase_opens_it_too(mirabelle: Person, mine: NewVault) -> None:
    browser = signed_in(mirabelle)
    assert browser.post("/me/vault/passphrase/", {"passphrase": "court"}).status_code == 422
    assert browser.post("/me/vault/passphrase/", {"passphrase": LATER}).status_code == 302
    assert vault.opened_by(LATER, mirabelle) == mine.opened
    assert vault.opened_by(PASSWORD, mirabelle) == mine.opened


# --- Making it, its codes, losing everything --------------------


def test_i_make_it_and_check_my_paper_once(mirabelle: Person) -> None:
    browser = signed_in(mirabelle)
    assert browser.get("/me/vault/")["Location"] == "/me/vault/new/"
    assert browser.post("/me/vault/new/", {"password": "pas celui-là"}).status_code == 422
    codes = codes_on(browser.post("/me/vault/new/", {"password": PASSWORD}))
    assert len(set(codes)) == 3
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    again = browser.post("/me/vault/new/", {"password": PASSWORD})
    assert again.status_code == 302, "sent twice, it does not replace the first"
    assert codes_on(browser.get("/me/vault/codes/check/")) == []
    assert browser.post("/me/vault/codes/check/", {"code": codes[0][:-1]}).status_code == 422
    typed = codes[2].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert browser.post("/me/vault/codes/check/", {"code": typed})["Location"] == "/me/vault/"
    assert VaultKey.objects.get().checked_at
    assert browser.get("/me/vault/codes/check/").status_code == 302


def test_new_codes_take_the_place_of_those_before(mirabelle: Person, mine: NewVault) -> None:
    browser = signed_in(mirabelle)
    codes = codes_on(browser.post("/me/vault/codes/"))
    assert vault.opened_by(mine.codes[0], mirabelle) is None
    assert vault.opened_by(codes[0], mirabelle) == mine.opened
    assert VaultKey.objects.get().checked_at is None


def test_having_lost_everything_i_begin_anew_and_a_code_found_again_opens_the_rest(
    mirabelle: Person, mine: NewVault, as_person: SignedIn
) -> None:
    place: Any = {"purpose": "encounters.note", "record": mine.key.pk}
    note = vault.seal_to(mirabelle, "elle rappelle jeudi", **place)
    assert note is not None
    browser = as_person(mirabelle)
    assert browser.post("/me/vault/new/", {"password": PASSWORD}).status_code == 422
    assert codes_on(browser.post("/me/vault/new/", {"password": PASSWORD, "lost": "on"}))
    today = vault.opened_by(PASSWORD, mirabelle)
    assert today is not None
    with pytest.raises(sealing.OtherKeyError):
        today.unseal(note, **place)
    assert browser.post("/me/vault/earlier/", {"code": mine.codes[2]}).status_code == 302
    found = vault.opened_by(PASSWORD, mirabelle)
    assert found is not None
    assert found.unseal(note, **place) == b"elle rappelle jeudi"
    assert is_open(browser)


def test_the_home_page_offers_it_to_a_raq_until_the_paper_is_checked(
    mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    assert "/me/vault/new/" in as_person(mirabelle).get("/").content.decode()
    assert "/me/vault/new/" not in as_person(coquelicot).get("/").content.decode()


# --- Thieves --------------------


def test_neither_the_row_nor_the_cookie_alone_opens_it(
    mirabelle: Person, romarin: Person, mine: NewVault
) -> None:
    made(romarin)
    browser, other = signed_in(mirabelle), signed_in(romarin)
    half, stolen = browser.cookies[COOKIE].value, SignInSession.objects.get(person=mirabelle)
    browser.cookies[COOKIE] = other.cookies[COOKIE].value
    assert not is_open(browser), "the row, with another cookie"
    other.cookies[COOKIE] = half
    assert not is_open(other), "the cookie, with another row"
    SignInSession.objects.filter(person=romarin).update(vault=stolen.vault)
    assert not is_open(other), "both, in the session of somebody else"
    browser.cookies[COOKIE] = half
    assert is_open(browser)


@pytest.mark.parametrize("column", ["salt", "sealed"])
def test_a_lock_somebody_wrote_to_opens_nothing(mirabelle: Person, mine: NewVault, column: str) -> None:
    lock = VaultLock.objects.get(kind="password")
    right = bytes(getattr(lock, column))
    for at in range(len(right)):
        changed = bytearray(right)
        changed[at] ^= 0x20
        VaultLock.objects.filter(pk=lock.pk).update(**{column: bytes(changed)})
        assert vault.opened_by(PASSWORD, mirabelle) is None, at
    VaultLock.objects.filter(pk=lock.pk).update(**{column: right[:5]})
    assert vault.opened_by(PASSWORD, mirabelle) is None


@pytest.mark.parametrize(
    "cost",
    [(0, 8, 1), (1, 0, 1), (1, 8, 0), (2**31 - 1, 8, 1), (1, 2**31 - 1, 1), (1, 8, 2**31 - 1), (2, 8, 1)],
)
def test_a_cost_somebody_wrote_opens_nothing_and_brings_nothing_down(
    mirabelle: Person, mine: NewVault, cost: tuple[int, int, int]
) -> None:
    VaultLock.objects.update(**vault.Cost(*cost)._asdict())
    assert vault.opened_by(PASSWORD, mirabelle) is None


def test_another_public_key_put_in_its_place_is_noticed(
    mirabelle: Person, romarin: Person, mine: NewVault
) -> None:
    theirs = made(romarin)
    VaultKey.objects.filter(pk=mine.key.pk).update(public_key=sealing.new_key_pair()[1])
    assert vault.opened_by(PASSWORD, mirabelle) is None
    VaultLock.objects.filter(key=theirs.key).update(key=mine.key.pk, kind="code")
    assert vault.opened_by(PASSWORD, mirabelle) is None


def test_an_open_vault_does_not_tell_its_keys(mine: NewVault) -> None:
    assert repr(mine.opened.private_keys[0]) not in repr(mine)
    assert repr(mine.opened.private_keys[0]) not in repr(mine.opened)
    assert mine.codes[0] not in repr(mine)
