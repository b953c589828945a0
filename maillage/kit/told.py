"""What the history tells of some records, as a page shows it beside them: in sentences, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from json import loads
from operator import or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field, Max, Model, Q
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.history import VERBS
from maillage.kit.models import HistoryEntry
from maillage.kit.term_fields import TermField
from maillage.kit.terms import Term

SHOWN = 30
AT_ONCE = 500


@dataclass(frozen=True)
class Told:
    """One thing that was done: when, in a sentence, and what it changed."""

    at: datetime
    sentence: str
    changes: list[str]
    reason: str


def told(*subjects: Model, limit: int = SHOWN) -> list[Told]:
    """The history of these records. Whoever may read them may read it: the caller has asked."""
    if not subjects:
        return []
    asked = reduce(or_, (Q(subject_kind=s._meta.label_lower, subject_id=str(s.pk)) for s in subjects))
    models = {subject._meta.label_lower: type(subject) for subject in subjects}
    entries = HistoryEntry.objects.filter(asked).select_related("by").order_by("-id")[:limit]
    return [_told(entry, models[entry.subject_kind]) for entry in entries]


def last_told(model: type[Model], keys: Iterable[Any]) -> dict[str, datetime]:
    """When each of these records was last told of, by its key as text; those nobody told of are left out."""
    asked = sorted({str(key) for key in keys})
    found: dict[str, datetime] = {}
    for start in range(0, len(asked), AT_ONCE):
        some = HistoryEntry.objects.filter(
            subject_kind=model._meta.label_lower, subject_id__in=asked[start : start + AT_ONCE]
        )
        found |= dict(some.values_list("subject_id").annotate(Max("at")))
    return found


def _told(entry: HistoryEntry, model: type[Model]) -> Told:
    details = loads(entry.details) if entry.details else {}
    who = str(entry.by) if entry.by else _("The software")
    sentence = str(VERBS.get(entry.verb, entry.verb)) % {"who": who}
    return Told(
        entry.at, sentence, list(_changes(model, details.get("changes", {}))), details.get("reason", "")
    )


def _changes(model: type[Model], changes: dict[str, Any]) -> Iterator[str]:
    for name, values in changes.items():
        field = _field(model, name)
        related = getattr(field, "related_model", None)  # rows of another table, such as other names
        named = field if hasattr(field, "verbose_name") else getattr(related, "_meta", None)
        label = str(getattr(named, "verbose_name", name))
        if values is not None and isinstance(field, TermField):
            words = _words_of(field.vocabulary)
            values = [words.get(value, value) for value in values]
        elif values is None or (field is not None and field.is_relation and name != "aliases"):
            yield label
            continue
        before, after = (_said(field, value) for value in values)
        yield _("%(what)s: %(before)s → %(after)s") % {"what": label, "before": before, "after": after}


def _field(model: type[Model] | None, path: str) -> Any:
    """The field of that name; `evaluation__worked` is a field of what stands beside the row."""
    found = None
    for name in path.split("__"):
        try:
            found = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return None
        model = getattr(found, "related_model", None)
    return found


def _words_of(vocabulary: str) -> dict[str, str]:
    """The names of its terms by code, in the reader's language."""
    return {term.code: str(term) for term in Term.objects.filter(vocabulary__code=vocabulary)}


def _said(field: Any, value: Any) -> str:
    """A kept value as people read it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, Field) and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateTimeField):
        return clock.in_words(datetime.fromisoformat(value), "j F Y, H:i")
    if isinstance(field, DateField):
        return clock.in_words(date.fromisoformat(value))
    return str(value)
