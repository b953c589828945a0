"""Signing in by password: the right one opens, the wrong one says so once for all cases."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory

from conftest import PASSWORD
from maillage.people.models import Person, SignInSession

pytestmark = pytest.mark.django_db
URL = "/sign-in/"


def post(client: Client, email: str, password: str, **more: str) -> tuple[int, str]:
    answer = client.post(URL, {"email": email, "password": password, **more})
    return answer.status_code, answer.content.decode()


def test_the_right_password_opens_the_page_asked_for(mirabelle: Person, client: Client) -> None:
    answer = client.post(URL, {"email": mirabelle.email, "password": PASSWORD, "next": "/team/"})
    assert (answer.status_code, answer["Location"]) == (302, "/team/")
    assert client.get("/team/").status_code == 200


def test_capitals_and_spaces_in_the_address_do_not_matter(mirabelle: Person, client: Client) -> None:
    assert post(client, " MIRABELLE@test.example ", PASSWORD)[0] == 302


def test_a_page_asked_for_before_sign_in_comes_after_it(mirabelle: Person, client: Client) -> None:
    assert client.get("/team/")["Location"] == "/sign-in/?next=/team/"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_elsewhere(mirabelle: Person, client: Client, elsewhere: str) -> None:
    answer = client.post(URL, {"email": mirabelle.email, "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer_and_keep_the_address(
    mirabelle: Person, client: Client
) -> None:
    wrong, unknown = (post(client, email, "not it") for email in (mirabelle.email or "", "who@test.example"))
    assert wrong[0] == unknown[0] == 422
    sentence = "Cette adresse et ce mot de passe ne vont pas ensemble"
    assert sentence in wrong[1]
    assert sentence in unknown[1]
    assert 'value="mirabelle@test.example"' in wrong[1]
    assert "not it" not in wrong[1]


def test_an_empty_form_says_what_is_needed(client: Client) -> None:
    assert post(client, "", "")[0] == 422


def test_somebody_who_left_cannot_sign_in(mirabelle: Person, client: Client) -> None:
    Person.objects.filter(pk=mirabelle.pk).update(is_active=False)
    assert post(client, mirabelle.email or "", PASSWORD)[0] == 422


def test_somebody_known_by_number_only_cannot_sign_in(rf: RequestFactory) -> None:
    """The eighteen RAQ of annex 1 have no address: an empty one finds none of them."""
    Person.objects.create(display_name="RAQ 1", password=make_password(PASSWORD))
    for typed in ("", " "):
        assert authenticate(rf.post("/"), username=typed, password=PASSWORD) is None


def test_sign_out_ends_the_session_and_clears_the_browser_asvs_14_3_1(
    mirabelle: Person, client: Client
) -> None:
    post(client, mirabelle.email or "", PASSWORD)
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get("/team/").status_code == 302
    assert not SignInSession.objects.filter(person=mirabelle).exists()


def test_a_signed_in_page_is_kept_nowhere_asvs_14_3_2(mirabelle: Person, client: Client) -> None:
    post(client, mirabelle.email or "", PASSWORD)
    assert client.get("/")["Cache-Control"] == "no-store"


def test_when_somebody_signed_in_last_is_not_kept_p3() -> None:
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}


def test_the_language_can_be_chosen_before_sign_in(client: Client) -> None:
    client.post("/language/", {"language": "nl", "next": URL})
    answer = client.get(URL)
    assert 'lang="nl"' in answer.content.decode()
    assert answer["Content-Language"] == "nl"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "xx", "next": URL})
    assert 'lang="fr"' in client.get(URL).content.decode()


def test_the_pages_speak_the_persons_language(mirabelle: Person, client: Client) -> None:
    Person.objects.filter(pk=mirabelle.pk).update(language="nl")
    post(client, mirabelle.email or "", PASSWORD)
    assert 'lang="nl"' in client.get("/").content.decode()


def test_the_pages_that_read_nobody_speak_my_language_too(mirabelle: Person, client: Client) -> None:
    """The language stays in the browser, for the sign-in page and for 500 and 503."""
    Person.objects.filter(pk=mirabelle.pk).update(language="nl")
    post(client, mirabelle.email or "", PASSWORD)
    client.post("/sign-out/")
    assert 'lang="nl"' in client.get(URL).content.decode()


def test_sending_after_the_session_ended_gets_a_sentence_not_a_sign_in_page(client: Client) -> None:
    answer = client.post("/me/", {"display_name": "Mirabelle"})
    assert answer.status_code == 401
    assert "je retrouve ce que j’ai tapé" in answer.content.decode()
    swapped = client.get("/team/", headers={"HX-Request": "true", "HX-Target": "colleagues"})
    assert swapped.status_code == 401
    assert b"<form" not in swapped.content


def test_the_address_of_a_button_is_a_human_page(mirabelle: Person, client: Client) -> None:
    post(client, mirabelle.email or "", PASSWORD)
    answer = client.get("/me/sessions/end-others/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<h1>" in answer.content.decode()
