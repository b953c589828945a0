"""My card is mine: I say what colleagues see, and what I hide cannot find me (U-RAQ-15)."""

from typing import Any

import pytest

from conftest import PASSWORD, SignedIn
from maillage.kit.models import HistoryEntry
from maillage.kit.testing import assert_swap_equals_reload, at_most
from maillage.people.models import Person, SignInSession, Skill, SpokenLanguage

pytestmark = pytest.mark.django_db

CARD: dict[str, Any] = {
    "display_name": "Mirabelle",
    "job_title": "éducatrice",
    "phone": "0470 00 00 00",
    "experience": "Dix ans de rue",
    "languages": ["ar", "fr"],
    "skills": "Dessin\n dessin \n\nÉcoute",
    "language": "fr",
    "theme": "evening",
    "shows_languages": "on",
}


def test_i_save_my_card(mirabelle: Person, as_person: SignedIn) -> None:
    browser = as_person(mirabelle)
    page = browser.post("/me/", CARD, follow=True).content.decode()
    assert "Mon profil est enregistré" in page
    assert 'data-theme="evening"' in page
    assert list(mirabelle.skills.values_list("label", flat=True)) == ["Dessin", "Écoute"]


def test_history_names_the_fields_and_keeps_no_word_of_them(mirabelle: Person, as_person: SignedIn) -> None:
    as_person(mirabelle).post("/me/", CARD)
    [entry] = HistoryEntry.objects.filter(verb="people.profile.changed")
    assert '"phone":null' in entry.details
    assert "0470" not in entry.details
    assert "éducatrice" not in entry.details


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("display_name", "", "encore vide"),
        ("phone", "appelle-moi", "chiffres"),
        ("skills", "x" * 61, "60 caractères"),
        ("skills", "\n".join(f"savoir {n}" for n in range(21)), "21 savoir-faire"),
        ("languages", ["klingon"], "klingon"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    mirabelle: Person, as_person: SignedIn, field: str, value: Any, sentence: str
) -> None:
    answer = as_person(mirabelle).post("/me/", CARD | {field: value, "experience": "Gardé tel quel"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert any(word in html for word in sentence.split("|"))
    assert "Gardé tel quel" in html
    assert not HistoryEntry.objects.exists()
    assert not Skill.objects.exists()


@pytest.fixture
def shy(mirabelle: Person) -> Person:
    """Mirabelle shows nothing but her name."""
    for field in ("shows_languages", "shows_skills", "shows_phone", "shows_experience"):
        setattr(mirabelle, field, False)
    mirabelle.phone, mirabelle.experience = "0470 00 00 00", "Dix ans de rue"
    mirabelle.save()
    SpokenLanguage.objects.create(person=mirabelle, code="ar")
    Skill.objects.create(person=mirabelle, label="Dessin")
    return mirabelle


HIDDEN = ("0470 00 00 00", "Dix ans de rue", "Dessin", "arabe")


def test_what_i_hide_no_colleague_sees(shy: Person, romarin: Person, as_person: SignedIn) -> None:
    html = as_person(romarin).get(f"/team/{shy.pk}/").content.decode()
    assert "Mirabelle" in html
    assert not [word for word in HIDDEN if word in html]


def test_what_i_hide_cannot_find_me(shy: Person, romarin: Person, as_person: SignedIn) -> None:
    browser = as_person(romarin)
    assert "Mirabelle" not in browser.get("/team/?q=dessin").content.decode()
    assert "Mirabelle" not in browser.get("/team/?speaks=ar").content.decode()
    assert "Mirabelle" in browser.get("/team/?q=mirab").content.decode()


def test_what_i_show_finds_me_whatever_the_accents(shy: Person, romarin: Person, as_person: SignedIn) -> None:
    shy.shows_skills = shy.shows_languages = True
    shy.save()
    Skill.objects.create(person=shy, label="Écoute")
    browser = as_person(romarin)
    for query in ("q=ecoute", "q=ECOUTE mira", "speaks=ar", "q=arab"):
        assert "Mirabelle" in browser.get(f"/team/?{query}").content.decode(), query


def test_my_own_page_shows_what_others_see(shy: Person, as_person: SignedIn) -> None:
    html = as_person(shy).get(f"/team/{shy.pk}/").content.decode()
    assert "ce que voient mes collègues" in html
    assert not [word for word in HIDDEN if word in html]


def test_searching_swaps_what_reloading_shows(cast: dict[str, Person], as_person: SignedIn) -> None:
    assert_swap_equals_reload(as_person(cast["romarin"]), "/team/", "/team/?q=saule", "colleagues")


def test_the_team_page_asks_the_same_number_of_questions_for_any_team(
    mirabelle: Person, as_person: SignedIn
) -> None:
    from conftest import make_person

    browser = as_person(mirabelle)
    for number in range(60):
        person = make_person(f"raq{number:02}", "raq")
        Skill.objects.create(person=person, label="dessin")
    with at_most(8):
        first = browser.get("/team/").content.decode()
    assert "61 collègues" in first
    assert first.count('class="row row--lead"') == 50
    last = Person.objects.order_by("display_name")[49]
    rest = browser.get(f"/team/?after={last.pk}").content.decode()
    assert rest.count('class="row row--lead"') == 11


def test_a_new_password_ends_my_other_sessions(mirabelle: Person, as_person: SignedIn) -> None:
    here, elsewhere = as_person(mirabelle), as_person(mirabelle)
    wrong = here.post("/me/password/", {"current": "not it", "new": "une autre phrase longue"})
    assert wrong.status_code == 422
    short = here.post("/me/password/", {"current": PASSWORD, "new": "court"})
    assert short.status_code == 422
    assert (
        here.post("/me/password/", {"current": PASSWORD, "new": "une autre phrase longue"}).status_code == 302
    )
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert SignInSession.objects.filter(person=mirabelle).count() == 1


def test_i_see_and_end_my_own_sessions_asvs_7_5_2(
    mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    here, elsewhere, foreign = as_person(mirabelle), as_person(mirabelle), as_person(romarin)
    other = SignInSession.objects.get(session_key=elsewhere.session.session_key)
    theirs = SignInSession.objects.get(session_key=foreign.session.session_key)
    assert str(other.public_id) in here.get("/me/sessions/").content.decode()
    assert here.post(f"/me/sessions/{theirs.public_id}/end/").status_code == 404
    assert foreign.get("/me/").status_code == 200
    assert here.post(f"/me/sessions/{other.public_id}/end/").status_code == 302
    assert elsewhere.get("/me/").status_code == 302
    here.get("/me/")  # the message about it has been read
    assert_swap_equals_reload(here, "/me/sessions/", "/me/sessions/", "sessions")


def test_i_end_all_the_others(mirabelle: Person, as_person: SignedIn) -> None:
    here, *others = (as_person(mirabelle) for _ in range(3))
    assert "nulle part ailleurs" in here.post("/me/sessions/end-others/", follow=True).content.decode()
    assert {other.get("/me/").status_code for other in others} == {302}


def test_ending_the_session_i_am_in_signs_me_out(mirabelle: Person, as_person: SignedIn) -> None:
    here = as_person(mirabelle)
    own = SignInSession.objects.get(person=mirabelle)
    assert here.post(f"/me/sessions/{own.public_id}/end/")["Location"] == "/sign-in/"
    assert here.get("/me/").status_code == 302


def test_outside_the_team_a_card_shows_nothing_of_what_it_shows_colleagues(
    mirabelle: Person, coquelicot: Person, orme: Person, erable: Person, as_person: SignedIn
) -> None:
    """A host partner and the operator know who coordinates, not what they show the team (D2)."""
    for field in ("shows_phone", "shows_experience"):
        setattr(coquelicot, field, True)
    coquelicot.phone, coquelicot.experience = "0470 00 00 00", "Dix ans de rue"
    coquelicot.save()
    Skill.objects.create(person=coquelicot, label="Dessin")
    for reader, seen in ((mirabelle, True), (orme, False), (erable, False)):
        html = as_person(reader).get(f"/team/{coquelicot.pk}/").content.decode()
        assert "Coquelicot" in html
        assert [word in html for word in ("0470 00 00 00", "Dix ans", "Dessin")] == [seen] * 3


def test_two_spellings_of_one_skill_are_one(mirabelle: Person, as_person: SignedIn) -> None:
    assert as_person(mirabelle).post("/me/", CARD | {"skills": "İzmir\nizmir"}).status_code == 302
    assert Skill.objects.count() == 1
