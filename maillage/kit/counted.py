"""Rows that figures count: whatever changes one marks its days, in the same transaction (house.md 6).

A marked day is counted anew until a job has summed it again. A change of what stands beside a row (its
several terms) is marked with the row: operations save the row, with its new version, in the same transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import CharField, Value

from maillage.kit.measures import Rows, all_facts, facts_touched_by
from maillage.kit.models import DirtyDay

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
AT_ONCE = 500


def days_of(model: type[models.Model], keys: list[Any]) -> set[tuple[str, date]]:
    """The days on which facts that these rows have a part in may count, as the database has them now."""
    asked: list[Rows] = []
    for facts, lookup in facts_touched_by(model):
        day, every = facts.day_from or facts.day, facts.model._base_manager.order_by()
        touched = every.filter(pk__in=every.filter(**{f"{lookup}__in": keys}).values("pk"))
        named = touched.exclude(**{day: None}).annotate(facts_code=Value(facts.code, CharField()))
        asked.append(named.values_list("facts_code", day).distinct())
    if not asked or not keys:
        return set()
    return set(asked[0].union(*asked[1:]) if asked[1:] else asked[0])


@contextmanager
def marking(model: type[models.Model], keys: Iterable[Any], *, new: bool = False) -> Iterator[None]:
    """Mark the days these rows count on, before and after what is done inside."""
    known = list(keys)
    parts = [known[begun : begun + AT_ONCE] for begun in range(0, len(known), AT_ONCE)]
    with transaction.atomic():
        touched: set[tuple[str, date]] = set()
        for part in [] if new else parts:
            touched |= days_of(model, part)
        yield
        for part in parts:
            touched |= days_of(model, part)
        DirtyDay.objects.bulk_create([DirtyDay(facts=code, day=day) for code, day in sorted(touched)])


class CountedRows(models.QuerySet[M_co]):
    """Changing many rows at once marks their days as well."""

    def _keys(self) -> list[Any]:
        return list(self.order_by().values_list("pk", flat=True))

    def update(self, **values: Any) -> int:
        with marking(self.model, self._keys()):
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with marking(self.model, self._keys()):
            return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        with marking(self.model, [row.pk for row in rows], new=True):
            return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        with marking(self.model, [row.pk for row in rows]):
            return super().bulk_update(rows, *args, **kwargs)


class Counted(models.Model):
    """A model whose rows figures count, or are set apart by."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with marking(type(self), [self.pk], new=self._state.adding):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with marking(type(self), [self.pk]):
            return super().delete(*args, **kwargs)


def require_marks() -> None:
    """Raises TypeError if a model that facts depend on could change without marking their days."""
    for facts in all_facts():
        for model in (facts.model, *facts.touched_by):
            rows: Any = model._default_manager.all()
            if model not in facts.touched_by:
                raise TypeError(f"{facts.code} does not say that {model.__name__} touches it")
            if not (issubclass(model, Counted) and isinstance(rows, CountedRows)):
                raise TypeError(f"{facts.code} counts on {model.__name__}, which marks no day")
