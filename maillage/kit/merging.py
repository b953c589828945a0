"""Two records turn out to be one: what differs, how the two become one, and the way back exactly.

A room says what is gathered where; the record of the merging keeps the trace that takes it back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.models import Record
from maillage.kit.operations import RefusedError, tell
from maillage.kit.traces import Trace
from maillage.kit.words import fold


class MergeQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those nobody took back."""
        return self.filter(undone_at__isnull=True)


class Merge(Record):
    """`gone` became part of `kept`, two records of one model that has `merged_into`; `merged_by` says who."""

    merged_at = models.DateTimeField(_("merged on"))
    undone_at = models.DateTimeField(_("separated again on"), null=True)
    trace = models.JSONField(default=list)

    kept: Any
    gone: Any

    objects = MergeQuerySet.as_manager()

    history_keeps = frozenset({"undone_at"})

    class Meta:
        abstract = True
        ordering = ["-merged_at", "id"]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def get_absolute_url(self) -> str:
        return str(self.kept.get_absolute_url())


M = TypeVar("M", bound=Merge)


@dataclass(frozen=True)
class Difference:
    """One thing the two say differently, each as people read it; `suggested` is the second one's."""

    name: str
    label: str
    kept: str
    gone: str
    suggested: bool = False


def _said(row: models.Model, name: str) -> str:
    value, shown = getattr(row, name), getattr(row, f"get_{name}_display", None)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(shown() if shown else value or "")


def differences(kept: Any, gone: Any, chosen: Iterable[str], safer: Sequence[str] = ()) -> list[Difference]:
    """What somebody must choose between; where only one says something, that is taken.

    Of the columns in `safer` « yes » is suggested, whichever of the two says it.
    """
    found = []
    for name in chosen:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if mine != theirs and (isinstance(mine, bool) or (mine and theirs)):
            label = str(kept._meta.get_field(name).verbose_name)
            suggested = name in safer and bool(theirs)
            found.append(Difference(name, label, _said(kept, name), _said(gone, name), suggested))
    return found


def taken_over(kept: Any, gone: Any, chosen: Iterable[str], taken: Iterable[str]) -> dict[str, Any]:
    """The values `kept` takes from `gone`: those somebody chose, and those that fill a gap."""
    taken = set(taken)
    return {
        name: getattr(gone, name)
        for name in chosen
        if name in taken or (not isinstance(getattr(kept, name), bool) and not getattr(kept, name))
    }


def unite_names(trace: Trace, kept: Any, gone: Any, names: Sequence[str], before: Iterable[str]) -> None:
    """Every name either went by stays as another name; `names` are the columns that hold one."""
    held = {fold(str(alias)) for alias in kept.aliases.all()} | {fold(getattr(kept, each)) for each in names}
    for name in [*before, *(str(alias) for alias in gone.aliases.all())]:
        if name and fold(name) not in held:
            held.add(fold(name))
            trace.made(kept.aliases.create(name=name))


def join(made: M, gather: Callable[[Any, Any], Trace]) -> M:
    """Make one of the two records of this merging, and tell it. Raises RefusedError if one has gone."""
    every: Any = type(made.kept)._default_manager
    pair = {made.kept.pk, made.gone.pk}
    rows = {row.pk: row for row in every.standing().select_for_update().filter(pk__in=pair)}
    if len(rows) != 2:
        raise RefusedError(gettext("One of the two is no longer there. I choose again."))
    made.kept, made.gone = rows[made.kept.pk], rows[made.gone.pk]
    made.trace, made.merged_at = gather(made.kept, made.gone).steps, clock.now()
    made.save()
    tell(made.kept, reason=made.gone.name_fr)
    return made


def part(merge: M) -> M:
    """Give each of the two back what it had, and tell it. Raises RefusedError when it is too late."""
    every: Any = type(merge)._default_manager
    current: M = every.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=merge.pk)
    if current.undone_at is not None:
        raise RefusedError(gettext("These two are separate already."))
    later = every.standing().filter(merged_at__gt=current.merged_at)
    if current.kept.merged_into_id or later.filter(kept=current.kept).exists():
        raise RefusedError(gettext("Another one joined this one since. I separate that one first."))
    Trace(current.trace).undo()
    current.undone_at = clock.now()
    current.save(update_fields=["undone_at"])
    tell(current.kept, reason=current.gone.name_fr)
    return current
