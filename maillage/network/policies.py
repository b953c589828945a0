"""Who reads and who changes what about local actors (D2, D4, P7).

The team writes shared sheets, host partners read them; a personal sheet is its RAQ's, read by RAQs and
coordination, counted by research.
"""

from typing import Any

from django.db.models import Q

from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.network.models import (
    Actor,
    ActorAlias,
    ActorKey,
    ActorLanguage,
    ActorMerge,
    ActorSpot,
    ActorWord,
    Contact,
    ContactPerson,
    Doubt,
    LentRoom,
    PersonalSheet,
    SaturationReport,
    Site,
    Way,
    WordPiece,
)
from maillage.people.roles import READERS, TEAM, WRITERS, Role


class SharedSheet(Policy[Any]):
    """RAQs and coordination write; the team and host partners read (domain 3.21, D2)."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "model" in vars(cls):
            super().__init_subclass__(**kwargs)

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*READERS) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*WRITERS) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*WRITERS)


class ActorPolicy(SharedSheet):
    model = Actor

    def may_count(self, person: Reader) -> Q:
        """Actors are not persons: figures about them are exact for whoever reads them (D7)."""
        return self.may_view(person)

    def may_merge(self, person: Reader) -> Q:
        """Colleagues' personal sheets move with it: coordination says that two are one (U-CO-04)."""
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_export(self, person: Reader) -> Q:
        """Whoever reads the sheets takes the directory along; never what one RAQ lived with an actor (P7)."""
        return self.may_view(person)


class ActorKeyPolicy(SharedSheet):
    """Read by the software alone, to find sheets that resemble each other; it says no more than they do."""

    model = ActorKey


class ActorMergePolicy(SharedSheet):
    """Whoever reads the sheets sees what became of one; coordination takes it back (U-CO-04)."""

    model = ActorMerge

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION)


class ActorAliasPolicy(SharedSheet):
    model = ActorAlias


class ActorLanguagePolicy(SharedSheet):
    model = ActorLanguage


class SitePolicy(SharedSheet):
    model = Site


class WayPolicy(SharedSheet):
    model = Way


class ContactPersonPolicy(SharedSheet):
    model = ContactPerson


class LentRoomPolicy(SharedSheet):
    model = LentRoom


class DoubtPolicy(SharedSheet):
    """Whoever reads a sheet sees that a detail is doubtful."""

    model = Doubt


class PersonalSheets(Policy[Any]):
    """Its RAQ writes; RAQs and coordination read; research counts (D4)."""

    owner = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "model" in vars(cls):
            super().__init_subclass__(**kwargs)

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*WRITERS) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        return Q(**{self.owner: person.pk}) if person.has_role(*WRITERS) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.RAQ)

    def may_count(self, person: Reader) -> Q:
        """The team counts exactly (D7); a host reads released figures only."""
        return EVERY_ROW if person.has_role(*TEAM) else NO_ROW


class PersonalSheetPolicy(PersonalSheets):
    model = PersonalSheet
    owner = "person"


class ContactPolicy(PersonalSheets):
    model = Contact
    owner = "sheet__person"

    def may_sum(self, person: Reader) -> Q:
        """Hosts read totals of places two RAQs stand behind, never a contact (D4, P3, U-HP-04)."""
        return EVERY_ROW if person.has_role(*READERS) else NO_ROW


class SaturationReportPolicy(SharedSheet):
    """The team and hosts read what was heard; who heard it is for the team (P7). Its author withdraws it."""

    model = SaturationReport

    def may_change(self, person: Reader) -> Q:
        if person.has_role(Role.COORDINATION):
            return EVERY_ROW
        return Q(reported_by=person.pk) if person.has_role(Role.RAQ) else NO_ROW

    def may_settle(self, person: Reader) -> Q:
        """Whoever hears it may confirm it, end it, and note what the service answers."""
        return EVERY_ROW if person.has_role(*WRITERS) else NO_ROW

    def may_see_reporter(self, person: Reader) -> Q:
        """Hosts read what was heard and when, without a name."""
        return EVERY_ROW if person.has_role(*TEAM) else NO_ROW


class ActorWordPolicy(Policy[ActorWord]):
    """Nobody reads the index itself: what it finds goes through the right on the actor."""

    model = ActorWord


class WordPiecePolicy(Policy[WordPiece]):
    """As the words they are pieces of: read by the search alone."""

    model = WordPiece


class ActorSpotPolicy(Policy[ActorSpot]):
    """As the words: read by the search alone."""

    model = ActorSpot
