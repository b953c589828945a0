"""What is done to interventions: each an act by its author, told once, and never with a value (P2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.encounters.models import Intervention, NonTakeUp, SealedNote
from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import write
from maillage.kit.terms import Term
from maillage.network.models.contacts import PROJECT_BEGAN
from maillage.people.models import Person
from maillage.territory.coverage import zone_of
from maillage.territory.models import Neighbourhood, SelectedNeighbourhood, Zone

#: What stands beside the columns: several answers each.
SEVERAL = ("themes", "actions_done", "colleagues", "actors")


@dataclass(frozen=True)
class Lack:
    """A help that is lacking, and why, as far as the RAQ can say."""

    right: Term | None
    forms: tuple[Term, ...] = ()
    why_unknown: bool = False


@dataclass(frozen=True)
class Noted:
    """Everything a form says of one meeting; `note` is sealed already."""

    values: dict[str, Any]
    several: dict[str, Iterable[Any]]
    lacks: tuple[Lack, ...] = ()
    note: bytes | None = None


def wrong_day(day: date, today: date) -> str:
    """Why a meeting cannot have been on that day; nothing when it can."""
    if day > today:
        return _("This day is still to come. Which day was it?")
    if day < PROJECT_BEGAN:
        return _("The project began on %(day)s. Which day was it?") % {"day": clock.in_words(PROJECT_BEGAN)}
    return ""


def zone_on(place: Neighbourhood | None, person: Person, day: date) -> Zone | None:
    """The zone of the neighbourhood on that day, else the one the person covered."""
    chosen = SelectedNeighbourhood.objects.standing().on(day).filter(neighbourhood=place).exclude(zone=None)
    found = chosen.select_related("zone").order_by("zone__ordinal", "id").first() if place else None
    return found.zone if found else zone_of(person, day)


def _check(row: Intervention) -> None:
    if sentence := wrong_day(row.happened_on, clock.today()):
        raise RefusedError(sentence, field="happened_on")


def _write(row: Intervention, noted: Noted) -> Intervention:
    """The row with its place, its several answers, and the word sealed to its author."""
    place = noted.values.get("neighbourhood")
    where = {
        "commune": place.main_commune if place else None,
        "zone": zone_on(place, row.author, noted.values["happened_on"]),
    }
    write(row, noted.values | where, check=_check)
    for name in SEVERAL:
        getattr(row, name).add(*noted.several.get(name, ()))
    for lack in noted.lacks:
        kept = write(NonTakeUp(intervention=row), {"right": lack.right, "why_unknown": lack.why_unknown})
        kept.forms.add(*lack.forms)
    if noted.note:
        SealedNote.objects.create(
            intervention=row, author=row.author, sealed=noted.note, written_on=clock.today()
        )
    return row


@operation("encounters.intervention.noted", gettext_lazy("%(who)s noted a meeting"))
def note_meeting(*, by: Person, noted: Noted, key: UUID, received_at: datetime | None = None) -> Intervention:
    """A meeting with one person; `key` is the number it got where it was noted."""
    row = Intervention(pk=key, author=by, recorded_at=clock.now(), received_at=received_at)
    tell(_write(row, noted))
    return row


def last_version(meeting: Intervention) -> Intervention:
    """The version of a note that stands."""
    return Intervention.objects.versions_of(meeting).get(superseded_at=None)


@operation("encounters.intervention.corrected", gettext_lazy("%(who)s corrected the note of a meeting"))
def correct_meeting(
    *, by: Person, meeting: Intervention, noted: Noted, key: UUID | None = None
) -> Intervention:
    """A new version; the one before stays readable by its author."""
    first = Intervention.objects.select_for_update().get(pk=meeting.first_version)
    last = last_version(first)
    if last.withdrawn_at or last.is_coarse:
        raise RefusedError(_("This note is withdrawn, or older than the days I can still correct."))
    last.superseded_at = clock.now()
    last.save()
    row = Intervention(
        pk=key or uuid4(), author=first.author, replaces=first, recorded_at=last.superseded_at,
        received_at=first.received_at,
    )  # fmt: skip
    _write(row, noted)
    tell(first)
    return row


@operation("encounters.intervention.withdrawn", gettext_lazy("%(who)s withdrew the note of a meeting"))
def withdraw_meeting(*, by: Person, meeting: Intervention) -> Intervention:
    """It was noted by mistake; it can come back."""
    return _withdrawn(meeting, clock.now())


@operation("encounters.intervention.restored", gettext_lazy("%(who)s brought the note of a meeting back"))
def restore_meeting(*, by: Person, meeting: Intervention) -> Intervention:
    """It was not a mistake after all."""
    return _withdrawn(meeting, None)


def _withdrawn(meeting: Intervention, moment: datetime | None) -> Intervention:
    first = Intervention.objects.select_for_update().get(pk=meeting.first_version)
    last = last_version(first)
    last.withdrawn_at = moment
    last.save()
    tell(first)
    return last
