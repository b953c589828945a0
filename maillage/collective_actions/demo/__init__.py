"""The demo's actions and events: made up, in real neighbourhoods, relative to the day it is shown (D19)."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from maillage.collective_actions import operations
from maillage.collective_actions.demo import continuum, looking_back, plannings
from maillage.collective_actions.facts import OF_ACTIONS, load_facts
from maillage.collective_actions.models import Action, Event, EventState, Series
from maillage.collective_actions.rhythms import Every, Rhythm
from maillage.kit.terms import Term
from maillage.kit.words import fold
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.models import Neighbourhood

SOCIAL, REINFORCES, OURS = "social_health", "covid_reinforcement", "covid_raq"


@dataclass(frozen=True)
class Told:
    """An action of the demo; `rhythm` is how often, weeks ago, how many times; `days` are single days."""

    name: str
    dutch: str
    categories: tuple[str, ...]
    raqs: str
    where: str
    hours: tuple[int, int] = (10, 12)
    place: str = ""
    origin: str = ""
    aims: str = ""
    public: str = ""
    rhythm: tuple[str, int, int] | None = None
    days: tuple[int, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()
    aliases: tuple[str, ...] = ()


ACTIONS = [
    Told(
        "Café des mots arabe - français", "Woordencafé Arabisch - Frans", (SOCIAL,), "mirabelle romarin",
        "Colignon", (14, 16), "Maison de quartier La Treille",
        "Demande entendue à l’épicerie : parler français sans être à l’école.",
        "Se comprendre, et se connaître entre voisines et voisins.", "tout le monde",
        ("week", 5, 12), more=(("open_to_all", True), ("recurrence", "other_public")),
        aliases=("Café des mots",),
    ),
    Told(
        "Stand infos Place Colignon", "Infostand Colignonplein", (OURS,), "mirabelle", "Colignon", (9, 12),
        "Place Colignon, côté marché", "", "Être là où les gens passent.", "tout le monde",
        ("week", 6, 0), more=(("open_to_all", True), ("recurrence", "other_public")),
    ),
    Told(
        "Groupe « Bien dans ses baskets »", "Groep “Goed in je sportschoenen”", (SOCIAL,), "garance",
        "Saint-Josse Centre", (10, 12), "salle du parc", "Née au service qui héberge Garance.",
        "Bouger une heure, parler une heure.", "femmes du quartier", ("fortnight", 8, 9),
        more=(("recurrence", "same_public"),),
    ),
    Told(
        "Vaccibus du canal (renfort)", "Vaccibus van het kanaal (versterking)", (REINFORCES,),
        "tilleul sureau", "Quartier Maritime", (15, 20), "Quai des Matériaux", days=(-16, -9, 5, 12),
        more=(("open_to_all", True),),
    ),
    Told(
        "Petit-déjeuner des Tanneurs", "Ontbijt van de Huidevetters", (SOCIAL,), "mimosa verveine",
        "Marolles", (8, 11), "Rue Haute, sous l’auvent", "", "Un café d’abord, les questions ensuite.", "",
        ("month", 10, 6), more=(("open_to_all", True),),
    ),
    Told(
        "La santé en questions, au cours d’alpha", "Vragen over gezondheid, in de taalles", (OURS,),
        "lavande pivoine", "Cureghem Vétérinaire", (13, 15), "Alpha Pervenche",
        "Une enseignante a demandé de l’aide.", "", "apprenantes et apprenants", days=(-12, 2, 9),
    ),
    Told(
        "Fête de la rue des Cerisiers", "Feest van de Kerselaarstraat", (SOCIAL, OURS),
        "mirabelle romarin sureau", "Quartier Nord", (13, 18), "Rue des Cerisiers", days=(11,),
        more=(("open_to_all", True), ("recurrence", "once")),
    ),
    Told(
        "Atelier papiers et écrans", "Atelier papieren en schermen", (SOCIAL,), "reseda anemone",
        "Flagey - Malibran", (13, 17), "Espace numérique Le Fil", "", "Faire ensemble, pas à la place.", "",
        ("week", 3, 8),
    ),
    Told(
        "Marche des bancs publics", "Wandeling langs de banken", (SOCIAL,), "genet myosotis", "Bas Forest",
        (10, 12), "départ place Saint-Denis", "Des aînées n’osaient plus sortir seules.", "", "aînées, aînés",
        ("fortnight", 4, 6), more=(("open_to_all", True),),
    ),
    Told(
        "Distribution de repas du dimanche", "Maaltijden op zondag", (SOCIAL,), "capucine muguet",
        "Gare de l'Ouest", (11, 14), "sous l’auvent, entrée nord", days=(-13, -6, 1, 8),
    ),
    Told(
        "Parlons-en autrement", "Praat er eens anders over", (OURS,), "bruyere", "Molenbeek Historique",
        (14, 16), "Maison médicale", "", "Ce qui aide, ce qui est compliqué : chacun choisit un mot.", "",
        days=(-10, 4),
    ),
    Told(
        "Visite des pharmacies du quartier", "Bezoek aan de apotheken van de buurt", (), "fougere jasmin",
        "Chasse", (9, 12), "", days=(-20, -3),
    ),
    Told(
        "Thé du mardi, Bosnie", "Thee op dinsdag, Bosnië", (SOCIAL,), "myosotis", "Bosnie", (15, 17),
        "dans la cour", days=(-18, -11, -4, 3, 10),
    ),
    Told(
        "Permanence calme", "Rustig spreekuur", (SOCIAL,), "garance", "Porte de Hal", (10, 12), "",
        days=(-7, 6), more=(("is_discreet", True),),
    ),
]  # fmt: skip

IDEAS = [
    ("Un potager sur le toit de l’école", "Des parents le demandent depuis le printemps."),
    ("Table de conversation en langue des signes", "Deux voisines sourdes au café des mots."),
    ("Carte des toilettes ouvertes", "Entendu lors du thé du mardi."),
]

#: Event of an action, in days from today: why it was cancelled, who is looked for, what was noted.
CANCELLED = {("Thé du mardi, Bosnie", -11): "weather", ("Vaccibus du canal (renfort)", 12): "measures"}
WANTED = {
    ("La santé en questions, au cours d’alpha", 2): (1, "ar ary", "Une heure de questions et réponses."),
    ("Fête de la rue des Cerisiers", 11): (2, "ar es", ""),
    ("Vaccibus du canal (renfort)", 5): (1, "nl", "Entre 17 h et 20 h."),
}


def load(today: date) -> None:
    """Load the report's own actions, then the demo's; a second loading adds nothing."""
    load_facts()
    if Action.objects.filter(source="demo").exists():
        return
    people = {
        fold(person.display_name): person
        for person in Person.objects.with_role_on(Role.RAQ, today).order_by("pk")
    }
    for told in ACTIONS:
        _action(told, [people[slug] for slug in told.raqs.split()], today)
    for number, (name, origin) in enumerate(IDEAS):
        by = list(people.values())[number]
        operations.add_action(by=by, values={"name_fr": name, "origin": origin, "stage": "idea"})
    _what_happened(today)
    _helpers(people, today)
    continuum.place(people, today)
    plannings.load(today, [people[slug] for slug in ("mirabelle", "tilleul", "sureau")])


def _term(vocabulary: str, code: str) -> Term:
    return Term.objects.get(vocabulary__code=vocabulary, code=code)


def _action(told: Told, raqs: list[Person], today: date) -> None:
    more = dict(told.more)
    if "recurrence" in more:
        more["recurrence"] = _term("recurrence", more["recurrence"])
    action = operations.add_action(
        by=raqs[0],
        values={
            "name_fr": told.name,
            "name_nl": told.dutch,
            "origin": told.origin,
            "aims": told.aims,
            "public": told.public,
            "source": "demo",
            **more,
        },
        beside={
            "categories": [_term("collective_category", code) for code in told.categories],
            "leads": raqs,
            "aliases": told.aliases,
        },
    )
    start, end = told.hours
    known = {
        "start": time(start),
        "end": time(end),
        "place": told.place,
        "neighbourhood": Neighbourhood.objects.get(name_fr=told.where),
    }
    if told.rhythm:
        _series(action, raqs, known, told.rhythm, today)
    for days in told.days:
        operations.add_event(
            by=raqs[0],
            action=action,
            values=known | {"day": today + timedelta(days=days), "source": "demo"},
            beside={"raqs": raqs},
        )


def _series(
    action: Action, raqs: list[Person], known: dict[str, Any], rhythm: tuple[str, int, int], today: date
) -> Series:
    every, weeks, times = rhythm
    weekday = len(action.name_fr) % 5
    first = today - timedelta(weeks=weeks)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    asked = Rhythm(every, weekdays=(weekday,), nth=1, times=times or None)
    if every == Every.MONTH:
        first = first.replace(day=1)
    return operations.add_series(
        by=raqs[0], action=action, first_day=first, rhythm=asked, values=known, raqs=raqs
    )


def _what_happened(today: date) -> None:
    """Most past events were held; two wait for an answer, some were cancelled."""
    ours = Event.objects.exclude(action__source__in=OF_ACTIONS).filter(day__lt=today)
    past = list(ours.select_related("action").order_by("day", "action__name_fr"))
    waiting = [event for event in past if event.day >= today - timedelta(days=9)][-3:]
    for number, event in enumerate(past):
        key = (event.action.name_fr, (event.day - today).days)
        by = event.raqs.order_by("display_name").first()
        if key in CANCELLED or (event.series_id and number % 11 == 5):
            because = _term("cancellation_reason", CANCELLED.get(key, "few_people"))
            operations.cancel_event(by=by, event=event, because=because)
        elif event not in waiting:
            operations.hold_event(by=by, event=event, participants=4 + number * 7 % 23)
    for key, code in CANCELLED.items():
        coming = Event.objects.filter(action__name_fr=key[0], day=today + timedelta(days=key[1]))
        for event in coming.filter(state=EventState.PLANNED).order_by("pk"):
            operations.cancel_event(by=None, event=event, because=_term("cancellation_reason", code))
    _one_session_in_full()
    looking_back.load(today)


def _one_session_in_full() -> None:
    """A session with its two parts, one with its languages, one with its board."""
    noted: dict[str, dict[str, Any]] = {
        "Groupe « Bien dans ses baskets »": {"parts": [("sport", 60, ""), ("discussion", 60, "bien dormir")]},
        "Café des mots arabe - français": {"groups": [("ar", "", 5), ("fr", "", 3)]},
        "Parlons-en autrement": {"keywords": [("voyage", 2, 5), ("famille", 6, 3), ("port du masque", 1, 7)]},
    }
    for name, beside in noted.items():
        last = Event.objects.filter(action__name_fr=name, state=EventState.HELD).order_by("day").last()
        if last is not None:
            operations.change_event(by=None, event=last, values={}, beside=beside)


def _helpers(people: dict[str, Person], today: date) -> None:
    for (name, days), (needed, languages, words) in WANTED.items():
        event = Event.objects.get(action__name_fr=name, day=today + timedelta(days=days))
        by = event.raqs.order_by("display_name")[0]
        wanted = operations.ask_help(
            by=by, event=event, needed=needed, languages=languages.split(), words=words
        )
        if needed > 1:
            operations.offer_help(by=people["myosotis"], wanted=wanted)
