"""Forms of the territory. Each keeps what was typed, and knows the one operation that keeps it (`keep`)."""

from maillage.territory.forms.base import (
    PlaceField,
)
from maillage.territory.forms.calls import (
    AnswerForm,
    CallForm,
    PhaseForm,
)
from maillage.territory.forms.territory import (
    AbsenceForm,
    AssignmentForm,
    ChoiceForm,
    CommuneForm,
    ContactForm,
    DayFilter,
    EndForm,
    FundingForm,
    HostForm,
    NeighbourhoodForm,
    SiteForm,
    ZoneForm,
    raq_or,
)

__all__ = [
    "AbsenceForm",
    "AnswerForm",
    "AssignmentForm",
    "CallForm",
    "ChoiceForm",
    "CommuneForm",
    "ContactForm",
    "DayFilter",
    "EndForm",
    "FundingForm",
    "HostForm",
    "NeighbourhoodForm",
    "PhaseForm",
    "PlaceField",
    "SiteForm",
    "ZoneForm",
    "raq_or",
]
