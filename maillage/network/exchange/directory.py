"""The sheets on their way out, a few hundred at a time: for colleagues, or for everybody.

Nobody's personal sheet, no saturation and no reporter ever goes along (P7). What everybody may read holds
only actors flagged public, without contact persons, without what the team notes for itself, and without a
detail in doubt.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from maillage.network.models import (
    Actor,
    ActorAlias,
    ActorLanguage,
    ContactPerson,
    Doubt,
    LentRoom,
    Site,
    Way,
    WayKind,
)

AT_ONCE = 200
DECIMALS = 6  # of a degree: ten centimetres
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One actor, with what its reader may take along."""

    actor: Actor
    aliases: list[ActorAlias]
    languages: list[ActorLanguage]
    sites: list[Site]
    ways: list[Way]
    people: list[ContactPerson]
    rooms: list[LentRoom]
    public: bool

    def ways_of(self, kind: str, person: ContactPerson | None = None) -> list[Way]:
        """The numbers, addresses or websites of the actor, or of one of its people."""
        key = person.pk if person else None
        return [way for way in self.ways if way.kind == kind and way.person_id == key]

    @property
    def url(self) -> str:
        """Its website."""
        return next((way.value for way in self.ways_of(WayKind.WEB)), "")

    @property
    def email(self) -> str:
        """Where one writes."""
        return next((way.value for way in self.ways_of(WayKind.EMAIL)), "")

    @property
    def specifics(self) -> str:
        """What a colleague should know; nothing for everybody."""
        return "" if self.public else self.actor.specifics

    def conditions(self) -> str:
        """Papers, price, appointment and what else there is to know, in one line."""
        actor = self.actor
        choices = (actor.get_papers_display(), actor.get_cost_display(), actor.get_access_display())
        return " · ".join(str(each) for each in (*choices, actor.conditions) if each)


def everybody() -> QuerySet[Actor]:
    """The sheets that anybody may read, signed in or not: those flagged public."""
    return Actor.objects.standing().filter(is_public=True)


def entries(rows: QuerySet[Actor], *, public: bool) -> Iterator[Entry]:
    """Every standing sheet among these, by name; memory does not grow with their number."""
    rows = rows.filter(withdrawn_at=None, merged_into=None).order_by("name_fr", "pk")
    rows = rows.filter(is_public=True) if public else rows
    standing: dict[str, Any] = {"withdrawn_at": None}
    rooms = LentRoom.objects.filter(**standing).order_by("name", "pk")
    sites = Site.objects.filter(**standing).select_related("postcode__commune", "neighbourhood")
    doubtful = Doubt.objects.open()
    read = rows.select_related("kind").prefetch_related(
        "aliases",
        "languages",
        "themes",
        "publics",
        Prefetch("sites", sites.prefetch_related(Prefetch("rooms", rooms))),
        Prefetch("ways", Way.objects.filter(**standing)),
        Prefetch("people", ContactPerson.objects.filter(**standing)),
        Prefetch("doubts", doubtful, to_attr="open_doubts"),
    )
    for actor in read.iterator(chunk_size=AT_ONCE):
        for site in actor.sites.all():
            site.latitude = None if site.latitude is None else round(site.latitude, DECIMALS)
            site.longitude = None if site.longitude is None else round(site.longitude, DECIMALS)
        yield _public(actor) if public else _whole(actor)


def _whole(actor: Actor) -> Entry:
    sites = list(actor.sites.all())
    return Entry(
        actor=actor,
        aliases=list(actor.aliases.all()),
        languages=list(actor.languages.all()),
        sites=sites,
        ways=list(actor.ways.all()),
        people=list(actor.people.all()),
        rooms=[room for site in sites for room in site.rooms.all()],
        public=False,
    )


def _public(actor: Actor) -> Entry:
    doubts: list[Doubt] = actor.open_doubts  # type: ignore[attr-defined]
    ways = {doubt.way_id for doubt in doubts}
    addresses = {doubt.site_id for doubt in doubts if doubt.about == "address"}
    hours = {doubt.site_id for doubt in doubts if doubt.about == "hours"}
    sites = [site for site in actor.sites.all() if site.pk not in addresses]
    for site in sites:
        if site.pk in hours:
            site.opening_hours = site.hours_note_fr = site.hours_note_nl = ""
    return Entry(
        actor=actor,
        aliases=list(actor.aliases.all()),
        languages=list(actor.languages.all()),
        sites=sites,
        ways=[way for way in actor.ways.all() if way.person_id is None and way.pk not in ways],
        people=[],
        rooms=[],
        public=True,
    )


def said_in(language: str, make: Callable[[Entry], T], rows: Iterator[Entry]) -> Iterator[T]:
    """Each entry turned into words of that language, and the language of whoever waits left alone."""
    for row in rows:
        with translation.override(language):
            piece = make(row)
        yield piece
