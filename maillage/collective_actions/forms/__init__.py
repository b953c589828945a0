"""Forms of this room. Each keeps what was typed, and knows the one operation that keeps it (`keep`)."""

from maillage.collective_actions.forms.actions import ActionForm, ActionSearch, IdeaForm
from maillage.collective_actions.forms.calendar import CalendarFilter
from maillage.collective_actions.forms.continuum import PlacementForm, UntilForm
from maillage.collective_actions.forms.events import AddEventForm, CancelForm, EventForm, HeldForm
from maillage.collective_actions.forms.feeds import FeedForm
from maillage.collective_actions.forms.help import HelpForm
from maillage.collective_actions.forms.looking_back import EvaluationForm, PlanReviewForm, ReviewForm
from maillage.collective_actions.forms.plannings import PlanningForm
from maillage.collective_actions.forms.series import SeriesForm

__all__ = [
    "ActionForm",
    "ActionSearch",
    "AddEventForm",
    "CalendarFilter",
    "CancelForm",
    "EvaluationForm",
    "EventForm",
    "FeedForm",
    "HeldForm",
    "HelpForm",
    "IdeaForm",
    "PlacementForm",
    "PlanReviewForm",
    "ReviewForm",
    "PlanningForm",
    "SeriesForm",
    "UntilForm",
]
