"""Lines of a list become sheets, or complete them; and the way back.

What a line does not say stays as it is; names, numbers, languages and themes are added to those there are.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models import Model, Prefetch
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.imports import taking
from maillage.kit.imports.importable import Applied, Item, Values
from maillage.kit.imports.taking import RowList
from maillage.kit.operations import operation
from maillage.kit.traces import Steps, Trace
from maillage.kit.words import fold
from maillage.network.duplicates import address_key
from maillage.network.models import Actor, ActorAlias, ActorLanguage, ContactPerson, Site, Way, WayKind
from maillage.people.models import Person

ACTOR = (
    "name_fr", "name_nl", "acronym", "kind", "papers", "cost", "access", "conditions_fr", "conditions_nl",
    "specifics_fr", "specifics_nl", "enterprise_number", "is_public",
)  # fmt: skip
SITE = (
    "street", "postcode", "town", "neighbourhood", "latitude", "longitude", "opening_hours", "hours_note_fr",
    "accessibility",
)  # fmt: skip
TERMS = ("themes", "publics")
#: What hangs on a sheet that an import made; more of it, or saved again, and the sheet was changed since.
DETAILS: tuple[type[Model], ...] = (Site, Way, ContactPerson)
USED_BY = ("personal_sheets", "reports", "doubts", "merged")


def full(rows: Any) -> Any:
    """Sheets with all that a line is compared with."""
    standing: dict[str, Any] = {"withdrawn_at": None}
    return rows.select_related("kind").prefetch_related(
        "aliases",
        "languages",
        "themes",
        "publics",
        Prefetch("sites", Site.objects.filter(**standing).select_related("postcode", "neighbourhood")),
        Prefetch("ways", Way.objects.filter(**standing)),
        Prefetch("people", ContactPerson.objects.filter(**standing)),
    )


# --- What a line says --------------------------------------------------------------------------------------


def of_actor(values: Values) -> Values:
    """The columns of the sheet itself."""
    return {name: values[name] for name in ACTOR if name in values}


def for_actor(values: Values) -> Values:
    """The columns a line may change on a sheet that is there; its name only if the line says which sheet."""
    said = of_actor(values)
    if "id" not in values:
        said.pop("name_fr", None)
    return said


def of_site(values: Values) -> Values:
    """The columns of an address; a postcode that is none of ours goes before the town."""
    said = {name: values[name] for name in SITE if name in values}
    code = said.pop("postcode", None)
    if isinstance(code, str):
        said["town"] = f"{code} {said.get('town', '')}".strip()
    elif code is not None:
        said["postcode_id"] = code
    return said


def ways_of(values: Values) -> Iterator[tuple[str, str]]:
    """Each way to reach the actor, with its kind."""
    yield from ((WayKind.PHONE, number) for number in values.get("phone", ()))
    yield from ((WayKind.EMAIL, email) for email in values.get("email", ()))
    if "web" in values:
        yield WayKind.WEB, values["web"]


def person_of(values: Values) -> dict[str, str] | None:
    """Somebody who answers there; a name alone answers at the reception of the list."""
    if not {"function", "person"} & values.keys():
        return None
    return {"function": values.get("function") or str(_("contact")), "name": values.get("person", "")}


def site_meant(values: Values, actor: Actor) -> Site | None:
    """The address a line is about: the one it names, else the only one; None for a new one."""
    sites = list(actor.sites.all())
    if "street" not in values:
        return sites[0] if len(sites) == 1 else None
    wanted = address_key(values["street"], "") or fold(values["street"])
    for site in sites:
        if (address_key(site.street, "") or fold(site.street)) == wanted or not site.street:
            return site
    return None


# --- What it would change -----------------------------------------------------------------------------------


def changes(values: Values, actor: Actor) -> list[tuple[Any, str, str]]:
    """What a line would change on a sheet: what, before, after, as people read it."""
    found = [*taking.differing(actor, for_actor(values))]
    site = site_meant(values, actor)
    said = of_site(values)
    if said and site is not None:
        found += taking.differing(site, said)
    elif said:
        parts = [str(value) for name, value in said.items() if name in SITE]
        found.append((Site._meta.verbose_name, "", ", ".join(parts)))
    for label, added in _added(values, actor):
        if added:
            found.append((label, "", ", ".join(added)))
    return found


def _added(values: Values, actor: Actor) -> Iterator[tuple[Any, list[str]]]:
    yield _("Other names"), _new_names(values, actor)
    spoken = {row.code for row in actor.languages.all()}
    codes = [ActorLanguage(code=code) for code in values.get("languages", ()) if code not in spoken]
    yield _("Languages spoken there"), [str(each) for each in codes]
    for name in TERMS:
        held, field = set(getattr(actor, name).all()), cast(Any, Actor._meta.get_field(name))
        yield field.verbose_name, [str(term) for term in values.get(name, ()) if term not in held]
    yield _("ways to reach an actor"), [str(Way(kind=kind, value=v)) for kind, v in _new_ways(values, actor)]
    person = _new_person(values, actor)
    yield _("Contact person"), [" · ".join(filter(None, person.values()))] if person else []


def _new_names(values: Values, actor: Actor) -> list[str]:
    held = {fold(alias.name) for alias in actor.aliases.all()} | {fold(actor.name_fr), fold(actor.name_nl)}
    said = [*values.get("aliases", ()), values.get("name_fr", "")]
    return [name for name in said if name and fold(name) not in held]


def _new_ways(values: Values, actor: Actor) -> list[tuple[str, str]]:
    held = {(way.kind, way.value) for way in actor.ways.all()}
    return [way for way in ways_of(values) if way not in held]


def _new_person(values: Values, actor: Actor) -> dict[str, str] | None:
    person = person_of(values)
    held = {(fold(each.function), fold(each.name)) for each in actor.people.all()}
    return person if person and (fold(person["function"]), fold(person["name"])) not in held else None


# --- Going in -----------------------------------------------------------------------------------------------


@operation("network.actor.imported", _("%(who)s imported this from a list"))
def bring_in(*, by: Person, kind: RowList, items: Sequence[Item]) -> list[Applied]:
    """New sheets, and what completes those there are; all of them or none."""
    return taking.take_in(kind, items, by)


def make(items: Sequence[Item], by: Person) -> dict[int, tuple[Actor, dict[str, Any]]]:
    """New sheets with their details, table by table."""
    today, rows = clock.today(), dict[type[Model], list[Any]]()
    made: dict[int, tuple[Actor, dict[str, Any]]] = {}
    ties: dict[str, list[Any]] = {name: [] for name in TERMS}
    for item in items:
        actor = Actor(created_by=by, created_on=today, **of_actor(item.values))
        details = list(_details(actor, item.values))
        for row in (actor, *details):
            rows.setdefault(type(row), []).append(row)
        for name in TERMS:
            through: Any = getattr(Actor, name).through
            ties[name] += [through(actor_id=actor.pk, term_id=t.pk) for t in item.values.get(name, ())]
        kept = [[row._meta.label_lower, str(row.pk)] for row in details if isinstance(row, DETAILS)]
        made[item.number] = actor, {"details": kept}
    for model, each in rows.items():
        model._default_manager.bulk_create(each)
    for name, each in ties.items():
        getattr(Actor, name).through._default_manager.bulk_create(each)
    return made


def _details(actor: Actor, values: Values) -> Iterator[Model]:
    """What stands beside a new sheet, an address before what is there."""
    said = of_site(values)
    site = Site(actor=actor, **said) if said else None
    if site:
        yield site
    for name in dict.fromkeys(values.get("aliases", ())):
        yield ActorAlias(actor=actor, name=name)
    for code in values.get("languages", ()):
        yield ActorLanguage(actor=actor, code=code)
    for kind, value in dict.fromkeys(ways_of(values)):
        yield Way(actor=actor, site=site if kind == WayKind.PHONE else None, kind=kind, value=value)
    person = person_of(values)
    if person:
        yield ContactPerson(actor=actor, **person)


def complete(actor: Actor, values: Values) -> Steps:
    """Set what differs, add what is new; the steps that take it back."""
    trace, site, said = Trace(), site_meant(values, actor), of_site(values)
    added = [
        *(ActorAlias(actor=actor, name=name) for name in _new_names(values, actor)),
        *(Way(actor=actor, kind=kind, value=value) for kind, value in _new_ways(values, actor)),
    ]
    spoken = {row.code for row in actor.languages.all()}
    added += [ActorLanguage(actor=actor, code=c) for c in values.get("languages", ()) if c not in spoken]
    person = _new_person(values, actor)
    added += [ContactPerson(actor=actor, **person)] if person else []
    trace.set(actor, **for_actor(values))
    if said and site is not None:
        trace.set(site, **said)
    elif said:
        added.append(Site(actor=actor, **said))
    for row in added:
        row.save()
        trace.made(row)
    for name in TERMS:
        trace.tied(actor, name, values.get(name, ()))
    return trace.steps


# --- The way back -------------------------------------------------------------------------------------------


def untouched(made: Sequence[Applied]) -> set[UUID]:
    """The new sheets nobody saved, completed or used since."""
    keys = [each.row for each in made]
    known = {tuple(key) for each in made for key in each.trace["details"]}
    same = set(
        Actor.objects.filter(pk__in=keys, version=1, withdrawn_at=None, merged_into=None).values_list(
            "pk", flat=True
        )
    )
    for model in DETAILS:
        rows = model._default_manager.filter(actor__in=keys)
        for owner, pk, version in rows.values_list("actor", "pk", "version"):
            if version != 1 or (model._meta.label_lower, str(pk)) not in known:
                same.discard(owner)
    for name in USED_BY:
        used = Actor.objects.filter(pk__in=keys, **{f"{name}__isnull": False})
        same -= set(used.values_list("pk", flat=True))
    return same


@operation("network.actor.import_undone", _("%(who)s undid what an import did here"))
def undo_import(*, by: Person, kind: RowList, done: Sequence[Applied]) -> None:
    """New sheets are withdrawn, and can come back; completed ones get back what they said."""
    taking.take_back(kind, done)
