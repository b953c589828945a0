"""What the network of local actors is made of (domain 3.14)."""

from maillage.network.models.actors import Access, Actor, ActorAlias, ActorLanguage, Cost, Papers
from maillage.network.models.contacts import Contact, PersonalSheet
from maillage.network.models.doubts import Doubt, DoubtAbout
from maillage.network.models.index import ActorSpot, ActorWord, WordPiece
from maillage.network.models.saturation import LASTS_DAYS, SaturationReport
from maillage.network.models.sites import ContactPerson, LentRoom, Site, Way, WayKind
from maillage.network.models.twins import ActorKey, ActorMerge

__all__ = [
    "LASTS_DAYS",
    "Access",
    "Actor",
    "ActorAlias",
    "ActorKey",
    "ActorLanguage",
    "ActorSpot",
    "ActorWord",
    "ActorMerge",
    "Contact",
    "ContactPerson",
    "Cost",
    "Doubt",
    "DoubtAbout",
    "LentRoom",
    "Papers",
    "PersonalSheet",
    "SaturationReport",
    "Site",
    "Way",
    "WayKind",
    "WordPiece",
]
