"""What coordination and colleagues do to the territory: each verb once, told by one history entry."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.locks import hold
from maillage.kit.models import Record, SharedRecord
from maillage.kit.operations import RefusedError, operation, tell
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
from maillage.territory.models.places import StandingQuerySet

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=SharedRecord)


# --- What every verb below does with one row --------------------------------------------------------------


def _write(row: R, values: dict[str, Any], *, check: Callable[[R], None] | None = None) -> R:
    """Set values, hold them against every rule of the row, save. Raises RefusedError with its sentence."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise RefusedError(sentences[0], field=field) from None
    if check:
        check(row)
    row.save()
    return row


def _change(
    row: S,
    values: dict[str, Any],
    *,
    check: Callable[[S], None] | None = None,
    more: Callable[[S], dict[str, Any]] | None = None,
) -> S:
    """Change a shared row unless somebody saved it in between (F33), and tell what changed."""
    current: S = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.version != row.version:
        raise RefusedError(_("Somebody saved this a moment ago. Saving again shows what they wrote."))
    before = snapshot(current)
    current.version += 1
    _write(current, values, check=check)
    tell(current, changes=changes_between(before, current) | (more(current) if more else {}))
    return current


def _add(row: R, values: dict[str, Any], *, check: Callable[[R], None] | None = None) -> R:
    _write(row, values, check=check)
    tell(row)
    return row


def _apart(rows: StandingQuerySet[Any], row: Any, sentence: Callable[[Any], str]) -> None:
    """Refuse a row that shares a day with one of `rows`; nobody can slip in between the look and the save."""
    hold(row._meta.label_lower)
    clash = rows.overlapping(row.period).exclude(pk=row.pk).first()
    if clash is not None:
        raise RefusedError(sentence(clash), field="first_day")


def _keep_names(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Replace the other names of a place or host, keeping the source of those that stay."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = list(row.aliases.order_by("name").values_list("name", flat=True))
    row.aliases.exclude(name__in=wanted).delete()
    for name in wanted:
        if name not in known:
            row.aliases.create(name=name)
    return {"aliases": [", ".join(known), ", ".join(sorted(wanted))]} if set(known) != set(wanted) else {}


# --- Places -----------------------------------------------------------------------------------------------

Shares = list[tuple[Commune, float]]


@operation("territory.commune.changed", gettext_lazy("%(who)s changed the other names of the commune"))
def change_commune(*, by: Person, commune: Commune, aliases: Iterable[str]) -> Commune:
    """Keep the other names of a commune."""
    return _change(commune, {}, more=lambda row: _keep_names(row, aliases))


@operation("territory.neighbourhood.added", gettext_lazy("%(who)s added the neighbourhood"))
def add_neighbourhood(
    *, by: Person, values: dict[str, Any], aliases: Iterable[str] = (), shares: Shares | None = None
) -> Neighbourhood:
    """Add a neighbourhood that has no official number, or a new one."""
    place = _write(Neighbourhood(), values)
    _keep_names(place, aliases)
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
    return _change(
        neighbourhood, values, more=lambda place: _keep_names(place, aliases) | _keep_shares(place, shares)
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
    return _add(Zone(), values)


@operation("territory.zone.changed", gettext_lazy("%(who)s changed the zone"))
def change_zone(*, by: Person, zone: Zone, values: dict[str, Any]) -> Zone:
    """Change a zone's order, code or own name."""
    return _change(zone, values)


def _chosen_once(row: SelectedNeighbourhood) -> None:
    _apart(
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
    return _add(SelectedNeighbourhood(), values, check=_chosen_once)


@operation("territory.neighbourhood.choice_changed", gettext_lazy("%(who)s changed when or in which zone"))
def change_choice(
    *, by: Person, choice: SelectedNeighbourhood, values: dict[str, Any]
) -> SelectedNeighbourhood:
    """Change the zone or the days; a last day releases the neighbourhood."""
    return _change(choice, values, check=_chosen_once)


@operation("territory.neighbourhood.choice_withdrawn", gettext_lazy("%(who)s withdrew it as a mistake"))
def withdraw_choice(*, by: Person, choice: SelectedNeighbourhood) -> SelectedNeighbourhood:
    """It was noted by mistake; it can come back."""
    return _change(choice, {"withdrawn_at": clock.now()})


@operation("territory.neighbourhood.choice_restored", gettext_lazy("%(who)s brought it back"))
def restore_choice(*, by: Person, choice: SelectedNeighbourhood) -> SelectedNeighbourhood:
    """It was not a mistake after all."""
    return _change(choice, {"withdrawn_at": None}, check=_chosen_once)


# --- Hosts ------------------------------------------------------------------------------------------------


@operation("territory.host.added", gettext_lazy("%(who)s added the host"))
def add_host(*, by: Person, values: dict[str, Any], aliases: Iterable[str] = ()) -> HostOrganisation:
    """Add an organisation that hosts colleagues."""
    host = _write(HostOrganisation(), values)
    _keep_names(host, aliases)
    tell(host)
    return host


@operation("territory.host.changed", gettext_lazy("%(who)s changed the host"))
def change_host(
    *, by: Person, host: HostOrganisation, values: dict[str, Any], aliases: Iterable[str]
) -> HostOrganisation:
    """Change an organisation and its other names."""
    return _change(host, values, more=lambda row: _keep_names(row, aliases))


@operation("territory.site.added", gettext_lazy("%(who)s added the site"))
def add_site(*, by: Person, values: dict[str, Any]) -> HostSite:
    """Add an address of a host."""
    return _add(HostSite(), values)


@operation("territory.site.changed", gettext_lazy("%(who)s changed the site"))
def change_site(*, by: Person, site: HostSite, values: dict[str, Any]) -> HostSite:
    """Change an address of a host."""
    return _change(site, values)


@operation("territory.contact.added", gettext_lazy("%(who)s noted who speaks for the host"))
def add_contact(*, by: Person, values: dict[str, Any]) -> HostContact:
    """From that day this person speaks for the host, and sees it."""
    return _add(HostContact(), values)


@operation("territory.contact.ended", gettext_lazy("%(who)s noted until when they speak for the host"))
def end_contact(*, by: Person, contact: HostContact, last_day: date | None) -> HostContact:
    """After that day this person no longer sees the host."""
    before = snapshot(contact)
    _write(contact, {"last_day": last_day})
    tell(contact, changes=changes_between(before, contact))
    return contact


# --- Who works where --------------------------------------------------------------------------------------


def _one_zone_a_day(row: Assignment) -> None:
    _apart(
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
    return _add(Assignment(), values, check=_one_zone_a_day)


@operation("territory.assignment.changed", gettext_lazy("%(who)s changed the assignment"))
def change_assignment(*, by: Person, assignment: Assignment, values: dict[str, Any]) -> Assignment:
    """Change the zone, host or days of an assignment."""
    return _change(assignment, values, check=_one_zone_a_day)


@operation("territory.assignment.ended", gettext_lazy("%(who)s noted the last day of the assignment"))
def end_assignment(*, by: Person, assignment: Assignment, last_day: date | None) -> Assignment:
    """The colleague covers the zone until that day; without a day, until further notice."""
    return _change(assignment, {"last_day": last_day}, check=_one_zone_a_day)


@operation("territory.assignment.withdrawn", gettext_lazy("%(who)s withdrew the assignment as a mistake"))
def withdraw_assignment(*, by: Person, assignment: Assignment) -> Assignment:
    """It was noted by mistake; it can come back."""
    return _change(assignment, {"withdrawn_at": clock.now()})


@operation("territory.assignment.restored", gettext_lazy("%(who)s brought the assignment back"))
def restore_assignment(*, by: Person, assignment: Assignment) -> Assignment:
    """It was not a mistake after all."""
    return _change(assignment, {"withdrawn_at": None}, check=_one_zone_a_day)


def _away_once(row: Absence) -> None:
    _apart(
        Absence.objects.standing().filter(person=row.person),
        row,
        lambda clash: _("These days are already noted: %(period)s.") % {"period": clash.period},
    )


@operation("territory.absence.noted", gettext_lazy("%(who)s noted days away"))
def note_absence(*, by: Person, person: Person, first_day: date, last_day: date | None) -> Absence:
    """Somebody is not there on these days. Why is not asked."""
    return _add(Absence(person=person), {"first_day": first_day, "last_day": last_day}, check=_away_once)


@operation("territory.absence.changed", gettext_lazy("%(who)s changed the days away"))
def change_absence(*, by: Person, absence: Absence, first_day: date, last_day: date | None) -> Absence:
    """Other days than first noted, or a day of return."""
    return _change(absence, {"first_day": first_day, "last_day": last_day}, check=_away_once)


@operation("territory.absence.withdrawn", gettext_lazy("%(who)s withdrew the days away"))
def withdraw_absence(*, by: Person, absence: Absence) -> Absence:
    """The person is there after all; it can come back."""
    return _change(absence, {"withdrawn_at": clock.now()})


@operation("territory.absence.restored", gettext_lazy("%(who)s brought the days away back"))
def restore_absence(*, by: Person, absence: Absence) -> Absence:
    """They are away after all."""
    return _change(absence, {"withdrawn_at": None}, check=_away_once)


@operation("territory.funding.added", gettext_lazy("%(who)s added the funding period"))
def add_funding(*, by: Person, values: dict[str, Any]) -> FundingPeriod:
    """Add a period for which the project is paid."""
    return _add(FundingPeriod(), values)


@operation("territory.funding.changed", gettext_lazy("%(who)s changed the funding period"))
def change_funding(*, by: Person, funding: FundingPeriod, values: dict[str, Any]) -> FundingPeriod:
    """Change a funding period."""
    return _change(funding, values)
