"""What a verb does with one row: hold it against its rules, save it, tell it."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.kit.history import changes_between, snapshot
from maillage.kit.locks import hold
from maillage.kit.models import Record, SharedRecord
from maillage.kit.operations import RefusedError, tell
from maillage.kit.periods import StandingQuerySet

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=SharedRecord)


def write(row: R, values: dict[str, Any], *, check: Callable[[R], None] | None = None) -> R:
    """Set values, hold them against every rule of the row, save. Raises RefusedError with its sentence."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise RefusedError(sentences[0], field=field) from None
    if check:
        check(row)
    row.save()
    return row


def change(
    row: S,
    values: dict[str, Any],
    *,
    check: Callable[[S], None] | None = None,
    more: Callable[[S], dict[str, Any]] | None = None,
) -> S:
    """Change a shared row unless somebody saved it in between (F33), and tell what changed."""
    current: S = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.version != row.version:
        raise RefusedError(_("Somebody saved this a moment ago. Saving again shows what they wrote."))
    before = snapshot(current)
    current.version += 1
    write(current, values, check=check)
    tell(current, changes=changes_between(before, current) | (more(current) if more else {}))
    return current


def add(row: R, values: dict[str, Any], *, check: Callable[[R], None] | None = None) -> R:
    write(row, values, check=check)
    tell(row)
    return row


def apart(rows: StandingQuerySet[Any], row: Any, sentence: Callable[[Any], str]) -> None:
    """Refuse a row that shares a day with one of `rows`; nobody can slip in between the look and the save."""
    hold(row._meta.label_lower)
    clash = rows.overlapping(row.period).exclude(pk=row.pk).first()
    if clash is not None:
        raise RefusedError(sentence(clash), field="first_day")


def keep_names(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Replace the other names of a place or host, keeping the source of those that stay."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = list(row.aliases.order_by("name").values_list("name", flat=True))
    row.aliases.exclude(name__in=wanted).delete()
    for name in wanted:
        if name not in known:
            row.aliases.create(name=name)
    return {"aliases": [", ".join(known), ", ".join(sorted(wanted))]} if set(known) != set(wanted) else {}


def keep_terms(row: Any, name: str, terms: Iterable[Any]) -> dict[str, Any]:
    """Replace the terms a row holds under `name`; what changed, for history."""
    held: Any = getattr(row, name)
    before, after = list(held.all()), list(terms)
    if {term.pk for term in before} == {term.pk for term in after}:
        return {}
    held.set(after)
    return {name: [", ".join(sorted(map(str, each))) for each in (before, after)]}
