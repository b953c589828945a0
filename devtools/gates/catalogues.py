"""The French and Dutch catalogues: complete, alive, same placeholders, and the voice of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")
POSITIONAL = re.compile(r"(?<!%)(?:%%)*%[sdifrx](?![\w])|\{\}")
# Words that judge, press or play in the mouth of a tool that accompanies (design: voice; decisions P3, P13).
UNSAID_IN_FRENCH = re.compile(r"\b(?:échecs?|en retard|obligatoires?|performances?|oups)\b", re.I)

NO_BREAK = "\u00a0\u202f"
NOT_PROSE = re.compile(r"<[^>]*>|&\w+;|&#\d+;|https?://\S+")
MISSING_NO_BREAK = re.compile(
    rf"""
    (?<=[^{NO_BREAK}:;?!…(]) [;?!:] (?=\s|$|[»)])   # « 12:30 » is no colon of a sentence
    | [ \t\n][;?!:»]
    | (?<![{NO_BREAK}])» | «(?![{NO_BREAK}])
    """,
    re.X,
)

Key = tuple[str | None, str]


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _sources(entry: polib.POEntry) -> list[str]:
    return [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]


def complete(language: str, used: Iterable[polib.POEntry], catalogue: polib.POFile) -> list[str]:
    """Every text of the code is translated; nothing fuzzy, nothing dead."""
    by_key = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    used_keys = set()
    found = []
    for source in used:
        used_keys.add(key_of(source))
        entry = by_key.get(key_of(source))
        if entry is None or not all(translations(entry)):
            found.append(f"{language}: not translated: {source.msgid!r}")
        elif bool(source.msgid_plural) != bool(entry.msgid_plural):
            found.append(f"{language}: plural forms differ from the code: {source.msgid!r}")
        elif entry.fuzzy:
            found.append(f"{language}: unsure (fuzzy): {source.msgid!r}")
    found += [f"{language}: nobody says this any more: {k[1]!r}" for k in by_key if k not in used_keys]
    return found + [f"{language}: obsolete entry: {e.msgid!r}" for e in catalogue.obsolete_entries()]


def placeholders(language: str, catalogue: Iterable[polib.POEntry]) -> list[str]:
    """Placeholders are named and the same on both sides."""
    found = []
    for entry in catalogue:
        allowed = [set(PLACEHOLDER.findall(source)) for source in _sources(entry)]
        if any(POSITIONAL.search(source) for source in _sources(entry)):
            found.append(f"{language}: a placeholder without a name: {entry.msgid!r}")
        for text in translations(entry):
            if text and set(PLACEHOLDER.findall(text)) not in allowed:
                found.append(f"{language}: other placeholders than {entry.msgid!r}: {text!r}")
    return found


def french_voice(text: str) -> list[str]:
    """Words the house does not say, and typography, in one French text."""
    found = [
        f"a word the house does not say ({m.group()}): {text!r}" for m in UNSAID_IN_FRENCH.finditer(text)
    ]
    prose = NOT_PROSE.sub("", text)
    if MISSING_NO_BREAK.search(prose):
        found.append(f"a non-breaking space is missing: {text!r}")
    return found


def voice(catalogue: Iterable[polib.POEntry]) -> list[str]:
    return [
        f"fr: {finding}"
        for entry in catalogue
        if entry.msgid
        for text in translations(entry)
        for finding in french_voice(text)
    ]
