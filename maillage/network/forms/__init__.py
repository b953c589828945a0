"""Forms of local actors. Each keeps what was typed, and knows the one operation that keeps it (`keep`)."""

from maillage.network.forms.contacts import ContactForm, FirstContactForm, PersonalSheetForm
from maillage.network.forms.saturation import AnswerForm, ReportForm
from maillage.network.forms.search import SearchForm
from maillage.network.forms.sheets import (
    RECOGNISED_BY,
    ActorForm,
    AddActorForm,
    ContactPersonForm,
    LentRoomForm,
    SiteForm,
    WayForm,
)

__all__ = [
    "RECOGNISED_BY",
    "ActorForm",
    "AddActorForm",
    "AnswerForm",
    "ContactForm",
    "ContactPersonForm",
    "FirstContactForm",
    "LentRoomForm",
    "PersonalSheetForm",
    "ReportForm",
    "SearchForm",
    "SiteForm",
    "WayForm",
]
