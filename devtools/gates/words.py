"""The glossary holds models, catalogues and code together: one field word, one name, in every language."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

REQUIRED = ("fr", "nl", "en", "definition", "room")


@dataclass(frozen=True)
class Word:
    """One domain word of docs/glossary.toml; `keep` marks a term of art that stays as it is everywhere."""

    code_name: str
    fr: str
    nl: str
    en: str
    definition: str
    room: str
    avoid: tuple[str, ...] = ()
    keep: bool = False


@dataclass(frozen=True)
class Named:
    """A model as the code names it."""

    room: str
    class_name: str
    verbose_name: str

    @property
    def code_name(self) -> str:
        return snake_case(self.class_name)


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def read(path: Path) -> list[Word]:
    """The glossary's words. A missing or unknown key raises."""
    entries = tomllib.loads(path.read_text())["word"]
    words = []
    for code_name, entry in entries.items():
        absent = [key for key in REQUIRED if not entry.get(key)]
        if absent:
            raise ValueError(f"glossary: {code_name} lacks {', '.join(absent)}")
        words.append(Word(code_name=code_name, **{**entry, "avoid": tuple(entry.get("avoid", ()))}))
    return words


def models_named(models: Iterable[Named], words: Iterable[Word]) -> list[str]:
    """Every model has its word, and calls itself by it."""
    by_name = {word.code_name: word for word in words}
    found = []
    for model in models:
        word = by_name.get(model.code_name)
        if word is None:
            found.append(f"{model.room}: the glossary has no word {model.code_name} for {model.class_name}")
        elif word.en != model.verbose_name:
            found.append(f"{model.class_name} calls itself {model.verbose_name!r}, the glossary {word.en!r}")
        elif word.room != model.room:
            found.append(f"{model.class_name} lives in {model.room}, the glossary says {word.room}")
    return found


def catalogues_agree(
    models: Iterable[Named], words: Iterable[Word], texts: Mapping[str, polib.POFile]
) -> list[str]:
    """What the screens say for a model's name is the glossary's word."""
    by_name = {word.code_name: word for word in words}
    found = []
    for model in models:
        word = by_name.get(model.code_name)
        for language, wanted in {"fr": word.fr, "nl": word.nl}.items() if word else ():
            entry = texts[language].find(word.en) if word else None
            said = entry.msgstr if entry else ""
            if said != wanted:
                found.append(f"{language}: {model.verbose_name!r} is {said!r}, the glossary says {wanted!r}")
    return found


def kept_terms(words: Iterable[Word]) -> list[str]:
    """A term of art reads the same in French and Dutch."""
    return [
        f"glossary: {word.code_name} is kept as it is, yet Dutch does not say {word.fr!r}"
        for word in words
        if word.keep and word.fr.lower() not in word.nl.lower()
    ]


def _pattern(avoided: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(avoided)}(?:s|x)?(?!\w)", re.I)


def identifiers(name: str, text: str) -> list[str]:
    """The module's own name and its classes' names, as plain words."""
    classes = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    return [snake_case(one).replace("_", " ") for one in [Path(name).stem, *classes]]


def avoided_in_code(name: str, text: str, words: Iterable[Word]) -> list[str]:
    """Classes and modules named with a synonym the glossary sets aside."""
    return [
        f"{name} says {said!r}: the glossary's word is {word.code_name}, not {avoided!r}"
        for said in identifiers(name, text)
        for word in words
        for avoided in word.avoid
        if _pattern(avoided.replace("_", " ")).search(said)
    ]


def avoided_on_screen(french: Iterable[polib.POEntry], words: Iterable[Word]) -> list[str]:
    """French texts that use a synonym the glossary sets aside."""
    words = list(words)
    return [
        f"fr: {text!r} says {avoided!r}: the glossary's word is {word.fr!r}"
        for entry in french
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        for word in words
        for avoided in word.avoid
        if _pattern(avoided).search(text)
    ]


def unique_words(words: Iterable[Word]) -> list[str]:
    """Two code names for one French word would be two words for one thing."""
    seen: dict[str, str] = {}
    found = []
    for word in words:
        other = seen.setdefault(word.fr.lower(), word.code_name)
        if other != word.code_name:
            found.append(f"glossary: {other} and {word.code_name} are both {word.fr!r}")
    return found
