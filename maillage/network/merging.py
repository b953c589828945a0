"""Two sheets turn out to be one actor: what differs, and what is gathered on the one that stays (U-CO-04)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models

from maillage.kit import merging
from maillage.kit.merging import Difference, taken_over, unite_names
from maillage.kit.traces import Trace
from maillage.kit.words import fold
from maillage.network.duplicates import address_key
from maillage.network.models import (
    Actor,
    ActorLanguage,
    PersonalSheet,
    Site,
)

#: What a sheet says in columns of its own: where the two differ, somebody chooses.
CHOSEN = (
    "name_fr", "name_nl", "acronym", "kind", "papers", "cost", "access", "conditions_fr", "conditions_nl",
    "specifics_fr", "specifics_nl", "enterprise_number", "host", "is_public",
)  # fmt: skip
#: Names an actor went by: the one not chosen stays as another name.
NAMES = ("name_fr", "name_nl", "acronym")
#: What else a personal sheet says: a gap is filled from the other one.
SHEET_FIELDS = ("known_through", "initiator", "inside_zone", "next_step", "next_step_on")
#: Tables that point to an actor, and what becomes of their rows. A test holds this against the models.
GATHERED = frozenset(
    {"aliases", "languages", "sites", "ways", "people", "reports", "doubts", "personal_sheets"}
)
#: What upper rooms do with their own rows that point to an actor; they add it when Django starts.
ELSEWHERE: list[Callable[[Trace, Actor, Actor], None]] = []
LEFT = frozenset({"keys", "indexed_words", "spots", "merges", "merges_away", "merged"})


def differences(kept: Actor, gone: Actor) -> list[Difference]:
    """What somebody must choose between."""
    return merging.differences(kept, gone, CHOSEN)


def merge(kept: Actor, gone: Actor, taken: Iterable[str]) -> Trace:
    """Gather everything on `kept`, which takes the named columns over from `gone`."""
    trace = Trace()
    names = [str(getattr(actor, name)) for actor in (kept, gone) for name in NAMES]
    values = taken_over(kept, gone, CHOSEN, taken)
    if gone.verified_on and (kept.verified_on is None or gone.verified_on > kept.verified_on):
        values |= {"verified_on": gone.verified_on, "verified_by": gone.verified_by}
    trace.set(kept, **values)
    trace.set(gone, merged_into=kept)
    _gather_words(trace, kept, gone, names)
    _gather_places(trace, kept, gone)
    _gather_people(trace, kept, gone)
    _gather_ways(trace, kept, gone)
    for rows in (gone.reports.all(), gone.doubts.all()):
        for row in rows.select_for_update():
            trace.set(row, actor=kept)
    _gather_sheets(trace, kept, gone)
    for gather in ELSEWHERE:
        gather(trace, kept, gone)
    return trace


def _gather_words(trace: Trace, kept: Actor, gone: Actor, names: list[str]) -> None:
    """Names it went by, languages, themes and publics: united."""
    unite_names(trace, kept, gone, NAMES, names)
    spoken = {row.code for row in kept.languages.all()}
    for row in gone.languages.all():
        if row.code not in spoken:
            trace.made(ActorLanguage.objects.create(actor=kept, code=row.code))
    for name in ("themes", "publics"):
        trace.tied(kept, name, getattr(gone, name).all())


def _pairs(rows: models.QuerySet[Any], among: Iterable[Any], key: Any) -> Iterator[tuple[Any, Any]]:
    """Each row with the one that says the same on the sheet that stays, or None."""
    known = {key(row): row for row in among}
    for row in rows.select_for_update():
        yield row, known.get(key(row)) if row.withdrawn_at is None else None


def _fill(trace: Trace, row: Any, other: Any, names: Iterable[str]) -> None:
    """Fill the gaps of a row from one that says the same."""
    trace.set(row, **{name: getattr(other, name) for name in names if getattr(row, name) in (None, "")})


def _doubts_to(trace: Trace, old: Any, new: Any, part: str) -> None:
    """Doubts about a detail that stays behind are about the same detail of the sheet that stays."""
    taken = new.doubts.filter(settled_at=None).exists()
    for doubt in old.doubts.select_for_update():
        if doubt.settled_at is not None or not taken:
            trace.set(doubt, **{part: new})


def _place(site: Site) -> str:
    code = site.postcode.code if site.postcode else ""
    return address_key(site.street, code) or f"{fold(site.street)} {code} {site.neighbourhood_id}"


SITE_FIELDS = (
    "name", "postcode", "town", "neighbourhood", "latitude", "longitude", "opening_hours", "hours_note_fr",
    "hours_note_nl", "accessibility",
)  # fmt: skip


def _gather_places(trace: Trace, kept: Actor, gone: Actor) -> None:
    """Addresses move; the same address is one, with the rooms and numbers of both."""
    among = kept.sites.filter(withdrawn_at=None).select_related("postcode")
    for site, twin in _pairs(gone.sites.select_related(None), among, _place):
        if twin is None:
            trace.set(site, actor=kept)
            continue
        _fill(trace, twin, site, SITE_FIELDS)
        _doubts_to(trace, site, twin, "site")
        for row in [*site.rooms.select_for_update(), *site.ways.select_for_update()]:
            trace.set(row, site=twin)


def _gather_people(trace: Trace, kept: Actor, gone: Actor) -> None:
    among = kept.people.filter(withdrawn_at=None)
    for person, twin in _pairs(gone.people.all(), among, lambda row: (fold(row.function), fold(row.name))):
        if twin is None:
            trace.set(person, actor=kept)
            continue
        _doubts_to(trace, person, twin, "person")
        for way in person.ways.select_for_update():
            trace.set(way, person=twin)


def _gather_ways(trace: Trace, kept: Actor, gone: Actor) -> None:
    among = kept.ways.filter(withdrawn_at=None)
    for way, twin in _pairs(gone.ways.all(), among, lambda row: (row.kind, row.value, row.person_id)):
        if twin is None:
            trace.set(way, actor=kept)
        else:
            _fill(trace, twin, way, ("label", "site"))
            _doubts_to(trace, way, twin, "way")


def _gather_sheets(trace: Trace, kept: Actor, gone: Actor) -> None:
    """Personal sheets follow; somebody with a sheet on both finds all their contacts on one."""
    known = {sheet.person_id: sheet for sheet in kept.personal_sheets.select_for_update()}
    for sheet in gone.personal_sheets.select_for_update():
        twin: PersonalSheet | None = known.get(sheet.person_id)
        if twin is None:
            trace.set(sheet, actor=kept)
            continue
        if twin.inside_zone is None:
            trace.set(twin, zone_said=sheet.zone_said)
        _fill(trace, twin, sheet, SHEET_FIELDS)
        trace.tied(twin, "outside_reasons", sheet.outside_reasons.all())
        for contact in sheet.contacts.select_for_update():
            trace.set(contact, sheet=twin)
