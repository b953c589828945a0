"""What collective and community actions are made of (domain 3.7, 3.8)."""

from maillage.collective_actions.models.actions import Action, ActionAlias, Stage
from maillage.collective_actions.models.continuum import MarkerComment, Placement
from maillage.collective_actions.models.events import (
    Event,
    EventGroup,
    EventPart,
    EventState,
    KeywordChoice,
    Series,
)
from maillage.collective_actions.models.feeds import (
    CalendarFeed,
    FeedKind,
    PlannedEntry,
    Planning,
    PlanningChange,
)
from maillage.collective_actions.models.help import HelpLanguage, HelpOffer, HelpWanted
from maillage.collective_actions.models.looking_back import (
    CRITERIA,
    Evaluation,
    Review,
    Verdict,
    long_term,
    result,
)
from maillage.collective_actions.models.merges import ActionMerge

__all__ = [
    "CRITERIA",
    "Action",
    "ActionAlias",
    "ActionMerge",
    "CalendarFeed",
    "Evaluation",
    "Event",
    "EventGroup",
    "EventPart",
    "EventState",
    "FeedKind",
    "HelpLanguage",
    "HelpOffer",
    "HelpWanted",
    "KeywordChoice",
    "MarkerComment",
    "Placement",
    "PlannedEntry",
    "Planning",
    "PlanningChange",
    "Review",
    "Series",
    "Stage",
    "Verdict",
    "long_term",
    "result",
]
