"""The glossary (house.md 2) holds models, catalogues, code and the generated page together."""

from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils import translation

from devtools import glossary
from devtools.catalogues import catalogue_path
from devtools.gates import nothing_found, words
from devtools.gates.traces import tracked_files
from devtools.gates.words import Named, Word
from devtools.places import LANGUAGES, ROOT


def named_models() -> list[Named]:
    with translation.override("en"):
        return [
            Named(config.name.removeprefix("maillage."), model.__name__, str(model._meta.verbose_name))
            for config in apps.get_app_configs()
            if config.name.startswith("maillage.")
            for model in config.get_models()
            if not model._meta.proxy
        ]


def entries() -> list[Word]:
    return words.read(glossary.SOURCE)


def test_every_model_has_its_word_and_calls_itself_by_it() -> None:
    nothing_found(words.models_named(named_models(), entries()))


def test_screens_say_the_glossarys_words() -> None:
    texts = {language: polib.pofile(str(catalogue_path(language))) for language in LANGUAGES}
    nothing_found(words.catalogues_agree(named_models(), entries(), texts))


def test_no_synonym_is_used_in_code_or_on_screen() -> None:
    code = [p for p in tracked_files(ROOT) if p.suffix == ".py" and p.parts[0] == "maillage"]
    found = [f for p in code for f in words.avoided_in_code(str(p), (ROOT / p).read_text(), entries())]
    nothing_found(found + words.avoided_on_screen(polib.pofile(str(catalogue_path("fr"))), entries()))


def test_one_word_for_one_thing() -> None:
    nothing_found(words.unique_words(entries()) + words.kept_terms(entries()))


def test_the_page_is_the_one_made_from_the_words() -> None:
    assert glossary.PAGE.read_text() == glossary.page(entries())


ZONE = Word("zone", "zone", "zone", "zone", "What one RAQ covers.", "territory", avoid=("secteur",))


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (Named("territory", "FundingPeriod", "funding period"), "no word funding_period"),
        (Named("territory", "Zone", "area"), "calls itself 'area'"),
        (Named("people", "Zone", "zone"), "lives in people"),
    ],
)
def test_a_model_out_of_the_glossary_is_found(model: Named, says: str) -> None:
    assert says in words.models_named([model], [ZONE])[0]


def test_a_screen_that_says_another_word_is_found() -> None:
    said = polib.POFile()
    said.append(polib.POEntry(msgid="zone", msgstr="secteur"))
    found = words.catalogues_agree([Named("territory", "Zone", "zone")], [ZONE], {"fr": said, "nl": said})
    assert len(found) == 2


def test_a_synonym_in_a_class_name_a_module_name_or_a_text_is_found() -> None:
    assert words.avoided_in_code("people/views.py", "class SecteurForm: ...", [ZONE])
    assert words.avoided_in_code("people/secteurs.py", "", [ZONE])
    assert words.avoided_on_screen([polib.POEntry(msgid="x", msgstr="Mes secteurs")], [ZONE])


def test_a_longer_word_is_no_synonym() -> None:
    assert words.avoided_on_screen([polib.POEntry(msgid="x", msgstr="multisecteurs")], [ZONE]) == []


def test_two_names_for_one_french_word_are_found() -> None:
    twin = Word("area", "Zone", "gebied", "area", "The same again.", "territory")
    assert len(words.unique_words([ZONE, twin])) == 1


def test_a_kept_term_that_dutch_translates_is_found() -> None:
    term = Word("round", "maraude", "ronde", "round", "Walking the streets.", "outreach", keep=True)
    assert len(words.kept_terms([term])) == 1


def test_a_word_without_definition_raises(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('[word.zone]\nfr = "zone"\nnl = "zone"\nen = "zone"\nroom = "territory"\n')
    with pytest.raises(ValueError, match="zone lacks definition"):
        words.read(path)


def test_a_page_left_behind_differs() -> None:
    assert glossary.page([ZONE]) != glossary.page([])
    assert "| `zone` | zone | zone | zone | What one RAQ covers. | secteur |" in glossary.page([ZONE])
