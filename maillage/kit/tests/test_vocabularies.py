"""Words are never lost: whatever coordination does, old and new terms are both understood (house.md 2)."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from maillage.kit import clock, term_operations, vocabularies
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.kit.terms import Succession, Term, Vocabulary
from maillage.kit.vocabularies import (
    UnknownTermError,
    UnknownVocabularyError,
    ancestors,
    choices_on,
    heirs,
    resolve,
    rooms_using,
    uses,
)
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
START = date(2021, 4, 1)
EVE = TODAY - timedelta(days=1)


@pytest.fixture
def theme() -> Vocabulary:
    return Vocabulary.objects.create(code="theme", label_fr="Thèmes", describes_people=True)


def term(theme: Vocabulary, code: str, name: str, **more: Any) -> Term:
    place = 10_000 if code == "other" else 10 * theme.terms.count() + 10
    given = {"label_fr": name, "first_day": START, "position": place} | more
    return Term.objects.create(vocabulary=theme, code=code, **given)


@pytest.fixture
def housing(theme: Vocabulary) -> Term:
    return term(theme, "housing", "logement", label_nl="huisvesting")


@pytest.fixture
def health(theme: Vocabulary) -> Term:
    return term(theme, "health", "santé")


@pytest.fixture
def other(theme: Vocabulary) -> Term:
    return term(theme, "other", "autre")


def offered(day: date = TODAY) -> list[str]:
    return [each.code for each in choices_on("theme", day)]


def refused(verb: Any, **given: Any) -> str:
    """The sentence of the refusal, after checking that it left nothing behind."""
    before = [model.objects.count() for model in (Term, Succession, HistoryEntry)]
    with pytest.raises(RefusedError) as refusal:
        verb(**given)
    assert [model.objects.count() for model in (Term, Succession, HistoryEntry)] == before
    return str(refusal.value.sentence)


# --- What a word means --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["housing", "Logement", " LOGEMENT ", "Huisvesting", "toit"])
def test_a_word_is_understood_by_code_name_and_other_name(housing: Term, word: str) -> None:
    housing.aliases.create(name="Toît")
    assert resolve("theme", word, TODAY).term == housing


def test_accents_are_folded(health: Term) -> None:
    assert resolve("theme", "sante", TODAY).term == health


def test_an_unknown_word_or_vocabulary_raises(housing: Term) -> None:
    with pytest.raises(UnknownTermError):
        resolve("theme", "astronomie", TODAY)
    with pytest.raises(UnknownVocabularyError):
        resolve("planets", "housing", TODAY)
    with pytest.raises(UnknownVocabularyError):
        choices_on("planets", TODAY)


def test_a_room_declares_what_it_asks_and_a_misspelt_one_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabularies, "_used", defaultdict(set))
    uses("encounters", "theme", "non_take_up")
    assert rooms_using("theme") == {"encounters"}
    assert rooms_using("sepsac") == frozenset()
    with pytest.raises(UnknownVocabularyError):
        uses("encounters", "teme")


def test_a_name_in_use_speaks_before_the_same_name_of_the_past(theme: Vocabulary, health: Term) -> None:
    past = term(theme, "old_health", "santé", last_day=EVE)
    assert resolve("theme", "santé", TODAY).term == health
    assert resolve("theme", "old_health", TODAY).term == past


# --- Days ---------------------------------------------------------------------------------------------------


def test_a_term_is_offered_from_its_first_to_its_last_day(
    housing: Term, health: Term, coquelicot: Person
) -> None:
    term_operations.retire_term(by=coquelicot, term=housing, last_day=TODAY)
    assert offered(START - timedelta(days=1)) == []
    assert offered(START) == ["housing", "health"]
    assert offered(TODAY) == ["housing", "health"]
    assert offered(TODAY + timedelta(days=1)) == ["health"]


def test_a_retired_term_is_understood_and_has_no_heir(housing: Term, coquelicot: Person) -> None:
    term_operations.retire_term(by=coquelicot, term=housing, last_day=EVE)
    meant = resolve("theme", "logement", TODAY)
    assert (meant.term, meant.heirs) == (housing, ())
    assert resolve("theme", "logement", EVE).heirs == (housing,)


def test_a_restored_term_is_offered_again(housing: Term, coquelicot: Person) -> None:
    term_operations.retire_term(by=coquelicot, term=housing, last_day=EVE)
    term_operations.restore_term(by=coquelicot, term=housing)
    assert offered() == ["housing"]


def test_a_last_day_before_the_first_is_refused(housing: Term, coquelicot: Person) -> None:
    said = refused(
        term_operations.retire_term, by=coquelicot, term=housing, last_day=START - timedelta(days=1)
    )
    assert "first day" in said or "premier" in said


def test_d6_other_stays_where_people_are_described(other: Term, housing: Term, coquelicot: Person) -> None:
    tried: list[tuple[Any, dict[str, Any]]] = [
        (term_operations.retire_term, {"last_day": EVE}),
        (term_operations.split_term, {"day": TODAY, "names": [{"label_fr": "a"}, {"label_fr": "b"}]}),
        (term_operations.move_term, {"up": True}),
    ]
    for verb, given in tried:
        refused(verb, by=coquelicot, term=other, **given)
    refused(term_operations.merge_terms, by=coquelicot, terms=[other], into=housing, day=TODAY)


# --- Names --------------------------------------------------------------------------------------------------


def test_the_old_name_of_a_renamed_term_is_understood_with_its_last_day(
    housing: Term, coquelicot: Person
) -> None:
    term_operations.change_term(by=coquelicot, term=housing, values={"label_fr": "habitat"})
    housing.refresh_from_db()
    assert str(housing) == "habitat"
    assert housing.code == "housing"
    assert resolve("theme", "logement", TODAY).term == housing
    assert housing.aliases.get().until == clock.today() - timedelta(days=1)


def test_the_same_name_twice_is_refused_in_any_language(
    theme: Vocabulary, housing: Term, coquelicot: Person
) -> None:
    said = refused(
        term_operations.add_term,
        by=coquelicot,
        vocabulary=theme,
        values={"label_fr": "Huisvesting", "first_day": TODAY},
    )
    assert "logement" in said


def test_a_new_term_gets_a_code_of_its_own(theme: Vocabulary, housing: Term, coquelicot: Person) -> None:
    values = {"label_fr": "lieu de vie", "label_en": "Housing", "first_day": TODAY}
    added = term_operations.add_term(by=coquelicot, vocabulary=theme, values=values)
    assert added.code == "housing_2"
    assert added.origin == "team"
    assert offered() == ["housing", "housing_2"]


def test_d16_each_version_of_a_help_stays(housing: Term, coquelicot: Person) -> None:
    for text in ("avoir un toit", "avoir un toit", "chercher un toit"):
        housing.refresh_from_db()
        values = {"label_fr": "logement", "text_fr": text}
        term_operations.change_term(by=coquelicot, term=housing, values=values)
    assert [help.text_fr for help in housing.help_versions.order_by("number")] == [
        "avoir un toit",
        "chercher un toit",
    ]


def test_f33_a_stale_save_is_refused(housing: Term, coquelicot: Person) -> None:
    mine, theirs = Term.objects.get(pk=housing.pk), Term.objects.get(pk=housing.pk)
    term_operations.change_term(by=coquelicot, term=theirs, values={"label_fr": "habitat"})
    refused(term_operations.change_term, by=coquelicot, term=mine, values={"label_fr": "toit"})
    housing.refresh_from_db()
    assert housing.label_fr == "habitat"


# --- Merging and splitting ----------------------------------------------------------------------------------


def test_merged_terms_are_understood_and_one_stands_for_them(
    housing: Term, health: Term, coquelicot: Person
) -> None:
    term_operations.merge_terms(by=coquelicot, terms=[housing], into=health, day=TODAY)
    assert offered() == ["health"]
    assert offered(EVE) == ["housing", "health"]
    assert resolve("theme", "logement", TODAY).heirs == (health,)
    assert ancestors(health) == (housing,)


def test_merged_then_split_both_are_understood(housing: Term, health: Term, coquelicot: Person) -> None:
    term_operations.merge_terms(by=coquelicot, terms=[housing], into=health, day=EVE)
    health.refresh_from_db()
    names = [{"label_fr": "santé mentale"}, {"label_fr": "santé physique"}]
    parts = term_operations.split_term(by=coquelicot, term=health, day=TODAY, names=names)
    assert resolve("theme", "logement", TODAY).heirs == tuple(parts)
    assert resolve("theme", "santé", TODAY).heirs == tuple(parts)
    assert resolve("theme", "logement", EVE).heirs == (health,)
    assert ancestors(parts[0]) == (housing, health)


def test_a_restored_term_stands_for_itself_again(housing: Term, health: Term, coquelicot: Person) -> None:
    term_operations.merge_terms(by=coquelicot, terms=[housing], into=health, day=TODAY)
    term_operations.restore_term(by=coquelicot, term=housing)
    housing.refresh_from_db()
    assert heirs(housing, TODAY) == (housing,)
    assert ancestors(health) == ()
    term_operations.merge_terms(by=coquelicot, terms=[health], into=housing, day=TODAY)
    assert resolve("theme", "santé", TODAY).heirs == (housing,)


@pytest.mark.parametrize("day", [START, START - timedelta(days=1)])
def test_a_term_cannot_end_before_it_began(
    housing: Term, health: Term, coquelicot: Person, day: date
) -> None:
    refused(term_operations.merge_terms, by=coquelicot, terms=[housing], into=health, day=day)


def test_a_term_splits_into_two_or_more(housing: Term, health: Term, coquelicot: Person) -> None:
    refused(term_operations.split_term, by=coquelicot, term=housing, day=TODAY, terms=[health])
    refused(term_operations.merge_terms, by=coquelicot, terms=[housing], into=housing, day=TODAY)
    stranger = term(Vocabulary.objects.create(code="sepsac", label_fr="S"), "x", "x")
    refused(term_operations.merge_terms, by=coquelicot, terms=[housing], into=stranger, day=TODAY)


# --- Order and history --------------------------------------------------------------------------------------


def test_terms_change_places_and_other_stays_last(
    housing: Term, health: Term, other: Term, coquelicot: Person
) -> None:
    term_operations.move_term(by=coquelicot, term=health, up=True)
    assert offered() == ["health", "housing", "other"]
    refused(term_operations.move_term, by=coquelicot, term=housing, up=False)
    refused(term_operations.move_term, by=coquelicot, term=health, up=True)
    term_operations.place_term(by=coquelicot, term=health, after=housing)
    assert offered() == ["housing", "health", "other"]
    term_operations.place_term(by=coquelicot, term=health, after=None)
    assert offered() == ["health", "housing", "other"]


def test_every_verb_is_told_once(theme: Vocabulary, housing: Term, health: Term, coquelicot: Person) -> None:
    third = {"label_fr": "emploi", "first_day": START}
    by: dict[str, Any] = {"by": coquelicot}
    work = term_operations.add_term(**by, vocabulary=theme, values=third)
    term_operations.change_term(**by, term=work, values={"label_fr": "travail"})
    term_operations.move_term(**by, term=work, up=True)
    term_operations.retire_term(**by, term=work, last_day=EVE)
    term_operations.restore_term(**by, term=work)
    term_operations.merge_terms(**by, terms=[housing, work], into=health, day=TODAY)
    term_operations.split_term(
        **by, term=health, day=TODAY + timedelta(days=1), names=[{"label_fr": "a"}, {"label_fr": "b"}]
    )
    term_operations.change_vocabulary(**by, vocabulary=theme, values={"label_fr": "Sujets"})
    assert list(HistoryEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "kit.term.added",
        "kit.term.changed",
        "kit.term.moved",
        "kit.term.retired",
        "kit.term.restored",
        "kit.terms.merged",
        "kit.term.split",
        "kit.vocabulary.changed",
    ]
