"""Forms of local actors. Each keeps what was typed, and knows the one operation that keeps it (`keep`)."""

from maillage.network.forms.merging import MergeForm
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
    "ContactPersonForm",
    "LentRoomForm",
    "MergeForm",
    "SiteForm",
    "WayForm",
]
