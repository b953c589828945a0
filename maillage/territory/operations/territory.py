"""What coordination and colleagues do to places, hosts, assignments, absences and funding."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import add, apart, change, keep_names, write
from maillage.people.models import Person
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)

# --- Places -----------------------------------------------------------------------------------------------

Shares = list[tuple[Commune, float]]


@operation("territory.commune.changed", gettext_lazy("%(who)s changed the other names of the commune"))
def change_commune(*, by: Person, commune: Commune, aliases: Iterable[str]) -> Commune:
    """Keep the other names of a commune."""
    return change(commune, {}, more=lambda row: keep_names(row, aliases))


@operation("territory.neighbourhood.added", gettext_lazy("%(who)s added the neighbourhood"))
def add_neighbourhood(
    *, by: Person, values: dict[str, Any], aliases: Iterable[str] = (), shares: Shares | None = None
) -> Neighbourhood:
    """Add a neighbourhood that has no official number, or a new one."""
    place = write(Neighbourhood(), values)
    keep_names(place, aliases)
    _keep_shares(place, shares or [])
    tell(place)
    return place


@operation("territory.neighbourhood.changed", gettext_lazy("%(who)s changed the neighbourhood"))
def change_neighbourhood(
    *,
    by: Person,
    neighbourhood: Neighbourhood,
    values: dict[str, Any],
    aliases: Iterable[str],
    shares: Shares,
) -> Neighbourhood:
    """Change a neighbourhood, its other names and the communes it lies in."""
    return change(
        neighbourhood, values, more=lambda place: keep_names(place, aliases) | _keep_shares(place, shares)
    )


def _keep_shares(place: Neighbourhood, shares: Shares) -> dict[str, Any]:
    if sum(share for _commune, share in shares) > 101:
        raise RefusedError(_("These shares add up to more than 100 %."), field="shares")
    known = [(row.commune, row.share) for row in place.shares.select_related("commune")]
    if sorted((c.nis, s) for c, s in known) == sorted((c.nis, s) for c, s in shares):
        return {}
    place.shares.all().delete()
    for commune, share in shares:
        place.shares.create(commune=commune, share=share)
    return {"shares": [_shares_said(known), _shares_said(shares)]}


def _shares_said(shares: Shares) -> str:
    return ", ".join(f"{commune.name_fr} {share:g} %" for commune, share in shares)


@operation("territory.zone.added", gettext_lazy("%(who)s added the zone"))
def add_zone(*, by: Person, values: dict[str, Any]) -> Zone:
    """Add a zone under its code."""
    return add(Zone(), values)


@operation("territory.zone.changed", gettext_lazy("%(who)s changed the zone"))
def change_zone(*, by: Person, zone: Zone, values: dict[str, Any]) -> Zone:
    """Change a zone's order, code or own name."""
    return change(zone, values)


def _chosen_once(row: SelectedNeighbourhood) -> None:
    apart(
        SelectedNeighbourhood.objects.standing().filter(neighbourhood=row.neighbourhood),
        row,
        lambda clash: (
            _(
                "%(place)s is already among our neighbourhoods (%(period)s). "
                "I choose other days, or end that period first."
            )
            % {"place": row.neighbourhood, "period": clash.period}
        ),
    )


@operation("territory.neighbourhood.chosen", gettext_lazy("%(who)s noted that the project works here"))
def choose_neighbourhood(*, by: Person, values: dict[str, Any]) -> SelectedNeighbourhood:
    """From that day the project works in this neighbourhood."""
    return add(SelectedNeighbourhood(), values, check=_chosen_once)


@operation("territory.neighbourhood.choice_changed", gettext_lazy("%(who)s changed when or in which zone"))
def change_choice(
    *, by: Person, choice: SelectedNeighbourhood, values: dict[str, Any]
) -> SelectedNeighbourhood:
    """Change the zone or the days; a last day releases the neighbourhood."""
    return change(choice, values, check=_chosen_once)


@operation("territory.neighbourhood.choice_withdrawn", gettext_lazy("%(who)s withdrew it as a mistake"))
def withdraw_choice(*, by: Person, choice: SelectedNeighbourhood) -> SelectedNeighbourhood:
    """It was noted by mistake; it can come back."""
    return change(choice, {"withdrawn_at": clock.now()})


@operation("territory.neighbourhood.choice_restored", gettext_lazy("%(who)s brought it back"))
def restore_choice(*, by: Person, choice: SelectedNeighbourhood) -> SelectedNeighbourhood:
    """It was not a mistake after all."""
    return change(choice, {"withdrawn_at": None}, check=_chosen_once)


# --- Hosts ------------------------------------------------------------------------------------------------


@operation("territory.host.added", gettext_lazy("%(who)s added the host"))
def add_host(*, by: Person, values: dict[str, Any], aliases: Iterable[str] = ()) -> HostOrganisation:
    """Add an organisation that hosts colleagues."""
    host = write(HostOrganisation(), values)
    keep_names(host, aliases)
    tell(host)
    return host


@operation("territory.host.changed", gettext_lazy("%(who)s changed the host"))
def change_host(
    *, by: Person, host: HostOrganisation, values: dict[str, Any], aliases: Iterable[str]
) -> HostOrganisation:
    """Change an organisation and its other names."""
    return change(host, values, more=lambda row: keep_names(row, aliases))


@operation("territory.site.added", gettext_lazy("%(who)s added the site"))
def add_site(*, by: Person, values: dict[str, Any]) -> HostSite:
    """Add an address of a host."""
    return add(HostSite(), values)


@operation("territory.site.changed", gettext_lazy("%(who)s changed the site"))
def change_site(*, by: Person, site: HostSite, values: dict[str, Any]) -> HostSite:
    """Change an address of a host."""
    return change(site, values)


@operation("territory.contact.added", gettext_lazy("%(who)s noted who speaks for the host"))
def add_contact(*, by: Person, values: dict[str, Any]) -> HostContact:
    """From that day this person speaks for the host, and sees it."""
    return add(HostContact(), values)


@operation("territory.contact.ended", gettext_lazy("%(who)s noted until when they speak for the host"))
def end_contact(*, by: Person, contact: HostContact, last_day: date | None) -> HostContact:
    """After that day this person no longer sees the host."""
    before = snapshot(contact)
    write(contact, {"last_day": last_day})
    tell(contact, changes=changes_between(before, contact))
    return contact


# --- Who works where --------------------------------------------------------------------------------------


def _one_zone_a_day(row: Assignment) -> None:
    apart(
        Assignment.objects.standing().filter(person=row.person).select_related("zone"),
        row,
        lambda clash: (
            _(
                "%(person)s is already assigned to %(zone)s (%(period)s). "
                "I choose other days, or end that assignment first."
            )
            % {"person": row.person, "zone": clash.zone, "period": clash.period}
        ),
    )


@operation("territory.assignment.opened", gettext_lazy("%(who)s opened the assignment"))
def open_assignment(*, by: Person, values: dict[str, Any]) -> Assignment:
    """From that day this colleague covers the zone."""
    return add(Assignment(), values, check=_one_zone_a_day)


@operation("territory.assignment.changed", gettext_lazy("%(who)s changed the assignment"))
def change_assignment(*, by: Person, assignment: Assignment, values: dict[str, Any]) -> Assignment:
    """Change the zone, host or days of an assignment."""
    return change(assignment, values, check=_one_zone_a_day)


@operation("territory.assignment.ended", gettext_lazy("%(who)s noted the last day of the assignment"))
def end_assignment(*, by: Person, assignment: Assignment, last_day: date | None) -> Assignment:
    """The colleague covers the zone until that day; without a day, until further notice."""
    return change(assignment, {"last_day": last_day}, check=_one_zone_a_day)


@operation("territory.assignment.withdrawn", gettext_lazy("%(who)s withdrew the assignment as a mistake"))
def withdraw_assignment(*, by: Person, assignment: Assignment) -> Assignment:
    """It was noted by mistake; it can come back."""
    return change(assignment, {"withdrawn_at": clock.now()})


@operation("territory.assignment.restored", gettext_lazy("%(who)s brought the assignment back"))
def restore_assignment(*, by: Person, assignment: Assignment) -> Assignment:
    """It was not a mistake after all."""
    return change(assignment, {"withdrawn_at": None}, check=_one_zone_a_day)


def _away_once(row: Absence) -> None:
    apart(
        Absence.objects.standing().filter(person=row.person),
        row,
        lambda clash: _("These days are already noted: %(period)s.") % {"period": clash.period},
    )


@operation("territory.absence.noted", gettext_lazy("%(who)s noted days away"))
def note_absence(*, by: Person, person: Person, first_day: date, last_day: date | None) -> Absence:
    """Somebody is not there on these days. Why is not asked."""
    return add(Absence(person=person), {"first_day": first_day, "last_day": last_day}, check=_away_once)


@operation("territory.absence.changed", gettext_lazy("%(who)s changed the days away"))
def change_absence(*, by: Person, absence: Absence, first_day: date, last_day: date | None) -> Absence:
    """Other days than first noted, or a day of return."""
    return change(absence, {"first_day": first_day, "last_day": last_day}, check=_away_once)


@operation("territory.absence.withdrawn", gettext_lazy("%(who)s withdrew the days away"))
def withdraw_absence(*, by: Person, absence: Absence) -> Absence:
    """The person is there after all; it can come back."""
    return change(absence, {"withdrawn_at": clock.now()})


@operation("territory.absence.restored", gettext_lazy("%(who)s brought the days away back"))
def restore_absence(*, by: Person, absence: Absence) -> Absence:
    """They are away after all."""
    return change(absence, {"withdrawn_at": None}, check=_away_once)


@operation("territory.funding.added", gettext_lazy("%(who)s added the funding period"))
def add_funding(*, by: Person, values: dict[str, Any]) -> FundingPeriod:
    """Add a period for which the project is paid."""
    return add(FundingPeriod(), values)


@operation("territory.funding.changed", gettext_lazy("%(who)s changed the funding period"))
def change_funding(*, by: Person, funding: FundingPeriod, values: dict[str, Any]) -> FundingPeriod:
    """Change a funding period."""
    return change(funding, values)
