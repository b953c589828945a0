"""How cells of any list are read: yes or no, words of a vocabulary, days, hours, numbers, languages.

Each raises ValidationError with the sentence that stands beside the cell.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.terms import Term
from maillage.kit.vocabularies import UnknownTermError, resolve
from maillage.kit.words import fold

YES = frozenset({"1", "oui", "ja", "yes", "x", "true", "vrai"})
NO = frozenset({"0", "non", "nee", "no", "false", "faux"})
PARTS = re.compile(r"\s*[;|\n]\s*")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d.%m.%y", "%Y-%m-%d %H:%M")
HOUR = re.compile(r"([01]?\d|2[0-3])(?:\s*[:hHuU.]\s*([0-5]\d)?(?::[0-5]\d)?)?")
MOST = 100_000

AskTerm = Callable[[str, str], Term]


def parts_of(text: str) -> list[str]:
    """Several things in one cell: between semicolons, bars or lines."""
    return [part for part in PARTS.split(text) if part]


def every_language(words: Any) -> set[str]:
    """A text as it reads in French, Dutch and English, ready to be compared."""
    found = set()
    for code in ("fr", "nl", "en"):
        with translation.override(code):
            found.add(fold(str(words)))
    return found


def short(model: type[Model], name: str, text: str) -> str:
    """A text that fits its column."""
    most = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    if most and len(text) > most:
        raise ValidationError(_("This is longer than %(most)d signs.") % {"most": most})
    return text


def yes(text: str) -> bool:
    asked = fold(text)
    if asked not in YES | NO:
        raise ValidationError(_("Yes or no? I read “%(word)s”.") % {"word": text})
    return asked in YES


# --- Words --------------------------------------------------------------------------------------------------


def _unknown_term(word: str) -> ValidationError:
    return ValidationError(_("“%(word)s” is not among our words for this.") % {"word": word})


def present_term(vocabulary: str, word: str) -> Term:
    """The term of today that a word means."""
    try:
        heirs = resolve(vocabulary, word, clock.today()).heirs
    except UnknownTermError:
        heirs = ()
    if len(heirs) != 1:
        raise _unknown_term(word)
    return heirs[0]


def term_meant(vocabulary: str, word: str) -> Term:
    """The term itself, retired or not: a list of past years speaks in the words of then."""
    try:
        return resolve(vocabulary, word, clock.today()).term
    except UnknownTermError:
        raise _unknown_term(word) from None


def terms(ask: AskTerm, vocabulary: str, text: str) -> list[Term]:
    """Several words of a vocabulary; commas part them only where no word holds them all."""
    words = parts_of(text)
    try:
        return [ask(vocabulary, word) for word in words]
    except ValidationError:
        if "," not in text:
            raise
    parts = [part.strip() for word in words for part in word.split(",")]
    return [ask(vocabulary, part) for part in parts if part]


def choice(choices: Any, text: str, said: dict[str, str] | None = None) -> str:
    """One of a few answers, by its code, its name in any language, or another word people write for it."""
    asked = fold(text)
    for each in choices:
        if asked == each.value or asked in _labels(each):
            return str(each.value)
    if said and asked in said:
        return said[asked]
    raise ValidationError(
        _("“%(word)s” is not one of: %(known)s.")
        % {"word": text, "known": ", ".join(str(each.label) for each in choices)}
    )


@cache
def _labels(each: Any) -> set[str]:
    return every_language(each.label)


@cache
def _language_names(languages: tuple[tuple[str, Any], ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, label in languages:
        for name in {code} | every_language(label):
            known[name] = code
            known.setdefault(name.split(" (")[0], code)
    return known


def languages(spoken: Iterable[tuple[str, Any]], text: str) -> list[str]:
    """Codes of languages, by code or by name in any language."""
    known, found = _language_names(tuple(spoken)), []
    for part in parts_of(text):
        words = [part] if fold(part) in known else re.split(r"\s*[,/]\s*", part)
        for word in filter(None, words):
            if fold(word) not in known:
                raise ValidationError(_("I know no language called “%(word)s”.") % {"word": word})
            found.append(known[fold(word)])
    return list(dict.fromkeys(found))


# --- Days, hours, numbers -----------------------------------------------------------------------------------


def day(text: str) -> date:
    """« 3/9/2021 », « 2021-09-03 »: a day, as Belgian lists and spreadsheets write it."""
    for form in DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if found.year >= 1900:
            return found
    raise ValidationError(_("Which day is “%(line)s”? A date such as 31/12/2026.") % {"line": text})


def hour(text: str) -> time:
    """« 14:30 », « 14h30 », « 9u », « 14 »: an hour of the clock."""
    found = HOUR.fullmatch(text.strip())
    if found is None:
        raise ValidationError(_("What time is “%(word)s”? An hour such as 14:30.") % {"word": text})
    return time(int(found[1]), int(found[2] or 0))


def number(text: str) -> int:
    """A whole number of people or things."""
    plain = re.sub(r"\s", "", text)
    if not re.fullmatch(r"\d+([.,]0+)?", plain) or int(re.split("[.,]", plain)[0]) > MOST:
        raise ValidationError(_("“%(word)s” is not a number.") % {"word": text})
    return int(re.split("[.,]", plain)[0])
