"""The second factor: asked after the password, limited as it, with a way out on paper (T8, T9)."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from conftest import PASSWORD, SignedIn, open_session
from maillage.people.models import AuthenticatorApp, Person, RecoveryCode, SignInSession
from maillage.people.second_factor import digest_of, new_codes, new_sealed_secret, opened

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


@pytest.fixture(autouse=True)
def _a_real_installation(settings: Settings) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def app(mirabelle: Person) -> pyotp.TOTP:
    """Mirabelle's phone, set up."""
    sealed = new_sealed_secret()
    AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=sealed, added_at=NOW)
    return pyotp.TOTP(opened(sealed))


def password(person: Person, client: Client | None = None) -> Client:
    """A browser in which the password was right."""
    browser = client or Client()
    browser.post("/sign-in/", {"email": person.email, "password": PASSWORD, "next": "/team/"})
    return browser


def at(**later: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(**later), tick=False)


def test_the_password_alone_shows_nothing(mirabelle: Person, app: pyotp.TOTP) -> None:
    browser = password(mirabelle)
    assert browser.get("/team/").status_code == 302
    assert browser.get("/sign-in/code/").status_code == 200
    assert not SignInSession.objects.filter(person=mirabelle).exists()


def test_the_digits_open_the_page_that_was_asked_for(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = password(mirabelle)
        answer = browser.post("/sign-in/code/", {"code": app.at(NOW)})
        assert (answer.status_code, answer["Location"]) == (302, "/team/")
        assert browser.get("/team/").status_code == 200


def test_digits_work_once_even_within_their_half_minute(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        assert password(mirabelle).post("/sign-in/code/", {"code": app.at(NOW)}).status_code == 302
        again = password(mirabelle).post("/sign-in/code/", {"code": app.at(NOW)})
    assert again.status_code == 422
    assert "chaque code ne sert qu’une fois" in again.content.decode()


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (30, 302), (-90, 422), (90, 422)])
def test_two_clocks_may_disagree_by_half_a_minute(
    mirabelle: Person, app: pyotp.TOTP, seconds: int, status: int
) -> None:
    with at():
        shown = app.at(NOW + timedelta(seconds=seconds))
        assert password(mirabelle).post("/sign-in/code/", {"code": shown}).status_code == status


def test_wrong_digits_are_limited_as_passwords_are(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = password(mirabelle)
        tried = [browser.post("/sign-in/code/", {"code": f"{n:06}"}).status_code for n in range(9)]
        assert tried == [422] * 8 + [429]
        right = password(mirabelle).post("/sign-in/code/", {"code": app.at(NOW)})
        assert right.status_code == 429, "the right one waits, too"
    with at(minutes=16):
        later = password(mirabelle).post("/sign-in/code/", {"code": app.at(NOW + timedelta(minutes=16))})
        assert later.status_code == 302


def test_the_step_after_the_password_waits_ten_minutes(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = password(mirabelle)
    with at(minutes=11):
        digits = app.at(NOW + timedelta(minutes=11))
        assert browser.post("/sign-in/code/", {"code": digits})["Location"] == "/sign-in/"
        assert browser.get("/team/").status_code == 302


def test_a_password_changed_meanwhile_closes_the_step(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = password(mirabelle)
        mirabelle.set_password("une tout autre phrase")
        mirabelle.save()
        assert browser.post("/sign-in/code/", {"code": app.at(NOW)})["Location"] == "/sign-in/"


def test_somebody_who_left_meanwhile_stays_out(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = password(mirabelle)
        Person.objects.filter(pk=mirabelle.pk).update(is_active=False)
        assert browser.post("/sign-in/code/", {"code": app.at(NOW)})["Location"] == "/sign-in/"


def test_a_paper_code_opens_once_however_it_is_typed(mirabelle: Person, app: pyotp.TOTP) -> None:
    code = new_codes()[0]
    RecoveryCode.objects.create(person=mirabelle, digest=digest_of(mirabelle, code))
    typed = code.upper().replace("-", " ")
    assert password(mirabelle).post("/sign-in/code/", {"code": typed}).status_code == 302
    assert password(mirabelle).post("/sign-in/code/", {"code": code}).status_code == 422


def test_anothers_paper_code_opens_nothing(mirabelle: Person, romarin: Person, app: pyotp.TOTP) -> None:
    code = new_codes()[0]
    RecoveryCode.objects.create(person=romarin, digest=digest_of(romarin, code))
    assert password(mirabelle).post("/sign-in/code/", {"code": code}).status_code == 422


# --- Setting up --------------------


def test_an_account_without_factor_is_led_to_set_one_up_before_anything(romarin: Person) -> None:
    browser = password(romarin)
    assert browser.get("/team/")["Location"] == "/me/second-factor/"
    assert browser.post("/me/", {"display_name": "R"})["Location"] == "/me/second-factor/"
    assert browser.get("/me/second-factor/").status_code == 200
    assert browser.post("/sign-out/").status_code == 302


def test_the_app_is_set_up_with_a_real_code_and_opens_everything(romarin: Person) -> None:
    with at():
        browser = password(romarin)
        page = BeautifulSoup(browser.get("/me/second-factor/app/").content, "html.parser")
        drawing = browser.get("/me/second-factor/app/code.svg")
        assert drawing["Content-Type"] == "image/svg+xml"
        assert b"style=" not in drawing.content
        code = page.select_one("main code")
        assert code is not None
        app = pyotp.TOTP(code.text.replace(" ", ""))
        assert browser.post("/me/second-factor/app/", {"code": "000000"}).status_code == 422
        assert browser.post("/me/second-factor/app/", {"code": app.at(NOW)}).status_code == 302
        assert browser.get("/team/").status_code == 200
        assert browser.get("/me/second-factor/app/code.svg").status_code == 204, (
            "the secret is not shown again"
        )
    with at(minutes=1):
        again = password(romarin)
        digits = app.at(NOW + timedelta(minutes=1))
        assert again.post("/sign-in/code/", {"code": digits}).status_code == 302


def test_the_secret_is_nowhere_in_clear(mirabelle: Person, app: pyotp.TOTP) -> None:
    assert app.secret not in AuthenticatorApp.objects.get().sealed_secret


def test_paper_codes_are_shown_once_and_counted(
    mirabelle: Person, app: pyotp.TOTP, as_person: SignedIn
) -> None:
    browser = as_person(mirabelle)
    page = browser.post("/me/second-factor/codes/").content.decode()
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", page)
    assert len(set(codes)) == 10
    assert password(mirabelle).post("/sign-in/code/", {"code": codes[3]}).status_code == 302
    later = browser.get("/me/second-factor/").content.decode()
    assert "Il reste 9 codes" in later
    assert codes[0] not in later


def test_new_paper_codes_replace_the_old(mirabelle: Person, app: pyotp.TOTP, as_person: SignedIn) -> None:
    browser = as_person(mirabelle)
    old = re.findall(
        r"<code>([a-z2-7-]{19})</code>", browser.post("/me/second-factor/codes/").content.decode()
    )
    browser.post("/me/second-factor/codes/")
    assert password(mirabelle).post("/sign-in/code/", {"code": old[0]}).status_code == 422


def test_an_open_screen_is_not_enough_to_change_how_i_come_in(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = open_session(Client(), mirabelle)
    with at(minutes=12):
        asked = browser.post("/me/second-factor/codes/")
        assert asked["Location"].startswith("/me/confirm/")
        assert not RecoveryCode.objects.exists()
        assert browser.post("/me/confirm/", {"password": "not it"}).status_code == 422
        assert browser.post("/me/confirm/", {"password": PASSWORD}).status_code == 302
        assert browser.post("/me/second-factor/codes/").status_code == 200


def test_the_last_factor_stays(mirabelle: Person, app: pyotp.TOTP, as_person: SignedIn) -> None:
    page = as_person(mirabelle).post("/me/second-factor/app/remove/", follow=True)
    assert "j’en ajoute d’abord un autre" in page.content.decode()
    assert AuthenticatorApp.objects.filter(person=mirabelle).exists()


def test_once_set_up_the_page_asked_for_opens(mirabelle: Person) -> None:
    browser = password(mirabelle)
    led = browser.get("/team/?q=dessin")
    assert led["Location"] == "/me/second-factor/"
    page = browser.get("/me/second-factor/").content.decode()
    assert "Avant que le reste s’ouvre" in page
    assert 'href="/team/"' not in page, "no menu leads in circles"
    browser.get("/me/second-factor/app/")
    secret = opened(browser.session["app_secret"])
    browser.post("/me/second-factor/app/", {"code": pyotp.TOTP(secret).now()})
    codes = browser.post("/me/second-factor/codes/").content.decode()
    assert 'href="/team/?q=dessin"' in codes
    assert browser.get("/team/").status_code == 200


# --- The lock --------------------


def test_an_idle_session_opens_by_password_alone(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = open_session(Client(), mirabelle)
    with at(minutes=16):
        assert browser.post("/session/unlock/", {"password": PASSWORD}).status_code == 204


def test_after_its_lifetime_a_session_asks_both_and_loses_nothing(mirabelle: Person, app: pyotp.TOTP) -> None:
    with at():
        browser = open_session(Client(), mirabelle)
    later = NOW + timedelta(hours=13)
    with at(hours=13):
        page = browser.post("/me/password/", {"current": "x"})
        assert 'name="unlock_code"' in page.content.decode()
        script = browser.post("/session/unlock/", {"password": PASSWORD})
        assert (script.status_code, script.json()["code"]) == (422, True)
        typed = {"unlock_password": PASSWORD, "unlock_method": "GET"}
        assert browser.post("/team/", typed).status_code == 422
        assert browser.post("/team/", typed | {"unlock_code": app.at(later)}).status_code == 302
        assert browser.get("/team/").status_code == 200


def test_in_the_demo_no_factor_is_asked_p12(romarin: Person, settings: Settings) -> None:
    settings.SECOND_FACTOR = False
    assert password(romarin).get("/team/").status_code == 200
