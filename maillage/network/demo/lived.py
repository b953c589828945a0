"""What the demo's team lived with local actors: contacts, what was heard about room, doubts; before today."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from maillage.kit import clock
from maillage.kit.terms import Term
from maillage.network.collaboration import lies_inside
from maillage.network.models import Actor, Contact, Doubt, PersonalSheet, SaturationReport
from maillage.people.models import Person

#: One line a contact, oldest first within a sheet; `days` before today, `ahead` the day of the next step.
FILE = Path(__file__).parent / "contacts.csv"

#: Actor, who heard it, what blocks (nothing: still possible), words, days ago; who heard it too.
HEARD = [
    (
        "Épicerie Le Tournesol",
        "garance",
        "saturated",
        "Pas d’inscription avant six semaines",
        4,
        "tilleul",
    ),
    ("Épicerie Le Tournesol", "tilleul", "", "Colis d’urgence toujours possible le vendredi", 1, ""),
    ("Service social Les Gués", "mimosa", "saturated", "Premiers rendez-vous dans deux mois", 12, "verveine"),
    (
        "Mutualité du Houblon",
        "verveine",
        "closed",
        "Rendez-vous par internet seulement",
        8,
        "",
    ),
    ("Aide à la jeunesse Le Tuteur", "mimosa", "unreachable", "", 20, ""),
]

#: Actor, which detail, who noticed, days ago.
DOUBTS = [
    ("Plateforme La Récolte", "way", "mirabelle", 6),
    ("Espace numérique Le Fil", "hours", "anemone", 2),
]


def _terms(vocabulary: str) -> dict[str, Term]:
    return {term.code: term for term in Term.objects.filter(vocabulary__code=vocabulary)}


def load(today: date, people: dict[str, Person]) -> None:
    """Contacts, reports and doubts relative to that day."""
    actors = {actor.name_fr: actor for actor in Actor.objects.all()}
    with FILE.open(encoding="utf-8", newline="") as lines:
        _contacts(csv.DictReader(lines), today, actors, people)
    _heard(today, actors, people)
    _doubts(today, people)


def _contacts(
    lines: Iterable[dict[str, str]], today: date, actors: dict[str, Actor], people: dict[str, Person]
) -> None:
    outcomes, reasons = _terms("actor_first_outcome"), _terms("actor_refusal_reason")
    known, initiators = _terms("actor_known_through"), _terms("actor_first_meeting_initiator")
    for told in lines:
        actor, person = actors[told["actor"]], people[told["who"]]
        day = today - timedelta(days=int(told["days"]))
        sheet = PersonalSheet.objects.filter(actor=actor, person=person).first()
        if sheet is None:
            sheet = PersonalSheet.objects.create(
                actor=actor,
                person=person,
                known_through=known[told["known"]],
                initiator=initiators[told["initiator"]],
                inside_zone=lies_inside(actor, person, day),
            )
        if told["step"]:
            sheet.next_step, sheet.next_step_on = told["step"], today + timedelta(days=int(told["ahead"]))
            sheet.save()
        contact = Contact.objects.create(
            sheet=sheet,
            happened_on=day,
            outcome=outcomes[told["outcome"]],
            words=told["words"],
            recorded_at=clock.now() - timedelta(days=int(told["days"])),
        )
        contact.refusal_reasons.set(reasons[code] for code in told["reasons"].split())


def _heard(today: date, actors: dict[str, Actor], people: dict[str, Person]) -> None:
    kinds = _terms("service_blockage")
    for name, who, kind, words, days, too in HEARD:
        told = {"actor": actors[name], "kind": kinds.get(kind), "heard": words}
        report = SaturationReport.objects.create(
            **told, reported_by=people[who], heard_on=today - timedelta(days=days)
        )
        if too:
            SaturationReport.objects.create(
                **told, reported_by=people[too], heard_on=today - timedelta(days=days // 3), confirms=report
            )
    SaturationReport.objects.create(
        actor=actors["Restaurant social La Louche"],
        kind=kinds["saturated"],
        reported_by=people["romarin"],
        heard_on=today - timedelta(days=9),
        ended_on=today - timedelta(days=1),
        ended_by=people["mirabelle"],
    )


def _doubts(today: date, people: dict[str, Person]) -> None:
    for name, about, who, days in DOUBTS:
        actor = Actor.objects.get(name_fr=name)
        column = "site" if about == "hours" else about
        detail = (actor.ways if about == "way" else actor.sites).order_by("pk").first()
        Doubt.objects.create(
            actor=actor,
            about=about,
            raised_by=people[who],
            raised_at=clock.now() - timedelta(days=days),
            **{column: detail},
        )
