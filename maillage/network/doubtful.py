"""« À vérifier »: which details of a sheet somebody found no longer true (U-RAQ-27)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from maillage.kit.policy import Reader, visible
from maillage.network.models import Actor, Doubt, DoubtAbout
from maillage.network.models.sites import OfActor
from maillage.network.operations.doubts import COLUMNS
from maillage.people.roles import Role


def open_doubts(reader: Reader) -> QuerySet[Doubt]:
    """What is to be checked, newest first, on sheets that still stand."""
    rows = Doubt.objects.open().filter(actor__withdrawn_at=None, actor__merged_into=None)
    return visible(rows, reader).select_related("actor", "way", "person", "site", "room__site", "raised_by")


def asked_of(reader: Reader) -> QuerySet[Doubt]:
    """Which of them ask this person first: whoever added the sheet, and coordination."""
    rows = open_doubts(reader)
    return rows if reader.has_role(Role.COORDINATION) else rows.filter(actor__created_by=reader.pk)


def mark(actor: Actor, details: Iterable[OfActor], reader: Reader) -> None:
    """Hang on each detail the open doubt about it: `doubt`, and for an address also `hours_doubt`."""
    by_part: dict[tuple[str, UUID], Doubt] = {}
    for doubt in visible(Doubt.objects.open().filter(actor=actor), reader).select_related("raised_by"):
        for column in COLUMNS.values():
            if (key := getattr(doubt, f"{column}_id")) is not None:
                by_part[doubt.about, key] = doubt
    for detail in details:
        about = "address" if COLUMNS[type(detail)] == "site" else COLUMNS[type(detail)]
        detail.doubt = by_part.get((about, detail.pk))  # type: ignore[attr-defined]
        detail.hours_doubt = by_part.get((DoubtAbout.HOURS, detail.pk))  # type: ignore[attr-defined]
