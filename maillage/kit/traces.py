"""What a verb did to rows, kept so that it can be undone exactly: old and new values, rows made, ties added.

A trace is plain data and stands in a JSON column of the record that remembers the verb.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from maillage.kit import clock

Steps = list[dict[str, Any]]


def _plain(row: models.Model, name: str) -> Any:
    """The value of a column as JSON can hold it."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname)
    return value if value is None or isinstance(value, bool | int | float) else field.value_to_string(row)


def _sign(row: models.Model, name: str) -> Any:
    """What tells whether a column still holds the same; of a text the digest, so that no copy outlives it."""
    value = _plain(row, name)
    return hashlib.sha256(value.encode()).hexdigest() if isinstance(value, str) and value else value


class Trace:
    """The steps of one verb, in the order in which they were taken."""

    def __init__(self, steps: Steps | None = None) -> None:
        self.steps: Steps = steps or []

    def set(self, row: models.Model, **values: Any) -> None:
        """Give the row these values, save it, and remember the old ones; nothing where nothing differs."""
        names = [name for name, value in values.items() if getattr(row, name) != value]
        if not names:
            return
        before = {name: _plain(row, name) for name in names}
        for name in names:
            setattr(row, name, values[name])
        bumped = _bump(row)
        row.save(update_fields=[*names, *bumped])
        after = {name: _sign(row, name) for name in names}
        self.steps.append({"set": _key(row), "before": before, "after": after})

    def made(self, *rows: models.Model) -> None:
        """Remember rows that did not exist before."""
        self.steps += [{"made": _key(row), "version": getattr(row, "version", None)} for row in rows]

    def tied(self, row: models.Model, name: str, others: Iterable[models.Model]) -> None:
        """Add rows to a many-to-many field, and remember those that were not tied yet."""
        held: Any = getattr(row, name)
        known = set(held.values_list("pk", flat=True))
        added = [other.pk for other in others if other.pk not in known]
        if added:
            held.add(*added)
            _saved_anew(row)
            self.steps.append({"tied": _key(row), "name": name, "others": [str(pk) for pk in added]})

    def changed_since(self) -> bool:
        """Whether somebody has since changed what the verb set or made."""
        last: dict[tuple[str, str], dict[str, Any]] = {}
        for step in self.steps:
            if "set" in step:
                last.setdefault(tuple(step["set"]), {}).update(step["after"])
            elif "made" in step and step["version"] is not None:
                last.setdefault(tuple(step["made"]), {}).setdefault("version", step["version"])
        for key, values in last.items():
            row = _row(key)
            if row is None or any(_sign(row, name) != value for name, value in values.items()):
                return True
        return False

    def undo(self) -> None:
        """Take every step back, the last one first. A value somebody changed since stays as they left it."""
        for step in reversed(self.steps):
            if "set" in step:
                self._unset(step)
            elif "made" in step:
                _unmake(_row(step["made"]))
            elif (row := _row(step["tied"])) is not None:
                getattr(row, step["name"]).remove(*step["others"])
                _saved_anew(row)

    def _unset(self, step: dict[str, Any]) -> None:
        row = _row(step["set"])
        if row is None:
            return
        names = [name for name, value in step["after"].items() if _sign(row, name) == value]
        for name in names:
            field: Any = row._meta.get_field(name)
            setattr(row, field.attname, field.target_field.to_python(step["before"][name])
                    if field.is_relation else field.to_python(step["before"][name]))  # fmt: skip
        if names:
            row.save(update_fields=[*names, *_bump(row)])


def _key(row: models.Model) -> list[str]:
    return [row._meta.label_lower, str(row.pk)]


def _row(key: Iterable[str]) -> models.Model | None:
    label, pk = key
    rows: models.QuerySet[models.Model] = apps.get_model(label)._default_manager.all()
    return rows.select_for_update().filter(pk=pk).first()


def _bump(row: models.Model) -> list[str]:
    """A shared record counts its saves, so that a form opened before notices."""
    if not hasattr(row, "version"):
        return []
    row.version += 1
    return ["version"]


def _saved_anew(row: models.Model) -> None:
    """What stands beside a row changed: a form opened before notices, and its days are counted anew."""
    bumped = _bump(row)
    if bumped:
        row.save(update_fields=bumped)


def _unmake(row: models.Model | None) -> None:
    """What people note is withdrawn, never deleted; what only ties rows together goes."""
    if row is None:
        return
    if hasattr(row, "withdrawn_at"):
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at", *_bump(row)])
    else:
        row.delete()
