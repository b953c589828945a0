"""Catalogues FR and NL (D13): complete, alive, same placeholders, and the voice of the house."""

import functools
from pathlib import Path

import polib
import pytest

from devtools.catalogues import catalogue_path, texts_of, tidy
from devtools.gates import nothing_found
from devtools.gates.catalogues import complete, french_voice, placeholders, voice
from devtools.places import LANGUAGES, PACKAGE

NBSP = "\u00a0"


@functools.cache
def used() -> polib.POFile:
    return texts_of(PACKAGE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_dead(language: str) -> None:
    nothing_found(complete(language, used(), polib.pofile(str(catalogue_path(language)))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_named_and_the_same(language: str) -> None:
    nothing_found(placeholders(language, polib.pofile(str(catalogue_path(language)))))


def test_texts_of_the_code_have_named_placeholders() -> None:
    nothing_found(placeholders("code", used()))


def test_french_speaks_as_the_house_does() -> None:
    nothing_found(voice(polib.pofile(str(catalogue_path("fr")))))


def test_texts_are_collected_from_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _\n_('From the code')\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text("{% load i18n %}{% translate 'From the page' %}")
    assert {entry.msgid for entry in texts_of(tmp_path)} == {"From the code", "From the page"}


def test_a_catalogue_has_one_form_and_no_guess(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    made = catalogue(entry("Zone", "Zone"), entry("Day", "Date", flags=["fuzzy"]))
    made.metadata = {"POT-Creation-Date": "2021-09-01"}
    made.save(str(path))
    assert [(one.msgid, one.msgstr) for one in tidy(path)] == [("Day", ""), ("Zone", "Zone")]
    once = path.read_text()
    tidy(path)
    assert path.read_text() == once
    assert "2021" not in once


def entry(msgid: str, msgstr: str = "", **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile()
    made.extend(entries)
    return made


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (catalogue(), "not translated"),
        (catalogue(entry("Zone")), "not translated"),
        (catalogue(entry("Zone", "Zone", flags=["fuzzy"])), "unsure"),
        (catalogue(entry("Zone", "Zone"), entry("Area", "Aire")), "nobody says"),
        (catalogue(entry("Zone", "Zone"), entry("Area", "Aire", obsolete=True)), "obsolete"),
        (catalogue(entry("Zone", msgid_plural="Zones", msgstr_plural={0: "Zone", 1: "Zones"})), "plural"),
    ],
)
def test_an_incomplete_catalogue_is_found(kept: polib.POFile, says: str) -> None:
    found = complete("fr", [entry("Zone")], kept)
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(
    "one",
    [
        entry("%(name)s covers", "%(nom)s couvre"),
        entry("%(name)s covers", "couvre"),
        entry("%s covers", "%s couvre"),
        entry("{name} covers", "{nom} couvre"),
        entry("%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s jour", 1: "des jours"}),
    ],
)
def test_a_placeholder_lost_changed_or_nameless_is_found(one: polib.POEntry) -> None:
    assert placeholders("fr", [one])


@pytest.mark.parametrize(
    "one",
    [
        entry("%(name)s covers", "Couvert par %(name)s"),
        entry("100 % of it", "100 % de cela"),
        entry("One day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s jour", 1: "%(n)s jours"}),
    ],
)
def test_same_placeholders_are_fine(one: polib.POEntry) -> None:
    assert placeholders("fr", [one]) == []


@pytest.mark.parametrize(
    "text",
    [
        "C'est un échec",
        "Vous êtes en retard",
        "Champ obligatoire",
        "Ma performance",
        "Oups, rien ici",
        "Qui couvre ce lieu ?",
        "Qui couvre ce lieu?",
        f"Langue : fr{NBSP}!",
        "Mes langues:",
        f"« Ma zone{NBSP}»",
        f"«{NBSP}Ma zone »",
        f"«{NBSP}Ma zone»",
    ],
)
def test_a_french_text_out_of_voice_is_found(text: str) -> None:
    assert french_voice(text)


@pytest.mark.parametrize(
    "text",
    [
        f"Qui couvre ce lieu{NBSP}?",
        "Qui couvre ce lieu\u202f?",
        f"«{NBSP}Ma zone{NBSP}»{NBSP}: voir",
        "De 12:30 à 14:00",
        'Voir https://example.org ou <a href="%(url)s">ici</a>',
        "Tom &amp; Lila",
        f"Vraiment{NBSP}?!",
    ],
)
def test_a_french_text_in_voice_is_fine(text: str) -> None:
    assert french_voice(text) == []
