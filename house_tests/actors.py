"""Local actors of the small town, and more of them years later."""

from dataclasses import dataclass

from conftest import LONG_AGO, shipped_term
from maillage.kit import clock
from maillage.network.index import renew
from maillage.network.models import (
    Actor,
    ActorAlias,
    ActorLanguage,
    ActorMerge,
    Contact,
    ContactPerson,
    Doubt,
    LentRoom,
    PersonalSheet,
    SaturationReport,
    Site,
    Way,
)
from maillage.people.models import Person
from maillage.territory.models import Neighbourhood


@dataclass
class Actors:
    """A shop with everything on its sheet."""

    actor: Actor
    site: Site
    way: Way
    person: ContactPerson
    room: LentRoom
    doubt: Doubt
    sheet: PersonalSheet
    other_sheet: PersonalSheet
    contact: Contact
    other_contact: Contact
    report: SaturationReport
    twin: Actor
    merge: ActorMerge


def _actor(name: str, place: Neighbourhood, by: Person) -> tuple[Actor, Site]:
    actor = Actor.objects.create(
        name_fr=name,
        kind=shipped_term("actor_type", "food_aid"),
        created_by=by,
        created_on=LONG_AGO,
        is_public=True,
    )
    actor.themes.add(shipped_term("theme", "food_aid"))
    ActorAlias.objects.create(actor=actor, name=f"{name} asbl")
    ActorLanguage.objects.create(actor=actor, code="ar")
    site = Site.objects.create(actor=actor, neighbourhood=place, street="Rue de l’Exemple 12")
    renew(actor)
    return actor, site


def _merged(name: str, place: Neighbourhood, kept: Actor, by: Person) -> ActorMerge:
    gone, _site = _actor(name, place, by)
    Actor.objects.filter(pk=gone.pk).update(merged_into=kept)
    return ActorMerge.objects.create(kept=kept, gone=gone, merged_by=by, merged_at=clock.now())


def _way(actor: Actor, number: int) -> Way:
    return Way.objects.create(actor=actor, kind="phone", value=f"+322000{number:04}")


def _doubt(way: Way, by: Person) -> Doubt:
    return Doubt.objects.create(actor=way.actor, about="way", way=way, raised_by=by, raised_at=clock.now())


def _contact(sheet: PersonalSheet, outcome: str = "simple_meeting") -> Contact:
    return Contact.objects.create(
        sheet=sheet,
        happened_on=LONG_AGO,
        outcome=shipped_term("actor_first_outcome", outcome),
        recorded_at=clock.now(),
    )


def _report(actor: Actor, by: Person) -> SaturationReport:
    kind = shipped_term("service_blockage", "saturated")
    return SaturationReport.objects.create(actor=actor, kind=kind, reported_by=by, heard_on=clock.today())


def add_actors(place: Neighbourhood, cast: dict[str, Person]) -> Actors:
    """One actor with one of everything, met by two colleagues."""
    mirabelle, romarin = cast["mirabelle"], cast["romarin"]
    actor, site = _actor("Le Tournesol", place, mirabelle)
    way = _way(actor, 0)
    person = ContactPerson.objects.create(actor=actor, function="accueil")
    sheet = PersonalSheet.objects.create(actor=actor, person=mirabelle, inside_zone=True)
    other_sheet = PersonalSheet.objects.create(actor=actor, person=romarin)
    return Actors(
        actor=actor,
        site=site,
        way=way,
        person=person,
        room=LentRoom.objects.create(site=site, name="Salle du fond"),
        doubt=_doubt(way, romarin),
        sheet=sheet,
        other_sheet=other_sheet,
        contact=_contact(sheet),
        other_contact=_contact(other_sheet, "refusal"),
        report=_report(actor, romarin),
        twin=_actor("Au Tournesol", place, romarin)[0],
        merge=_merged("Tournesol vzw", place, actor, cast["coquelicot"]),
    )


def more_actors(known: Actors, number: int, person: Person) -> None:
    """Another actor, and more of everything on the first one's sheet."""
    place = known.site.neighbourhood
    assert place is not None
    other, _site = _actor(f"Comptoir {number}", place, person)
    _merged(f"Comptoir ancien {number}", place, known.actor, person)
    _contact(PersonalSheet.objects.create(actor=other, person=known.sheet.person))
    _doubt(_way(known.actor, number + 1), person)
    _contact(PersonalSheet.objects.create(actor=known.actor, person=person))
    _report(known.actor, person)
    _report(other, person)
    ActorAlias.objects.create(actor=known.actor, name=f"Autre nom {number}")
    LentRoom.objects.create(site=known.site, name=f"Salle {number}")
    ContactPerson.objects.create(actor=known.actor, function=f"fonction {number}")
