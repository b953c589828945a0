"""Coordination changes the words of the team on screen, without a developer (U-CO-03, U-GV-05)."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conftest import SignedIn
from maillage.kit import clock
from maillage.kit.shipped import load_vocabularies
from maillage.kit.terms import Term, Vocabulary
from maillage.kit.vocabularies import choices_on, resolve
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(db: None) -> Vocabulary:
    load_vocabularies()
    return Vocabulary.objects.get(code="theme")


@pytest.fixture
def desk(coquelicot: Person, as_person: SignedIn) -> Client:
    return as_person(coquelicot)


def term(code: str) -> Term:
    return Term.objects.get(vocabulary__code="theme", code=code)


def text(client: Client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").get_text(" ", strip=True)


def offered() -> list[str]:
    return [each.code for each in choices_on("theme", clock.today())]


def typed(row: Term, **more: str) -> dict[str, str]:
    """What the form would send, with this changed."""
    names = {f"label_{code}": getattr(row, f"label_{code}") for code in ("fr", "nl", "en")}
    form = BeautifulSoup(more.pop("page", ""), "html.parser")
    hidden = {str(each["name"]): str(each["value"]) for each in form.select("main input[type=hidden][value]")}
    return hidden | names | {"first_day": row.first_day.isoformat()} | more


def test_the_list_and_a_vocabulary_are_read_by_the_team(
    theme: Vocabulary, mirabelle: Person, as_person: SignedIn
) -> None:
    street = as_person(mirabelle)
    listed = text(street, "/vocabularies/")
    assert listed.index("Qui a pris l’initiative") < listed.index("Lieu de la rencontre 11 termes proposés")
    assert "1 terme hors d’usage" in listed
    page = BeautifulSoup(street.get(theme.get_absolute_url()).content, "html.parser")
    assert "logement" in page.get_text()
    assert page.select("main form") == []


def test_only_coordination_and_research_find_them_in_the_menu(
    theme: Vocabulary, cast: dict[str, Person], as_person: SignedIn
) -> None:
    shown = {
        name
        for name in ("mirabelle", "coquelicot", "saule", "noisetier")
        if 'href="/vocabularies/"' in as_person(cast[name]).get("/me/").content.decode()
    }
    assert shown == {"coquelicot", "saule"}


def test_a_term_is_added_and_offered(theme: Vocabulary, desk: Client) -> None:
    address = f"{theme.get_absolute_url()}terms/new/"
    sent = {
        "label_fr": "mobilité",
        "label_en": "mobility",
        "text_fr": "Se déplacer.",
        "first_day": "2022-01-01",
    }
    assert desk.post(address, sent).status_code == 302
    assert offered()[-2:] == ["mobility", "other"]
    assert "Se déplacer." in text(desk, theme.get_absolute_url())


def test_a_renamed_term_tells_its_old_name_and_its_history(theme: Vocabulary, desk: Client) -> None:
    housing = term("housing")
    address = f"{housing.get_absolute_url()}change/"
    page = desk.get(address).content.decode()
    assert desk.post(address, typed(housing, page=page, label_fr="habitat")).status_code == 302
    shown = text(desk, housing.get_absolute_url())
    assert "habitat" in shown
    assert "logement → habitat" in shown
    assert resolve("theme", "logement", clock.today()).term == housing


def test_f33_two_people_who_rename_are_shown_both_names(theme: Vocabulary, desk: Client) -> None:
    housing = term("housing")
    address = f"{housing.get_absolute_url()}change/"
    page = desk.get(address).content.decode()
    desk.post(address, typed(housing, page=page, label_fr="habitat"))
    answer = desk.post(address, typed(housing, page=page, label_fr="toit"))
    assert answer.status_code == 422
    assert "habitat" in answer.content.decode()
    assert 'value="toit"' in answer.content.decode()
    assert term("housing").label_fr == "habitat"


def test_a_retired_term_is_folded_and_can_come_back_by_the_message(theme: Vocabulary, desk: Client) -> None:
    housing = term("housing")
    eve = (clock.today() - timedelta(days=1)).isoformat()
    answer = desk.post(f"{housing.get_absolute_url()}retire/", {"last_day": eve}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "housing" not in offered()
    assert "logement" in page.select_one("details").get_text()  # type: ignore[union-attr]
    undo = page.select_one('form[action$="/restore/"]')
    assert undo is not None
    desk.post(str(undo["action"]))
    assert "housing" in offered()


def test_order_changes_by_a_button_without_script(theme: Vocabulary, desk: Client) -> None:
    before = offered()
    answer = desk.post(f"{term(before[1]).get_absolute_url()}move/", {"to": "up"})
    assert answer["Location"].endswith(f"#term-{term(before[1]).pk}")
    assert offered() == [before[1], before[0], *before[2:]]


def confirmed(client: Client, address: str, sent: dict[str, object]) -> str:
    """Look at what it will do, then confirm these very words; the words."""
    answer = client.post(address, sent)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    note = page.select_one(".note ul")
    button = page.select_one('button[name="confirm"]')
    assert note is not None
    assert button is not None
    assert client.post(address, sent | {"confirm": str(button["value"])}).status_code == 302
    return note.get_text(" ", strip=True)


def test_merging_is_told_in_words_before_it_is_done(theme: Vocabulary, desk: Client) -> None:
    one, into = term("energy"), term("debts")
    sent: dict[str, object] = {"into": str(into.pk), "terms": [str(term("justice").pk)], "day": "2026-05-04"}
    said = confirmed(desk, f"{one.get_absolute_url()}merge/", sent)
    assert one.label_fr in said
    assert "justice" in said
    assert "3 mai 2026" in said
    assert resolve("theme", "énergie", date(2026, 5, 4)).heirs == (into,)
    assert resolve("theme", "justice", date(2026, 5, 4)).heirs == (into,)
    assert "énergie" in text(desk, into.get_absolute_url())


def test_looking_at_a_merge_does_nothing_and_other_words_are_not_confirmed(
    theme: Vocabulary, desk: Client
) -> None:
    energy = term("energy")
    address = f"{energy.get_absolute_url()}merge/"
    sent = {"into": str(term("debts").pk), "day": "2026-05-04"}
    page = BeautifulSoup(desk.post(address, sent).content, "html.parser")
    button = page.select_one('button[name="confirm"]')
    assert button is not None
    other = sent | {"into": str(term("justice").pk), "confirm": str(button["value"])}
    answer = desk.post(address, other)
    assert answer.status_code == 200
    assert "justice" in answer.content.decode()
    assert term("energy").last_day is None


def test_splitting_is_told_and_done(theme: Vocabulary, desk: Client) -> None:
    health = term("physical_health")
    sent: dict[str, object] = {
        "terms": [str(term("mental_health").pk)],
        "new_1_fr": "dents",
        "new_1_nl": "tanden",
        "day": "2026-05-04",
    }
    said = confirmed(desk, f"{health.get_absolute_url()}split/", sent)
    assert "santé mentale, dents" in said
    heirs = resolve("theme", health.label_fr, date(2026, 5, 4)).heirs
    assert [str(each) for each in heirs] == ["santé mentale", "dents"]


def test_a_refused_merge_keeps_what_was_typed_and_says_why(theme: Vocabulary, desk: Client) -> None:
    energy = term("energy")
    sent = {"into": str(term("debts").pk), "day": "2021-01-01"}
    answer = desk.post(f"{energy.get_absolute_url()}merge/", sent)
    assert answer.status_code == 422
    assert 'value="2021-01-01"' in answer.content.decode()
    assert "énergie" in answer.content.decode()


def test_a_dutch_reader_reads_dutch_and_where_none_exists_french(
    theme: Vocabulary, desk: Client, coquelicot: Person
) -> None:
    Person.objects.filter(pk=coquelicot.pk).update(language="nl")
    Term.objects.filter(vocabulary=theme, code="justice").update(label_nl="")
    desk.cookies["maillage_language"] = "nl"
    shown = text(desk, theme.get_absolute_url())
    assert "huisvesting" in shown
    assert "justice" in shown
