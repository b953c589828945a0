"""Who reads and who changes what about collective actions (D2, D8, domain 3.21).

RAQs and coordination write, the team reads. Host partners read actions and events, unless the place is
discreet; what the team wrote to look back stays in the team.
"""

from typing import Any

from django.db.models import Q

from maillage.collective_actions.models import (
    Action,
    ActionAlias,
    ActionMerge,
    CalendarFeed,
    Evaluation,
    Event,
    EventGroup,
    EventPart,
    HelpLanguage,
    HelpOffer,
    HelpWanted,
    KeywordChoice,
    MarkerComment,
    Placement,
    PlannedEntry,
    Planning,
    PlanningChange,
    Review,
    Series,
)
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.people.roles import READERS, TEAM, WRITERS, Role


class TeamWrites(Policy[Any]):
    """RAQs and coordination write; the team reads, and hosts what lies in no discreet place (D2)."""

    #: The way to the action from a row of this model; empty: hosts do not read it at all.
    action = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "model" in vars(cls):
            super().__init_subclass__(**kwargs)

    def may_view(self, person: Reader) -> Q:
        if person.has_role(*TEAM):
            return EVERY_ROW
        if person.has_role(Role.HOST_PARTNER) and self.action:
            return Q(
                **{f"{self.action}is_discreet": False, f"{self.action}stage__in": ("under_way", "ended")}
            )
        return NO_ROW

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*WRITERS) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*WRITERS)


class ActionPolicy(TeamWrites):
    model = Action

    def may_view(self, person: Reader) -> Q:
        if person.has_role(Role.HOST_PARTNER) and not person.has_role(*TEAM):
            return Q(is_discreet=False, stage__in=("under_way", "ended"))
        return super().may_view(person)

    def may_merge(self, person: Reader) -> Q:
        """It moves what colleagues noted: coordination says that two labels are one action."""
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW


class ActionMergePolicy(TeamWrites):
    """The team sees what became of an action; coordination takes it back."""

    model = ActionMerge

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION)


class ActionAliasPolicy(TeamWrites):
    model = ActionAlias
    action = "action__"


class SeriesPolicy(TeamWrites):
    model = Series
    action = "action__"


class EventPolicy(TeamWrites):
    model = Event
    action = "action__"

    def may_count(self, person: Reader) -> Q:
        """Events are not persons: exact for the team (D7); hosts count what they read."""
        return self.may_view(person)


class EventGroupPolicy(TeamWrites):
    model = EventGroup

    def may_count(self, person: Reader) -> Q:
        """Numbers without a name, exact for the team (D7, D24)."""
        return self.may_view(person)


class EventPartPolicy(TeamWrites):
    model = EventPart


class KeywordChoicePolicy(TeamWrites):
    model = KeywordChoice


class HelpWantedPolicy(TeamWrites):
    """Colleagues ask colleagues."""

    model = HelpWanted


class HelpLanguagePolicy(TeamWrites):
    model = HelpLanguage


class HelpOfferPolicy(TeamWrites):
    """Whoever offers may take it back."""

    model = HelpOffer

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk) if person.has_role(*WRITERS) else NO_ROW


class EvaluationPolicy(TeamWrites):
    """Evaluation prose stays in the team (D2)."""

    model = Evaluation


class ReviewPolicy(TeamWrites):
    """What an action brought is told within the team (D2)."""

    model = Review


class OwnOpinion(TeamWrites):
    """An opinion is its author's: others read it, nobody else changes it."""

    author = ""

    def may_change(self, person: Reader) -> Q:
        return Q(**{self.author: person.pk}) if person.has_role(*TEAM) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.RAQ, Role.COORDINATION, Role.RESEARCH)


class PlacementPolicy(OwnOpinion):
    model = Placement
    author = "person"


class MarkerCommentPolicy(OwnOpinion):
    model = MarkerComment
    author = "placement__person"


class CalendarFeedPolicy(Policy[CalendarFeed]):
    """A feed is known to whoever made it, and to nobody else."""

    model = CalendarFeed

    def may_view(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*READERS)


class PlanningPolicy(TeamWrites):
    model = Planning


class PlannedEntryPolicy(TeamWrites):
    model = PlannedEntry


class PlanningChangePolicy(Policy[PlanningChange]):
    """Told to one person, until they have seen it."""

    model = PlanningChange

    def may_view(self, person: Reader) -> Q:
        return Q(person=person.pk)

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk)
