"""Places, hosts, and who works where, when."""

from maillage.territory.models.hosts import HostAlias, HostContact, HostOrganisation, HostSite
from maillage.territory.models.places import (
    Commune,
    CommuneAlias,
    Neighbourhood,
    NeighbourhoodAlias,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.models.work import Absence, Assignment, DocumentedFigure, FundingPeriod

__all__ = [
    "Absence",
    "Assignment",
    "Commune",
    "CommuneAlias",
    "DocumentedFigure",
    "FundingPeriod",
    "HostAlias",
    "HostContact",
    "HostOrganisation",
    "HostSite",
    "Neighbourhood",
    "NeighbourhoodAlias",
    "NeighbourhoodCommune",
    "Postcode",
    "SelectedNeighbourhood",
    "Zone",
]
