"""A vocabulary of the small town, with a term in use, a retired one and a proposed change."""

from datetime import timedelta
from typing import Any

from conftest import LONG_AGO
from maillage.kit import clock
from maillage.kit.shipped import present_values
from maillage.kit.terms import Succession, Term, TermAlias, TermHelp, Vocabulary


def add_term(vocabulary: Vocabulary, code: str, became: Term | None = None) -> Term:
    """A term with an old name and a help; two of them when it became another."""
    term = Term.objects.create(vocabulary=vocabulary, code=code, label_fr=f"Mot {code}", first_day=LONG_AGO)
    TermAlias.objects.create(term=term, name=f"Ancien {code}", until=LONG_AGO)
    TermHelp.objects.create(term=term, number=1, written_at=clock.now(), text_fr=f"Aide {code}")
    if became:
        old = Term.objects.create(
            vocabulary=vocabulary,
            code=f"old_{code}",
            label_fr=f"Vieux {code}",
            first_day=LONG_AGO,
            last_day=LONG_AGO,
        )
        Succession.objects.create(old=old, new=became, first_day=LONG_AGO + timedelta(days=1))
    return term


def add_words() -> dict[str, Any]:
    """A vocabulary with a term in use, a retired one, and one of which a change is proposed."""
    vocabulary = Vocabulary.objects.create(code="theme", label_fr="Thèmes")
    term = add_term(vocabulary, "housing")
    add_term(vocabulary, "health", became=term)
    proposed = add_term(vocabulary, "energy")
    proposed.shipped = present_values(proposed)
    proposed.proposed = proposed.shipped | {"label_nl": "energie"}
    proposed.save()
    return {
        "vocabulary": vocabulary,
        "term": term,
        "retired_term": Term.objects.get(code="old_health"),
        "proposed_term": proposed,
    }
