"""Places, hosts, who works where and when, and what the team is called for."""

from maillage.territory.models.boundaries import BoundaryLayer, BoundaryShape
from maillage.territory.models.calls import CallAnswer, EpidemicPhase, MobilisationCall
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
    "BoundaryLayer",
    "BoundaryShape",
    "CallAnswer",
    "Commune",
    "CommuneAlias",
    "DocumentedFigure",
    "EpidemicPhase",
    "FundingPeriod",
    "HostAlias",
    "HostContact",
    "HostOrganisation",
    "HostSite",
    "MobilisationCall",
    "Neighbourhood",
    "NeighbourhoodAlias",
    "NeighbourhoodCommune",
    "Postcode",
    "SelectedNeighbourhood",
    "Zone",
]
