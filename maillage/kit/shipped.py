"""The vocabularies of the documents, shipped as facts, loaded without ever covering what coordination wrote.

A term nobody touched learns of a change as a proposal, which coordination takes or sets aside.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.operations import operation, tell
from maillage.kit.terms import LANGUAGES, OTHER, Origin, Term, TermAlias, TermHelp, Vocabulary
from maillage.kit.words import fold

FILE = Path(__file__).parent / "facts" / "vocabularies.toml"

#: The project began on that day: what the report names was there from then on.
SINCE = date(2021, 4, 1)
LAST_PLACE = 10_000  # « Autre » closes every list

AUTRE = {"fr": "autre", "nl": "andere", "en": "other"}
#: What a shipped change may touch: columns of the term, and its help.
COLUMNS = ("label_fr", "label_nl", "label_en", "first_day", "last_day", "to_confirm")
HELPS = tuple(f"text_{code}" for code in LANGUAGES)

Facts = dict[str, Any]


@cache
def shipped_vocabularies() -> list[Facts]:
    """What the file says, each vocabulary with its terms; « Autre » added where people are described (D6)."""
    found: list[Facts] = tomllib.loads(FILE.read_text(encoding="utf-8"))["vocabulary"]
    for each in found:
        if each.get("describes_people") and all(term["code"] != OTHER for term in each["terms"]):
            each["terms"].append({"code": OTHER, **AUTRE, "origin": Origin.PROPOSAL.value, "source": "D6"})
    return found


@cache
def shipped_codes() -> frozenset[str]:
    """The codes rooms may ask for."""
    return frozenset(each["code"] for each in shipped_vocabularies())


def values_of(facts: Facts) -> Facts:
    """A term of the file as it is compared and kept: plain values, days in ISO form."""
    last_day = facts.get("last_day")
    helps = facts.get("help", {})
    return {
        **{f"label_{code}": facts.get(code, "") for code in LANGUAGES},
        "first_day": facts.get("first_day", SINCE).isoformat(),
        "last_day": last_day.isoformat() if last_day else None,
        "to_confirm": facts.get("to_confirm", False),
        **{f"text_{code}": helps.get(code, "") for code in LANGUAGES},
    }


def present_values(term: Term) -> Facts:
    """A term of the database in the same form."""
    shown = term.current_help
    values = {name: getattr(term, name) for name in COLUMNS}
    for name in ("first_day", "last_day"):
        values[name] = values[name].isoformat() if values[name] else None
    return values | {name: getattr(shown, name) if shown else "" for name in HELPS}


def columns_from(values: Facts) -> Facts:
    """The columns of a term among shipped values, days as days."""
    columns = {name: values[name] for name in COLUMNS}
    for name in ("first_day", "last_day"):
        columns[name] = date.fromisoformat(columns[name]) if columns[name] else None
    return columns


def write_help(term: Term, texts: Facts) -> TermHelp | None:
    """A new version of the help, if its words or its mark differ from the newest; None if not."""
    newest = term.help_versions.order_by("-number").first()
    wanted = {name: texts.get(name, "") for name in HELPS}
    had = {name: getattr(newest, name) for name in HELPS} if newest else dict.fromkeys(HELPS, "")
    if wanted == had and (newest is None or newest.to_confirm == term.to_confirm):
        return None
    return TermHelp.objects.create(
        term=term,
        number=newest.number + 1 if newest else 1,
        written_at=clock.now(),
        to_confirm=term.to_confirm,
        **wanted,
    )


# --- Loading ----------------------------------------------------------------------------------------------


def load_vocabularies() -> int:
    """Load what is not there, propose what changed; return how many terms were added or proposed."""
    known = {
        (term.vocabulary.code, term.code): term
        for term in Term.objects.select_related("vocabulary").with_help()
    }
    waiting = list(_waiting(known))
    return _load(by=None, waiting=waiting) if waiting else 0


def _waiting(known: dict[tuple[str, str], Term]) -> Iterator[tuple[Facts, Facts, int, Term | None]]:
    """What the file holds and the database does not: vocabulary, term, place in the list, known row.

    A name the team gave a term of its own meanwhile is left to that term.
    """
    names = {
        (code, name)
        for (code, _code), term in known.items()
        if term.last_day is None
        for name in folded_labels(present_values(term))
    }
    for vocabulary in shipped_vocabularies():
        for place, facts in enumerate(vocabulary["terms"], 1):
            term, values = known.get((vocabulary["code"], facts["code"])), values_of(facts)
            taken = term is None and any(
                (vocabulary["code"], name) in names for name in folded_labels(values)
            )
            if not taken and (term is None or _is_news(term, values)):
                yield vocabulary, facts, LAST_PLACE if facts["code"] == OTHER else place * 10, term


def _is_news(term: Term, values: Facts) -> bool:
    """Whether the file changed since, and coordination wrote nothing of its own."""
    untouched = present_values(term) == term.shipped
    return untouched and values not in (term.shipped, term.proposed)


@operation("kit.vocabularies.loaded", _("The vocabularies of the documents were loaded"))
def _load(*, by: None, waiting: list[tuple[Facts, Facts, int, Term | None]]) -> int:
    added: list[tuple[Term, Facts]] = []
    vocabularies = {row.code: row for row in Vocabulary.objects.all()}
    for facts, term_facts, place, term in waiting:
        if term is not None:
            term.proposed = values_of(term_facts)
            term.save(update_fields=["proposed"])
            continue
        vocabulary = vocabularies.get(facts["code"])
        if vocabulary is None:
            vocabulary = vocabularies[facts["code"]] = _vocabulary(facts)
        added.append((_term(vocabulary, term_facts, place), term_facts))
    Term.objects.bulk_create(term for term, _facts in added)
    TermAlias.objects.bulk_create(
        TermAlias(term=term, name=name) for term, facts in added for name in facts.get("aliases", ())
    )
    for term, facts in added:
        if "help" in facts:
            write_help(term, values_of(facts))
    tell(next(iter(vocabularies.values())))
    return len(waiting)


def shipped_term(vocabulary: str, code: str) -> Term:
    """A term of the shipped words, loaded alone if it is not there yet. Raises StopIteration if unknown."""
    known = Term.objects.filter(vocabulary__code=vocabulary, code=code).first()
    if known is not None:
        return known
    facts = next(each for each in shipped_vocabularies() if each["code"] == vocabulary)
    place, term_facts = next(
        (place, each) for place, each in enumerate(facts["terms"], 1) if each["code"] == code
    )
    asked = Vocabulary.objects.filter(code=vocabulary).first() or _vocabulary(facts)
    term = _term(asked, term_facts, LAST_PLACE if code == OTHER else place * 10)
    term.save()
    if "help" in term_facts:
        write_help(term, values_of(term_facts))
    return term


def _vocabulary(facts: Facts) -> Vocabulary:
    helps = facts.get("help", {})
    return Vocabulary.objects.create(
        code=facts["code"],
        **{f"label_{code}": facts["label"][code] for code in LANGUAGES},
        **{f"help_{code}": helps.get(code, "") for code in LANGUAGES},
        printed=facts.get("printed", ""),
        several=facts.get("several", False),
        describes_people=facts.get("describes_people", False),
        position=shipped_vocabularies().index(facts) * 10,
        origin=Origin.EXPLICIT if facts.get("printed") else Origin.IMPLIED,
        source=", ".join(dict.fromkeys(term["source"] for term in facts["terms"][:1])),
    )


def _term(vocabulary: Vocabulary, facts: Facts, place: int) -> Term:
    values = values_of(facts)
    return Term(
        vocabulary=vocabulary,
        code=facts["code"],
        position=place,
        origin=facts["origin"],
        source=facts["source"],
        shipped=values,
        **columns_from(values),
    )


def folded_labels(values: Facts) -> set[str]:
    """The names among these values, as they are compared."""
    return {fold(values[f"label_{code}"]) for code in LANGUAGES if values.get(f"label_{code}")}
