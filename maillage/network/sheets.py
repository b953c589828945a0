"""A shared sheet, put together for whoever reads it: addresses, ways to reach it, people, rooms."""

from dataclasses import dataclass
from functools import cached_property

from maillage.network.models import Actor, ActorLanguage, ContactPerson, LentRoom, Site, Way, WayKind
from maillage.network.models.sites import OfActor


@dataclass(frozen=True)
class Sheet:
    """What stands on a sheet today; what was withdrawn as a mistake stands only in its history."""

    actor: Actor
    sites: list[Site]
    ways: list[Way]
    people: list[tuple[ContactPerson, list[Way]]]
    rooms: list[LentRoom]
    languages: list[ActorLanguage]

    @cached_property
    def details(self) -> list[OfActor]:
        """Every detail, for its history."""
        return [*self.sites, *self.ways, *(person for person, _ways in self.people), *self.rooms]

    def _first(self, kind: str) -> Way | None:
        return next((way for way in self.ways if way.kind == kind), None)

    @property
    def phone(self) -> Way | None:
        """The number to call first."""
        return self._first(WayKind.PHONE)

    @property
    def email(self) -> Way | None:
        """The address to write to first."""
        return self._first(WayKind.EMAIL)

    @property
    def site(self) -> Site | None:
        """The address to go to first."""
        return self.sites[0] if self.sites else None


def sheet_of(actor: Actor) -> Sheet:
    """The sheet of an actor, in five questions to the database."""
    sites = list(actor.sites.filter(withdrawn_at=None).select_related("postcode", "neighbourhood", "actor"))
    ways = list(actor.ways.filter(withdrawn_at=None).select_related("site"))
    people = actor.people.filter(withdrawn_at=None)
    rooms = LentRoom.objects.filter(site__in=sites, withdrawn_at=None).select_related("site")
    return Sheet(
        actor=actor,
        sites=sites,
        ways=[way for way in ways if way.person_id is None],
        people=[(person, [way for way in ways if way.person_id == person.pk]) for person in people],
        rooms=list(rooms),
        languages=list(actor.languages.all()),
    )
