"""Who reads and who changes what about the territory (D2): coordination changes, the team reads all of it.

A host partner reads the places, their own organisation and the RAQ it hosts; the operator the places.
An absence is days, without a reason, for the team alone.
"""

from typing import Any

from django.db.models import Q

from maillage.kit import clock
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.people.roles import EVERYONE, TEAM, Role
from maillage.territory.models import (
    Absence,
    Assignment,
    BoundaryLayer,
    BoundaryShape,
    CallAnswer,
    Commune,
    CommuneAlias,
    DocumentedFigure,
    EpidemicPhase,
    FundingPeriod,
    HostAlias,
    HostContact,
    HostOrganisation,
    HostSite,
    MobilisationCall,
    Neighbourhood,
    NeighbourhoodAlias,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.models.calls import Availability, called_q


class CoordinationChanges(Policy[Any]):
    """Coordination adds and changes; who reads is said by each policy below."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "model" in vars(cls):
            super().__init_subclass__(**kwargs)

    def may_change(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.COORDINATION)


class Places(CoordinationChanges):
    """Places are for everyone who works with the project."""

    def may_view(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(*EVERYONE) else NO_ROW


class CommunePolicy(Places):
    model = Commune

    def may_add(self, person: Reader) -> bool:
        """There are nineteen."""
        return False


class PostcodePolicy(Places):
    model = Postcode


class CommuneAliasPolicy(Places):
    model = CommuneAlias


class NeighbourhoodPolicy(Places):
    model = Neighbourhood


class NeighbourhoodCommunePolicy(Places):
    model = NeighbourhoodCommune


class NeighbourhoodAliasPolicy(Places):
    model = NeighbourhoodAlias


class ZonePolicy(Places):
    model = Zone


class SelectedNeighbourhoodPolicy(Places):
    model = SelectedNeighbourhood


class OfficialBoundaries(Places):
    """Boundaries come from an official file, by the operator's command: no screen changes them."""

    def may_change(self, person: Reader) -> Q:
        return NO_ROW

    def may_add(self, person: Reader) -> bool:
        return False


class BoundaryLayerPolicy(OfficialBoundaries):
    model = BoundaryLayer


class BoundaryShapePolicy(OfficialBoundaries):
    model = BoundaryShape


class TeamReads(CoordinationChanges):
    """The team reads; a host partner what belongs to the organisation they speak for today."""

    own_organisation = ""

    def may_view(self, person: Reader) -> Q:
        if person.has_role(*TEAM):
            return EVERY_ROW
        if person.has_role(Role.HOST_PARTNER) and self.own_organisation:
            mine = HostContact.objects.on(clock.today()).filter(person=person.pk)
            return Q(**{f"{self.own_organisation}__in": mine.values("organisation")})
        return NO_ROW


class HostOrganisationPolicy(TeamReads):
    model = HostOrganisation
    own_organisation = "pk"


class HostAliasPolicy(TeamReads):
    model = HostAlias
    own_organisation = "organisation"


class HostSitePolicy(TeamReads):
    model = HostSite
    own_organisation = "organisation"


class HostContactPolicy(TeamReads):
    """A host partner reads their own row only."""

    model = HostContact

    def may_view(self, person: Reader) -> Q:
        seen = super().may_view(person)
        return Q(person=person.pk) if seen == NO_ROW and person.has_role(Role.HOST_PARTNER) else seen


class AssignmentPolicy(TeamReads):
    """A host partner reads who is hosted at their own sites."""

    model = Assignment
    own_organisation = "host_site__organisation"


class FundingPeriodPolicy(TeamReads):
    model = FundingPeriod


class DocumentedFigurePolicy(TeamReads):
    """A printed figure is a fact of a document: nobody changes it."""

    model = DocumentedFigure

    def may_change(self, person: Reader) -> Q:
        return NO_ROW

    def may_add(self, person: Reader) -> bool:
        return False


class EpidemicPhasePolicy(TeamReads):
    model = EpidemicPhase


class MobilisationCallPolicy(TeamReads):
    """The team reads calls; the RAQs who are called may answer."""

    model = MobilisationCall

    def may_answer(self, person: Reader) -> Q:
        return called_q(person.pk) if person.has_role(Role.RAQ) else NO_ROW


class CallAnswerPolicy(Policy[CallAnswer]):
    """An answer is its author's. Coordination reads who can come; of the other answers a number, no name."""

    model = CallAnswer

    def may_view(self, person: Reader) -> Q:
        if person.has_role(Role.COORDINATION):
            return Q(availability=Availability.CAN) | self.may_change(person)
        return self.may_change(person)

    def may_count(self, person: Reader) -> Q:
        return EVERY_ROW if person.has_role(Role.COORDINATION) else NO_ROW

    def may_change(self, person: Reader) -> Q:
        return Q(person=person.pk) if person.has_role(Role.RAQ) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(Role.RAQ)


class AbsencePolicy(TeamReads):
    """Person and days only. A colleague notes their own; coordination may note anybody's."""

    model = Absence

    def may_change(self, person: Reader) -> Q:
        if person.has_role(Role.COORDINATION):
            return EVERY_ROW
        return Q(person=person.pk) if person.has_role(*TEAM) else NO_ROW

    def may_add(self, person: Reader) -> bool:
        return person.has_role(*TEAM)
