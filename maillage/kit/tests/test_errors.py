"""Error pages: plain words in three languages, a way on, nothing of the request repeated."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from maillage.kit import errors

PAGES = {
    "bad_request": 400,
    "csrf_failure": 403,
    "permission_denied": 403,
    "page_not_found": 404,
    "too_large": 413,
    "too_many": 429,
    "server_error": 500,
    "unavailable": 503,
}
SECRET = "Mirabelle-0470"


def asked(name: str, *, cookies: dict[str, str] | None = None, **headers: str) -> HttpResponse:
    request = RequestFactory().get(f"/dossier/{SECRET}/", {"q": SECRET}, headers=headers)
    request.COOKIES.update(cookies or {})
    answer: HttpResponse = getattr(errors, name)(request)
    return answer


@pytest.mark.parametrize(("name", "status"), PAGES.items())
def test_each_page_has_its_status_a_title_and_a_way_on(name: str, status: int) -> None:
    answer = asked(name)
    assert answer.status_code == status
    html = answer.content.decode()
    assert "<h1>" in html
    assert 'href="/"' in html
    assert SECRET not in html


@pytest.mark.parametrize("name", PAGES)
def test_each_page_speaks_three_languages(name: str) -> None:
    said = set()
    for language in ("fr", "nl", "en"):
        with translation.override(language):
            answer = asked(name, cookies={"maillage_language": language})
        assert f'<html lang="{language}"' in answer.content.decode()
        said.add(answer.content.decode().split("<h1>")[1].split("</h1>")[0])
    assert len(said) == 3


@pytest.mark.parametrize(("name", "status"), PAGES.items())
def test_a_fragment_gets_the_sentence_alone(name: str, status: int) -> None:
    answer = asked(name, hx_request="true")
    assert answer.status_code == status
    html = answer.content.decode()
    assert "<html" not in html
    assert 'role="alert"' in html
    assert SECRET not in html


@pytest.mark.parametrize(("name", "status"), PAGES.items())
def test_a_program_gets_json(name: str, status: int) -> None:
    answer = asked(name, accept="application/json")
    assert answer.status_code == status
    said = json.loads(answer.content)["error"]
    assert len(said) > 20
    assert SECRET not in said


@pytest.mark.parametrize("name", PAGES)
def test_no_error_is_kept_by_a_cache(name: str) -> None:
    assert asked(name)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("wait", "header", "words"), [(20, "20", "1 minute"), (61, "61", "2 minutes"), (900, "900", "15 minutes")]
)
def test_a_pause_says_how_long_in_words_and_in_seconds(wait: int, header: str, words: str) -> None:
    """Rate limits never lock a person out for good."""

    class Wait(Exception):
        retry_after = wait

    with translation.override("en"):
        answer = errors.too_many(RequestFactory().get("/"), Wait())
    assert answer["Retry-After"] == header
    assert words in answer.content.decode()


def test_a_pause_of_unknown_length_is_a_minute() -> None:
    assert asked("too_many")["Retry-After"] == str(int(timedelta(minutes=1).total_seconds()))


class Unreachable:
    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the last pages must not read the person ({name})")


@pytest.mark.parametrize("name", ["server_error", "unavailable"])
def test_the_last_pages_read_neither_person_nor_database(name: str) -> None:
    """No database mark on this test: any query would raise."""
    request: HttpRequest = RequestFactory().get("/")
    request.user = Unreachable()  # type: ignore[assignment]
    request.session = Unreachable()  # type: ignore[assignment]
    answer: HttpResponse = getattr(errors, name)(request)
    assert answer.status_code in (500, 503)


def test_the_last_pages_speak_the_language_of_the_cookie() -> None:
    with translation.override("fr"):
        answer = asked("server_error", cookies={"maillage_language": "nl"}, accept_language="en")
    assert answer["Content-Language"] == "nl"
    assert '<html lang="nl"' in answer.content.decode()


def test_without_cookie_they_speak_the_language_of_the_browser() -> None:
    assert asked("unavailable", accept_language="nl-BE,nl;q=0.9")["Content-Language"] == "nl"
