"""The demo's local actors: made-up organisations in real neighbourhoods, relative to today (D19)."""

import csv
from datetime import date, timedelta
from pathlib import Path

from maillage.kit.terms import Term
from maillage.network.demo import lists, lived
from maillage.network.index import renew_all
from maillage.network.models import Actor, ActorAlias, ActorLanguage, ContactPerson, LentRoom, Site, Way
from maillage.people.demo import DOMAIN
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.models import Neighbourhood, Postcode

#: One line a sheet; `verified` in days before today, `room` as name, hours, seats and conditions.
FILE = Path(__file__).parent / "actors.csv"


def _sheets() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load(today: date) -> None:
    """Load the demo's actors; a second loading adds nothing."""
    if Actor.objects.exists():
        return
    kinds = {term.code: term for term in Term.objects.filter(vocabulary__code="actor_type")}
    themes = {term.code: term for term in Term.objects.filter(vocabulary__code="theme")}
    publics = {term.code: term for term in Term.objects.filter(vocabulary__code="actor_public")}
    colleagues = list(Person.objects.with_role_on(Role.RAQ, today).order_by("display_name"))
    for number, told in enumerate(_sheets()):
        by = colleagues[number % len(colleagues)]
        actor = Actor.objects.create(
            name_fr=told["name"],
            name_nl=told["dutch"],
            kind=kinds[told["kind"]],
            papers=told["papers"],
            cost=told["cost"],
            access=told["access"],
            conditions_fr=told["conditions"],
            specifics_fr=told["specifics"],
            is_public=bool(told["public"]),
            created_by=by,
            created_on=today - timedelta(days=int(told["verified"] or 200) + 60),
            verified_on=today - timedelta(days=int(told["verified"])) if told["verified"] else None,
            verified_by=by if told["verified"] else None,
        )
        actor.themes.set(themes[code] for code in told["themes"].split())
        actor.publics.set(publics[code] for code in told["publics"].split())
        for code in told["languages"].split():
            ActorLanguage.objects.create(actor=actor, code=code)
        _details(actor, told, number)
    demo_people = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    lived.load(today, {str(person.email).split("@")[0]: person for person in demo_people})
    lists.load(today)
    renew_all()


def _details(actor: Actor, told: dict[str, str], number: int) -> None:
    """Where it is, how to reach it, who answers, what it lends."""
    place = Neighbourhood.objects.with_communes().get(name_fr=told["place"])
    commune = place.main_commune
    postcode = Postcode.objects.filter(commune=commune).order_by("code").first()
    site = Site.objects.create(
        actor=actor,
        street=told["street"],
        postcode=postcode,
        town=commune.name_fr if commune else "",
        neighbourhood=place,
        latitude=place.latitude + (number % 5 - 2) * 0.0009 if place.latitude else None,
        longitude=place.longitude + (number % 7 - 3) * 0.0012 if place.longitude else None,
        opening_hours=told["hours"],
    )
    Way.objects.create(actor=actor, site=site, kind="phone", value=f"+322000{number:04}")
    Way.objects.create(actor=actor, kind="email", value=f"bonjour{number}@acteurs.example")
    if told["person"]:
        person = ContactPerson.objects.create(actor=actor, function=told["person"])
        Way.objects.create(actor=actor, person=person, kind="phone", value=f"+3247000{number:04}")
    if told["room"]:
        name, hours, seats, conditions = (part.strip() for part in told["room"].split("|"))
        LentRoom.objects.create(
            site=site, name=name, available_hours=hours, seats=int(seats), conditions=conditions
        )
    if told["kind"] == "medical_centre":
        ActorAlias.objects.create(actor=actor, name=told["name"].replace("Maison médicale", "MM"))
