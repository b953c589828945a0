"""What is done to shared sheets: each an act by somebody, told once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.operations import operation, tell
from maillage.kit.rows import change, keep_names, keep_terms, write
from maillage.network.duplicates import remember
from maillage.network.models import Actor, ContactPerson, LentRoom, Site, Way
from maillage.network.models.sites import OfActor
from maillage.network.operations.doubts import corrected
from maillage.people.models import Person

#: What stands beside the columns of a sheet, and how it is kept.
BESIDE: dict[str, Callable[[Actor, Any], dict[str, Any]]] = {
    "aliases": keep_names,
    "themes": lambda actor, terms: keep_terms(actor, "themes", terms),
    "publics": lambda actor, terms: keep_terms(actor, "publics", terms),
    "languages": lambda actor, codes: _keep_languages(actor, codes),
}


def _keep_languages(actor: Actor, codes: Iterable[str]) -> dict[str, Any]:
    known, wanted = {row.code: row for row in actor.languages.all()}, set(codes)
    if known.keys() == wanted:
        return {}
    actor.languages.exclude(code__in=wanted).delete()
    for code in sorted(wanted - known.keys()):
        actor.languages.create(code=code)
    return {"languages": [", ".join(sorted(known)), ", ".join(sorted(wanted))]}


def _keep_beside(actor: Actor, beside: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, value in beside.items():
        changes |= BESIDE[name](actor, value)
    return changes


# --- The sheet --------------------------------------------------------------------------------------------


@operation("network.actor.added", _("%(who)s added the local actor"))
def add_actor(
    *,
    by: Person | None,
    values: dict[str, Any],
    beside: dict[str, Any] | None = None,
    site: dict[str, Any] | None = None,
    ways: Iterable[dict[str, Any]] = (),
) -> Actor:
    """Add a sheet, with its first address and ways to reach it. Whoever adds it has just checked it."""
    today = clock.today()
    actor = Actor(created_by=by, created_on=today)
    if by is not None:
        actor.verified_on, actor.verified_by = today, by
    write(actor, values)
    _keep_beside(actor, beside or {})
    place = write(Site(actor=actor), site) if site else None
    for way in ways:
        write(Way(actor=actor, site=place), way)
    remember(actor)
    tell(actor)
    return actor


@operation("network.actor.changed", _("%(who)s changed the sheet"))
def change_actor(
    *, by: Person | None, actor: Actor, values: dict[str, Any], beside: dict[str, Any] | None = None
) -> Actor:
    """Change who it is, what it does, for whom and on what conditions."""
    changed = change(actor, values, more=lambda row: _keep_beside(row, beside or {}))
    remember(changed)
    return changed


@operation("network.actor.withdrawn", _("%(who)s withdrew the sheet as a mistake"))
def withdraw_actor(*, by: Person, actor: Actor) -> Actor:
    """It was noted by mistake; it can come back."""
    return change(actor, {"withdrawn_at": clock.now()})


@operation("network.actor.restored", _("%(who)s brought the sheet back"))
def restore_actor(*, by: Person, actor: Actor) -> Actor:
    """It was not a mistake after all."""
    return change(actor, {"withdrawn_at": None})


# --- Its details --------------------------------------------------------------------------------------------


def _add(detail: OfActor, values: dict[str, Any]) -> None:
    write(detail, values)
    tell(detail)


def _change_site(site: Site, values: dict[str, Any], by: Person | None) -> Site:
    changed = change(site, values, more=corrected(site, by))
    remember(changed.actor)
    return changed


@operation("network.site.added", _("%(who)s added an address"))
def add_site(*, by: Person | None, actor: Actor, values: dict[str, Any]) -> Site:
    """An address where the actor receives people."""
    site = Site(actor=actor)
    _add(site, values)
    remember(actor)
    return site


@operation("network.site.changed", _("%(who)s changed an address"))
def change_site(*, by: Person | None, site: Site, values: dict[str, Any]) -> Site:
    """Another street, other hours."""
    return _change_site(site, values, by)


@operation("network.site.withdrawn", _("%(who)s withdrew an address"))
def withdraw_site(*, by: Person | None, site: Site) -> Site:
    """The actor is no longer there; the address can come back."""
    return _change_site(site, {"withdrawn_at": clock.now()}, by)


@operation("network.site.restored", _("%(who)s brought an address back"))
def restore_site(*, by: Person, site: Site) -> Site:
    """It is there after all."""
    restored = change(site, {"withdrawn_at": None})
    remember(restored.actor)
    return restored


@operation("network.way.added", _("%(who)s added a way to reach the actor"))
def add_way(*, by: Person | None, actor: Actor, values: dict[str, Any]) -> Way:
    """A number, an e-mail address, a website."""
    way = Way(actor=actor)
    _add(way, values)
    return way


@operation("network.way.changed", _("%(who)s changed a way to reach the actor"))
def change_way(*, by: Person | None, way: Way, values: dict[str, Any]) -> Way:
    """Another number, another use."""
    return change(way, values, more=corrected(way, by))


@operation("network.way.withdrawn", _("%(who)s withdrew a way to reach the actor"))
def withdraw_way(*, by: Person | None, way: Way) -> Way:
    """Nobody answers there any more; it can come back."""
    return change(way, {"withdrawn_at": clock.now()}, more=corrected(way, by))


@operation("network.way.restored", _("%(who)s brought a way to reach the actor back"))
def restore_way(*, by: Person, way: Way) -> Way:
    """It works after all."""
    return change(way, {"withdrawn_at": None})


@operation("network.person.added", _("%(who)s added a contact person"))
def add_person(*, by: Person, actor: Actor, values: dict[str, Any]) -> ContactPerson:
    """Somebody who answers there, by function."""
    person = ContactPerson(actor=actor)
    _add(person, values)
    return person


@operation("network.person.changed", _("%(who)s changed a contact person"))
def change_person(*, by: Person, person: ContactPerson, values: dict[str, Any]) -> ContactPerson:
    """Another name for the same function."""
    return change(person, values, more=corrected(person, by))


@operation("network.person.withdrawn", _("%(who)s withdrew a contact person"))
def withdraw_person(*, by: Person, person: ContactPerson) -> ContactPerson:
    """They no longer answer there; it can come back."""
    return change(person, {"withdrawn_at": clock.now()}, more=corrected(person, by))


@operation("network.person.restored", _("%(who)s brought a contact person back"))
def restore_person(*, by: Person, person: ContactPerson) -> ContactPerson:
    """They still answer there."""
    return change(person, {"withdrawn_at": None})


@operation("network.room.added", _("%(who)s added a room that is lent"))
def add_room(*, by: Person, site: Site, values: dict[str, Any]) -> LentRoom:
    """A room for a permanence (U-RAQ-30)."""
    room = LentRoom(site=site)
    _add(room, values)
    return room


@operation("network.room.changed", _("%(who)s changed a room that is lent"))
def change_room(*, by: Person, room: LentRoom, values: dict[str, Any]) -> LentRoom:
    """Other days, other conditions."""
    return change(room, values, more=corrected(room, by))


@operation("network.room.withdrawn", _("%(who)s withdrew a room that was lent"))
def withdraw_room(*, by: Person, room: LentRoom) -> LentRoom:
    """It is no longer lent; it can come back."""
    return change(room, {"withdrawn_at": clock.now()}, more=corrected(room, by))


@operation("network.room.restored", _("%(who)s brought a room back"))
def restore_room(*, by: Person, room: LentRoom) -> LentRoom:
    """It is lent after all."""
    return change(room, {"withdrawn_at": None})
