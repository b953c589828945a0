"""How long what is noted of people stays (D23): the numbers, what is due, and what is done to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy

from maillage.encounters.models import Intervention, InterventionQuerySet, NonTakeUp, SealedNote
from maillage.kit import clock
from maillage.kit.operations import operation, tell_each
from maillage.kit.policy import Reader

AT_ONCE = 500  # rows a transaction
SOON = timedelta(days=30)  # how far the preview looks
#: What a coarse row still says, beside its month.
STAYS = (
    "author_id", "zone_id", "meeting_place_id", "no_demand", "first_meeting", "initiator_id",
    "third_party_kind_id", "first_contact_setting_id", "lacks_help", "language", "with_interpreter",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """For how many months a sealed word stays, and a row its day and place."""

    note_months: int
    fine_months: int


@dataclass(frozen=True)
class Due:
    """What goes now, and what goes within thirty days: numbers of the whole team."""

    notes: int
    notes_soon: int
    rows: int
    rows_soon: int


def terms() -> Kept:
    """As this installation is set."""
    return Kept(settings.NOTE_MONTHS, settings.FINE_MONTHS)


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def due(day: date) -> Due:
    """What the next turn of the job would do, and what the turns of the next thirty days would."""
    soon = day + SOON
    now = notes_due(day).count(), rows_due(day).count()
    later = notes_due(soon).count(), rows_due(soon).count()
    return Due(now[0], later[0], now[1], later[1])


def notes_due(day: date) -> Any:
    """Sealed words whose months are over: they go at the end of their month."""
    return SealedNote.objects.filter(written_on__lt=months_before(day, settings.NOTE_MONTHS))


def rows_due(day: date) -> InterventionQuerySet:
    """Notes whose month is over for so long that their day and place go; each by its last version."""
    limit = months_before(day, settings.FINE_MONTHS)
    return Intervention.objects.filter(superseded_at=None, is_coarse=False, happened_on__lt=limit)


@operation("encounters.note.erased", gettext_lazy("%(who)s erased a sealed note whose time was over"))
def erase_notes(*, by: Reader | None, notes: Iterable[SealedNote]) -> int:
    """Sealed words go for good."""
    rows = list(notes)
    tell_each((row, {}) for row in rows)
    SealedNote.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@operation(
    "encounters.intervention.coarsened",
    gettext_lazy("%(who)s made the note of a meeting coarse: its month and zone stay"),
)
def coarsen(*, by: Reader | None, meetings: Iterable[Intervention]) -> int:
    """Each row is written anew under another number, so that no line of the history leads to it.

    Earlier versions go with it, and so do notes that were withdrawn as mistakes.
    """
    rows = list(meetings)
    tell_each((row, {}) for row in rows)
    anew = {row.pk: _coarse(row) for row in rows if row.withdrawn_at is None}
    Intervention.objects.bulk_create(anew.values())
    keys = {old: new.pk for old, new in anew.items()}
    for through in (Intervention.themes.through, Intervention.actions_done.through):
        _copy(through, "intervention_id", keys)
    _copy_lacks(anew)
    firsts = [row.first_version for row in rows]
    Intervention.objects.filter(Q(pk__in=firsts) | Q(replaces__in=firsts)).delete()
    return len(rows)


def _coarse(row: Intervention) -> Intervention:
    month = row.happened_on.replace(day=1)
    midnight = datetime.combine(month, time(), tzinfo=clock.BRUSSELS)
    said = {name: getattr(row, name) for name in STAYS}
    return Intervention(happened_on=month, is_coarse=True, recorded_at=midnight, **said)


def _copy(through: Any, name: str, keys: dict[UUID, UUID]) -> None:
    """The answers of a row, for the row that takes its place."""
    other = next(f for f in through._meta.concrete_fields if f.is_relation and f.attname != name).attname
    held = through._default_manager.filter(**{f"{name}__in": list(keys)}).order_by("pk")
    answers = held.values_list(name, other)
    anew = [through(**{name: keys[old], other: answer}) for old, answer in answers]
    through._default_manager.bulk_create(anew, batch_size=AT_ONCE)


def _copy_lacks(anew: dict[UUID, Intervention]) -> None:
    keys: dict[UUID, UUID] = {}
    made = []
    for lack in NonTakeUp.objects.filter(intervention__in=list(anew)).order_by("pk"):
        keys[lack.pk] = uuid4()
        made.append(
            NonTakeUp(
                pk=keys[lack.pk],
                intervention=anew[lack.intervention_id],
                right_id=lack.right_id,
                why_unknown=lack.why_unknown,
            )
        )
    NonTakeUp.objects.bulk_create(made)
    _copy(NonTakeUp.forms.through, "nontakeup_id", keys)


def carry_out(day: date) -> tuple[int, int]:
    """Everything that is due, lot by lot; how many words went, how many rows were made coarse."""
    erased = coarse = 0
    while notes := list(notes_due(day).order_by("pk")[:AT_ONCE]):
        erased += erase_notes(by=None, notes=notes)
    while rows := list(rows_due(day).order_by("pk")[:AT_ONCE]):
        coarse += coarsen(by=None, meetings=rows)
    return erased, coarse
