"""The vocabularies of the documents load whole, once, and cover nothing (D6, D16, D17, D20)."""

import copy
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from maillage.kit import shipped, term_operations
from maillage.kit.models import HistoryEntry
from maillage.kit.shipped import load_vocabularies, shipped_codes, shipped_vocabularies
from maillage.kit.terms import Term, TermHelp, Vocabulary
from maillage.kit.vocabularies import choices_on, resolve
from maillage.kit.words import fold
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

IN_2021, IN_2026 = date(2021, 10, 1), date(2026, 5, 4)


@pytest.fixture
def loaded(db: None) -> None:
    load_vocabularies()


def one(vocabulary: str, code: str) -> Term:
    return Term.objects.get(vocabulary__code=vocabulary, code=code)


def names(vocabulary: str, day: date) -> list[str]:
    return [term.label_fr for term in choices_on(vocabulary, day)]


@pytest.mark.usefixtures("loaded")
def test_the_lists_of_the_documents_are_there_as_printed() -> None:
    assert {row.code for row in Vocabulary.objects.all()} == shipped_codes()
    assert names("theme", IN_2021)[:5] == [
        "Covid",
        "santé physique (en général)",
        "difficultés personnelles d’ordre psychosocial",
        "logement",
        "santé mentale",
    ]
    assert names("non_take_up", IN_2021) == [
        "non-connaissance", "non-demande", "non-réception", "non-proposition", "exclusion", "autre",
    ]  # fmt: skip
    assert choices_on("first_contact_setting", IN_2021).count() == 28
    assert choices_on("actor_type", IN_2021).count() == 22


@pytest.mark.usefixtures("loaded")
def test_every_term_has_a_name_in_each_language_and_a_source() -> None:
    for term in Term.objects.all():
        assert all([term.label_fr, term.label_nl, term.label_en, term.source]), term.code


def test_no_name_is_given_twice_in_one_vocabulary() -> None:
    for vocabulary in shipped_vocabularies():
        for language in ("fr", "nl", "en"):
            folded = [fold(term[language]) for term in vocabulary["terms"]]
            assert len(folded) == len(set(folded)), (vocabulary["code"], language)


@pytest.mark.usefixtures("loaded")
def test_origins_are_told() -> None:
    assert one("theme", "housing").origin == "explicit"
    assert one("theme", "justice").origin == "implied"
    assert one("sepsac", "determinants").origin == "external"
    assert one("relay_status", "proposed").origin == "proposal"


@pytest.mark.usefixtures("loaded")
def test_d6_other_closes_every_list_that_describes_people() -> None:
    for vocabulary in Vocabulary.objects.filter(describes_people=True):
        last = choices_on(vocabulary.code, IN_2026).last()
        assert last is not None
        assert last.is_other, vocabulary.code
    assert not Term.objects.filter(vocabulary__code="relay_status", code="other").exists()


@pytest.mark.usefixtures("loaded")
def test_d16_d17_what_is_ours_waits_for_the_research_unit() -> None:
    marked = set(Term.objects.filter(to_confirm=True).values_list("vocabulary__code", flat=True))
    assert marked == {"non_take_up", "sepsac"}
    assert Term.objects.filter(to_confirm=True).count() == 9
    assert TermHelp.objects.filter(to_confirm=True).count() == 9


@pytest.mark.usefixtures("loaded")
def test_d20_vaccination_terms_have_their_days_and_crisis_themes_stay() -> None:
    assert "vaccibus" in names("first_contact_setting", IN_2021)
    assert "vaccibus" not in names("first_contact_setting", IN_2026)
    assert resolve("first_contact_setting", "vaccibus", IN_2026).term.code == "vaccibus"
    assert "Covid" in names("theme", IN_2026)


def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_vocabularies")
    rows = list(Term.objects.order_by("pk").values())
    call_command("load_vocabularies")
    assert "Everything was already there." in capsys.readouterr().out
    assert list(Term.objects.order_by("pk").values()) == rows
    assert HistoryEntry.objects.count() == 1


# --- A later version of the file ----------------------------------------------------------------------------


@pytest.fixture
def next_version(loaded: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Terms of the vocabulary of themes as a later version ships them, to be changed by the test."""
    later = copy.deepcopy(shipped_vocabularies())
    monkeypatch.setattr(shipped, "shipped_vocabularies", lambda: later)
    [theme] = [each for each in later if each["code"] == "theme"]
    return {term["code"]: term for term in theme["terms"]} | {"all": theme["terms"]}


def test_a_change_of_an_untouched_term_arrives_as_a_proposal(
    next_version: dict[str, Any], coquelicot: Person
) -> None:
    next_version["housing"]["nl"] = "wonen"
    assert load_vocabularies() == 1
    assert load_vocabularies() == 0
    housing = one("theme", "housing")
    assert housing.label_nl == "huisvesting"
    term_operations.take_proposal(by=coquelicot, term=housing)
    housing.refresh_from_db()
    assert (housing.label_nl, housing.proposed) == ("wonen", None)
    assert resolve("theme", "huisvesting", IN_2026).term == housing
    assert load_vocabularies() == 0


def test_a_proposal_set_aside_does_not_come_back(next_version: dict[str, Any], coquelicot: Person) -> None:
    next_version["housing"]["help"] = {"fr": "Avoir un toit."}
    load_vocabularies()
    term_operations.set_proposal_aside(by=coquelicot, term=one("theme", "housing"))
    assert load_vocabularies() == 0
    assert one("theme", "housing").current_help is None


def test_what_coordination_wrote_is_never_covered(next_version: dict[str, Any], coquelicot: Person) -> None:
    term_operations.change_term(by=coquelicot, term=one("theme", "housing"), values={"label_fr": "habitat"})
    next_version["housing"]["fr"] = "le logement"
    assert load_vocabularies() == 0
    assert one("theme", "housing").label_fr == "habitat"


def test_a_new_term_is_added_unless_the_team_has_the_name(
    next_version: dict[str, Any], coquelicot: Person
) -> None:
    values = {"label_fr": "Transport", "first_day": IN_2026}
    theme = Vocabulary.objects.get(code="theme")
    ours = term_operations.add_term(by=coquelicot, vocabulary=theme, values=values)
    source = {"nl": "x", "en": "y", "origin": "proposal", "source": "D6"}
    next_version["all"] += [
        {"code": "transport_by_ship", "fr": "transport", **source},
        {"code": "holidays", "fr": "vacances", **source, "nl": "vakantie", "en": "holidays"},
    ]
    assert load_vocabularies() == 1
    assert one("theme", "holidays").label_fr == "vacances"
    assert resolve("theme", "transport", IN_2026).term == ours
