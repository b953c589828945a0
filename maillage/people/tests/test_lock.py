"""The lock: quiet minutes, a whole lifetime, and nothing typed is ever lost (T9, F18)."""

from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import PASSWORD, SignedIn, open_session
from maillage.people.models import Person, SignInSession

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
PROFILE = {
    "display_name": "Mirabelle des champs",
    "language": "fr",
    "theme": "auto",
    "skills": "dessin\njardin",
}


def at(**later: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(**later), tick=False)


@pytest.fixture
def browser(mirabelle: Person) -> Client:
    with at():
        return open_session(Client(), mirabelle)


def typed(html: str) -> dict[str, list[str]]:
    """What the page's main form would send, as a browser reads it."""
    form = BeautifulSoup(html, "html.parser").select_one("main form")
    assert form is not None
    kept: dict[str, list[str]] = {}
    for field in form.select("input[name]"):
        kept.setdefault(str(field["name"]), []).append(unescape(str(field.get("value", ""))))
    return kept


def test_a_used_session_stays_open(browser: Client) -> None:
    for minutes in (10, 20, 30):
        with at(minutes=minutes):
            assert browser.get("/team/").status_code == 200


def test_a_quiet_session_locks_and_shows_nothing(browser: Client) -> None:
    with at(minutes=15):
        answer = browser.get("/team/")
    assert answer.status_code == 401
    assert answer["X-Session"] == "locked"
    assert "rien n’est perdu" in answer.content.decode()


def test_the_password_opens_the_page_that_was_asked(browser: Client) -> None:
    with at(minutes=16):
        page = browser.get("/team/?q=arabe").content.decode()
        answer = browser.post("/team/?q=arabe", typed(page) | {"unlock_password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/team/?q=arabe")
        assert browser.get("/team/").status_code == 200


def test_a_wrong_password_opens_nothing(browser: Client) -> None:
    with at(minutes=16):
        answer = browser.post("/team/", {"unlock_password": "not it", "unlock_method": "GET"})
        assert answer.status_code == 422
        assert browser.get("/team/").status_code == 401


@pytest.mark.parametrize("later", [{"minutes": 16}, {"hours": 13}])
def test_what_was_sent_while_locked_is_kept_and_saved_after_the_password(
    browser: Client, mirabelle: Person, later: dict[str, int]
) -> None:
    with at(**later):
        page = browser.post("/me/", PROFILE | {"languages": ["ar", "fr"]})
        assert page.status_code == 401
        kept = typed(page.content.decode())
        assert kept["languages"] == ["ar", "fr"]
        answer = browser.post("/me/", kept | {"unlock_password": [PASSWORD]})
    assert answer.status_code == 302
    mirabelle.refresh_from_db()
    assert mirabelle.display_name == "Mirabelle des champs"
    assert set(mirabelle.skills.values_list("label", flat=True)) == {"dessin", "jardin"}
    assert set(mirabelle.spoken_languages.values_list("code", flat=True)) == {"ar", "fr"}


def test_a_wrong_password_keeps_what_was_sent_too(browser: Client) -> None:
    with at(minutes=16):
        kept = typed(browser.post("/me/", PROFILE).content.decode())
        again = browser.post("/me/", kept | {"unlock_password": ["not it"]})
    assert typed(again.content.decode())["display_name"] == ["Mirabelle des champs"]
    assert "not it" not in again.content.decode()


def test_a_session_has_a_whole_lifetime_even_when_used(browser: Client) -> None:
    for minutes in range(10, 12 * 60, 10):
        with at(minutes=minutes):
            assert browser.get("/me/password/").status_code == 200
    with at(hours=12):
        assert browser.get("/me/password/").status_code == 401


def test_unlocking_does_not_lengthen_the_lifetime_but_signing_anew_starts_one(
    browser: Client, mirabelle: Person
) -> None:
    with at(hours=11):
        browser.post("/session/unlock/", {"password": PASSWORD})
        assert browser.get("/me/password/").status_code == 200
    with at(hours=12):
        assert browser.get("/me/password/").status_code == 401
        browser.post("/session/unlock/", {"password": PASSWORD})
    with at(hours=12, minutes=10):
        assert browser.get("/me/password/").status_code == 200


def test_the_lock_screen_speaks_json(browser: Client) -> None:
    with at(minutes=1):
        assert browser.post("/session/lock/").status_code == 204
        fetched = browser.get("/team/", headers={"Accept": "application/json"})
        assert (fetched.status_code, fetched.json()["locked"]) == (401, True)
        wrong = browser.post("/session/unlock/", {"password": "not it"})
        assert wrong.status_code == 422
        assert "mot de passe" in wrong.json()["error"]
        assert browser.post("/session/unlock/", {"password": PASSWORD}).status_code == 204
        assert browser.get("/team/").status_code == 200


def test_signing_anew_after_the_lifetime_changes_the_session_key(browser: Client, mirabelle: Person) -> None:
    """ASVS 7.2.4; the session keeps its place in my list."""
    before = SignInSession.objects.get(person=mirabelle)
    with at(hours=12):
        browser.post("/session/unlock/", {"password": PASSWORD})
    after = SignInSession.objects.get(person=mirabelle)
    assert after.session_key != before.session_key
    assert after.public_id == before.public_id


def test_a_second_request_with_the_same_cookie_finds_the_session_open(browser: Client) -> None:
    """A double tap on the password page, without script (F11)."""
    with at(minutes=16):
        kept = typed(browser.post("/me/", PROFILE).content.decode()) | {"unlock_password": [PASSWORD]}
        key = browser.cookies["maillage_session"].value
        answers = []
        for _ in range(2):
            browser.cookies["maillage_session"] = key
            answers.append(browser.post("/me/", kept).status_code)
    assert answers == [302, 302]


def test_a_page_read_while_locked_stays_a_reading_when_another_tab_unlocked(browser: Client) -> None:
    with at(minutes=16):
        page = browser.get("/me/").content.decode()
        browser.post("/session/unlock/", {"password": PASSWORD})
        answer = browser.post("/me/", typed(page) | {"unlock_password": [PASSWORD]})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")


def test_no_password_is_kept_in_the_page_that_asks_one(browser: Client) -> None:
    with at(minutes=16):
        page = browser.post("/me/password/", {"current": PASSWORD, "new": "une autre phrase longue"})
    assert PASSWORD not in page.content.decode()
    assert "une autre phrase longue" not in page.content.decode()


def test_a_file_sent_while_locked_is_not_dropped_in_silence(browser: Client) -> None:
    with at(minutes=16):
        sent = PROFILE | {"file": SimpleUploadedFile("photo.jpg", b"...")}
        html = browser.post("/me/", sent).content.decode()
    assert "fichier" in html
    assert "display_name" not in typed(html)


def test_somebody_typing_a_long_text_is_not_locked_out(browser: Client) -> None:
    for minutes in (8, 16, 24):
        with at(minutes=minutes):
            assert browser.post("/session/alive/").status_code == 204
    with at(minutes=30):
        assert browser.get("/team/").status_code == 200


def test_a_locked_session_says_nothing_of_being_alive(browser: Client) -> None:
    with at(minutes=16):
        assert browser.post("/session/alive/").status_code == 401


def test_another_request_cannot_undo_a_lock(browser: Client, mirabelle: Person) -> None:
    with at(minutes=2):
        session = browser.session
        browser.post("/session/lock/")
        session["something"] = "else"
        session.save()
        assert browser.get("/team/").status_code == 401


def test_a_locked_browser_can_pass_to_somebody_else(browser: Client, romarin: Person) -> None:
    with at(minutes=16):
        assert browser.post("/sign-out/").status_code == 302
        answer = browser.post("/sign-in/", {"email": romarin.email, "password": PASSWORD})
        assert answer.status_code == 302
        assert "Romarin" in browser.get("/").content.decode()


def test_a_session_never_begun_is_not_open(mirabelle: Person, as_person: SignedIn) -> None:
    browser = as_person(mirabelle)
    SignInSession.objects.update(started_at=None)
    assert browser.get("/team/").status_code == 401


def test_another_persons_password_does_not_open_my_page(
    browser: Client, mirabelle: Person, romarin: Person
) -> None:
    """Romarin signed in from another tab; Mirabelle's covered page stays covered (F22)."""
    browser.post("/sign-out/")
    browser.post("/sign-in/", {"email": romarin.email, "password": PASSWORD})
    answer = browser.post("/session/unlock/", {"password": PASSWORD, "person": str(mirabelle.pk)})
    assert (answer.status_code, answer.json()["sign_in"]) == (403, "/sign-in/")


def test_what_was_kept_for_one_person_never_goes_out_as_another(mirabelle: Person, romarin: Person) -> None:
    """The page that asks the password stands open; somebody else signs in; its form is refused (F22)."""
    with at():
        client = open_session(Client(enforce_csrf_checks=True), mirabelle)
        client.get("/me/")
        token = client.cookies["csrftoken"].value
    with at(minutes=16):
        kept = typed(client.post("/me/", PROFILE, headers={"X-CSRFToken": token}).content.decode())
        client.post("/sign-out/", headers={"X-CSRFToken": token})
        client.post(
            "/sign-in/", {"email": romarin.email, "password": PASSWORD}, headers={"X-CSRFToken": token}
        )
        answer = client.post("/me/", kept | {"unlock_password": [PASSWORD]})
    assert answer.status_code == 403
    romarin.refresh_from_db()
    assert romarin.display_name == "Romarin"
