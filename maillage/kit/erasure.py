"""What Maillage holds of one person, and what becomes of it when they are erased (trust T16).

Each room declares its part in `erasure.py`: what it tells, what goes, what is emptied, what stays and why,
what stands in the way. A foreign key to a person that no part covers makes every erasure refuse.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import history
from maillage.kit.models import HistoryEntry
from maillage.kit.policy import Reader, visible

Words = Promise | str


@dataclass(frozen=True)
class Subject:
    """Whose data: the key that stays, and the words by which they are known (name, address, number)."""

    pk: Any
    words: tuple[str, ...] = ()


# --- What is held --------------------


@dataclass(frozen=True)
class Held:
    """One kind of thing held of a person: its name, and each as words beside words."""

    name: Words
    facts: list[tuple[str, str]]


_tellers: list[Callable[[Subject], list[Held]]] = []


def tells(function: Callable[[Subject], list[Held]]) -> Callable[[Subject], list[Held]]:
    """Register a function that tells what a room holds of a person."""
    _tellers.append(function)
    return function


def held_of(subject: Subject) -> list[Held]:
    """Everything the rooms hold of the person; kinds of which there is nothing are left out."""
    return [held for tell in _tellers for held in tell(subject) if held.facts]


# --- What becomes of it --------------------


class Fate(Enum):
    """What an erasure does: the rows go, their content goes, or they stay, with the key alone."""

    GOES = "goes"
    EMPTIED = "emptied"
    STAYS = "stays"


@dataclass(frozen=True)
class Part:
    """One kind of rows: what people call it, its fate, why they do not go whole, how it is done."""

    code: str
    name: Words
    fate: Fate
    model: type[models.Model]
    field: str
    count: Callable[[Subject], int]
    carry_out: Callable[[Subject], int]
    why: Words = ""


@dataclass(frozen=True)
class Share:
    """A part, and how many rows of this person it concerns."""

    part: Part
    count: int

    def __str__(self) -> str:
        return f"{self.part.name} · {self.count}"


PARTS: dict[str, Part] = {}
_hindrances: list[Callable[[Subject, date], Iterator[str]]] = []


def _rows(model: type[models.Model], field: str, subject: Subject) -> models.QuerySet[models.Model]:
    """All rows that lead to the person, past any manager's own opinion."""
    return models.QuerySet(model).filter(**{field: subject.pk})


def declare(part: Part) -> None:
    """Register a part. Raises ValueError the second time."""
    if part.code in PARTS:
        raise ValueError(f"the part {part.code!r} is declared twice")
    PARTS[part.code] = part


def _declare_rows(
    model: type[models.Model], field: str, name: Words, fate: Fate, work: Callable[[Subject], int], why: Words
) -> None:
    def count(subject: Subject) -> int:
        return _rows(model, field, subject).count()

    def carry_out(subject: Subject) -> int:
        counted = count(subject)
        work(subject)
        return counted

    declare(Part(f"{model._meta.label_lower}.{field}", name, fate, model, field, count, carry_out, why))


def goes(model: type[models.Model], field: str, name: Words) -> None:
    """The rows whose `field` is the person are removed."""
    _declare_rows(model, field, name, Fate.GOES, lambda subject: _rows(model, field, subject).delete()[0], "")


def emptied(model: type[models.Model], field: str, name: Words, why: Words, **values: Any) -> None:
    """The rows stay, with these values in place of what they said."""
    _declare_rows(
        model,
        field,
        name,
        Fate.EMPTIED,
        lambda subject: _rows(model, field, subject).update(**values),
        why,
    )


def stays(model: type[models.Model], field: str, name: Words, why: Words) -> None:
    """The rows stay as they are: they lead to a key that has no name any more."""
    _declare_rows(model, field, name, Fate.STAYS, lambda subject: 0, why)


def hinders(function: Callable[[Subject, date], Iterator[str]]) -> Callable[[Subject, date], Iterator[str]]:
    """Register a function that says, in sentences, what stands in the way of an erasure on a day."""
    _hindrances.append(function)
    return function


def hindrances(subject: Subject, day: date) -> list[str]:
    """Everything that stands in the way on that day."""
    return [sentence for hinder in _hindrances for sentence in hinder(subject, day)]


class UncoveredError(RuntimeError):
    """Some rows lead to a person, and no part says what becomes of them: nothing is erased."""


def uncovered() -> list[str]:
    """Foreign keys to a person that no part covers."""
    person = apps.get_model(settings.AUTH_USER_MODEL)
    covered = {(part.model, part.field) for part in PARTS.values()}
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is person and (model, field.name) not in covered
    ]


def shares_of(subject: Subject) -> list[Share]:
    """What an erasure would do now, part by part; those that concern nothing are left out."""
    found = [Share(part, part.count(subject)) for part in PARTS.values()]
    return [share for share in found if share.count]


def carry_out(subject: Subject, *, by: Reader | None) -> list[Share]:
    """Erase the person, in the running transaction; what was done, part by part.

    Upper rooms go first, and the history last. Raises UncoveredError.
    """
    if missing := uncovered():
        raise UncoveredError(", ".join(missing))
    lines = lines_of(subject)
    done = [Share(part, part.carry_out(subject)) for part in reversed(PARTS.values())]
    emptied_lines = Share(PARTS[LINES], history.empty(lines, by=by))
    found = [emptied_lines if share.part.code == LINES else share for share in reversed(done)]
    return [share for share in found if share.count]


# --- The history --------------------

LINES = "kit.historyentry.details"


def lines_of(subject: Subject) -> list[HistoryEntry]:
    """Lines of the history whose content goes: about what goes or is emptied, or in which the name stands."""
    found = {entry.pk: entry for entry in history.with_content().filter(_about(subject))}
    if subject.words:
        naming = reduce(or_, (Q(details__icontains=word) for word in subject.words))
        for entry in history.with_content().filter(naming).iterator():
            if named_in(entry.details, subject):
                found[entry.pk] = entry
    return [found[number] for number in sorted(found)]


def _about(subject: Subject) -> Q:
    person = apps.get_model(settings.AUTH_USER_MODEL)
    about = Q(subject_kind=person._meta.label_lower, subject_id=str(subject.pk))
    for part in PARTS.values():
        if part.fate is not Fate.STAYS and part.field and part.code != LINES:
            rows = _rows(part.model, part.field, subject).values_list("pk", flat=True)
            keys = [str(key) for key in rows]
            about |= Q(subject_kind=part.model._meta.label_lower, subject_id__in=keys)
    return about


def named_in(text: str, subject: Subject) -> bool:
    """Whether a name, address or number of the person stands in the text, as whole words."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
        for word in subject.words
    )


declare(
    Part(
        LINES,
        _("Lines of the history: what they say of this person"),
        Fate.GOES,
        HistoryEntry,
        "",
        lambda subject: len(lines_of(subject)),
        lambda subject: 0,
    )
)
stays(
    HistoryEntry,
    "by",
    _("Lines of the history: that something was done, and when"),
    _("What was decided in the project stays traceable. The line leads to a number without a name."),
)


# --- Texts of others --------------------


@dataclass(frozen=True)
class Mention:
    """A record of others in which the person's name stands: what it is, and where it is read."""

    kind: str
    title: str
    url: str


MENTIONS_SHOWN = 50


def mentions(subject: Subject, reader: Reader) -> list[Mention]:
    """Texts of others, among those the reader may see, that name the person: they are read one by one."""
    found = [mention for model in apps.get_models() for mention in _mentions_in(model, subject, reader)]
    return found[:MENTIONS_SHOWN]


def _mentions_in(model: type[models.Model], subject: Subject, reader: Reader) -> Iterator[Mention]:
    going = [part for part in PARTS.values() if part.model is model and part.fate is not Fate.STAYS]
    person = apps.get_model(settings.AUTH_USER_MODEL)
    if model._meta.app_label not in settings.ROOMS or model in (person, HistoryEntry) or not subject.words:
        return
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
    ]
    if not fields or any(not part.field for part in going):
        return
    asked = reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields for word in subject.words))
    own = reduce(or_, (Q(**{part.field: subject.pk}) for part in going), Q(pk__in=[]))
    texts = models.QuerySet[Any](model).filter(asked).exclude(own).order_by("pk")
    for row in visible(texts, reader)[:MENTIONS_SHOWN]:
        if any(named_in(str(getattr(row, name)), subject) for name in fields):
            address: Any = getattr(row, "get_absolute_url", str)
            yield Mention(str(model._meta.verbose_name), str(row), address())


# --- Nothing left in the file --------------------


def rewrite_database() -> bool:
    """Write the database anew, so that no byte of what was removed lies in its files; False: try later.

    SQLite writes its whole file again and cuts its journal; PostgreSQL the tables an erasure touches.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
        touched = {part.model._meta.db_table for part in PARTS.values() if part.fate is not Fate.STAYS}
        for table in sorted(touched | {HistoryEntry._meta.db_table}):
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
    return True
