"""The demo's territory: a living team of plants in the real zones, relative to the day it is shown (D19)."""

from datetime import date, timedelta

from maillage.kit import clock
from maillage.kit.shipped import shipped_term
from maillage.people import demo as people_demo
from maillage.people.models import Person
from maillage.territory.facts import load_facts
from maillage.territory.models import (
    Absence,
    Assignment,
    CallAnswer,
    EpidemicPhase,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    HostSite,
    MobilisationCall,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)

SOURCE = "demo"

#: Zone: its neighbourhoods today, then who covers it and where each is hosted.
ZONES: dict[str, tuple[str, dict[str, str]]] = {
    "05": ("Colignon, Quartier Brabant", {"mirabelle": "MM Neptune", "romarin": "SSQ1030"}),
    "07": ("Saint-Josse Centre", {"garance": "CARITAS (Brabantia)"}),
    "08": (
        "Quartier Maritime, Quartier Nord",
        {"tilleul": "Centre Communautaire Maritime", "sureau": "MM Le 35"},
    ),
    "09": (
        "Molenbeek Historique, Gare de l'Ouest, Koekelberg",
        {"bruyere": "La Porte Verte", "capucine": "Les Amis d'Accompagner", "muguet": "Het Begin"},
    ),
    "12": (
        "Cureghem Bara, Cureghem Rosée, Cureghem Vétérinaire",
        {"lavande": "MM Medikurgem", "pivoine": "Les pissenlits"},
    ),
    "14": (
        "Bas Forest, Bosnie, Porte de Hal",
        {"genet": "Service Social Juif", "myosotis": "Entraide Saint-Gilles (Brabantia)"},
    ),
    "16": (
        "Flagey - Malibran, Matonge",
        {"reseda": "CSSBSE - Flagey", "anemone": "CSSBSE - Flagey"},
    ),
    "17": ("Chasse", {"fougere": "CSSBSE - La Chasse", "jasmin": "CSSBSE - La Chasse"}),
    "18": ("Marolles, Anneessens", {"mimosa": "", "verveine": ""}),
    "19": ("Roodebeek - Constellations", {}),
}

#: Who was elsewhere before, and who left: zone and days back from today.
BEFORE = {"romarin": ("07", 480, 201), "aubepine": ("18", 480, 90), "camomille": ("19", 480, 21)}

#: Days away: from and to, counted from today.
AWAY = [
    ("garance", 0, 2),
    ("tilleul", 5, 9),
    ("mirabelle", 12, 16),
    ("verveine", -40, -33),
    ("jasmin", -1, None),
]

PHONES = {"MM Neptune": "02 000 05 01", "SSQ1030": "02 000 05 02", "CARITAS (Brabantia)": "02 000 07 01"}
DESKS = {"MM Neptune": "bureau au premier, lundi et mercredi", "SSQ1030": "salle du fond, mardi et jeudi"}


#: Phases of the epidemic: circulation, from and to counted from today, guidance.
PHASES = [
    (
        "intense",
        -420,
        -300,
        "Je vais vers les gens chaque jour, avec une seule information : où se faire tester.",
    ),
    ("weak", -299, -150, "Je suis les foyers avec les maisons médicales du quartier."),
    ("absent", -149, None, "Je travaille comme travailleur·euse communautaire : santé et accès aux droits."),
]

#: Answers to the running call: who, what, and which half-days of it.
ANSWERS = [
    ("garance", "can", (0, 1, 2, 3)),
    ("tilleul", "can", (2, 3)),
    ("sureau", "can", (4, 5, 6, 7)),
    ("fougere", "can", (0, 1, 4, 5, 8, 9)),
    ("lavande", "not_this_time", ()),
    ("jasmin", "not_yet", ()),
]


def load(today: date) -> None:
    """Load the documented states, then a team at work today; a second loading adds nothing."""
    people = people_demo.load(today)
    load_facts()
    _field(today, people)
    if not MobilisationCall.objects.exists():
        _called(today, people)


def _called(today: date, people: dict[str, Person]) -> None:
    """The phases of the epidemic, a call that runs and one that is over."""
    for circulation, first, last, guidance in PHASES:
        EpidemicPhase.objects.create(
            circulation=shipped_term("epidemic_phase", circulation),
            first_day=today + timedelta(days=first),
            last_day=None if last is None else today + timedelta(days=last),
            guidance=guidance,
            source=SOURCE,
        )
    over = today - timedelta(days=60)
    MobilisationCall.objects.create(
        kind=shipped_term("call_kind", "crisis"),
        title="Accueil de familles arrivées d’Ukraine",
        theme="Ukraine",
        text="Des familles arrivent à la gare du Midi. Nous tenons un point d’écoute avec les associations.",
        place="gare du Midi",
        needed=2,
        languages=["uk", "ru"],
        first_day=over,
        last_day=over + timedelta(days=6),
    )
    call = MobilisationCall.objects.create(
        kind=shipped_term("call_kind", "campaign"),
        title="Cafés énergie dans les quartiers",
        theme="énergie",
        text=(
            "Les factures de chauffage arrivent. Nous tenons des cafés énergie avec les services sociaux : "
            "lire une facture ensemble, demander le tarif social, orienter."
        ),
        needed=3,
        languages=["ar", "tr", "nl"],
        first_day=today + timedelta(days=3),
        last_day=today + timedelta(days=9),
    )
    halves = [key for key, _words in call.halves()]
    for slug, availability, chosen in ANSWERS:
        CallAnswer.objects.create(
            call=call,
            person=people[slug],
            availability=availability,
            halves=[halves[number] for number in chosen],
            answered_at=clock.now(),
        )


def _field(today: date, people: dict[str, Person]) -> None:
    """Who works where, who is away, who pays."""
    if Assignment.objects.filter(source=SOURCE).exists():
        return
    _hosts(today, people["orme"])
    start = today - timedelta(days=200)
    sites = {site.name: site for site in HostSite.objects.all()}
    for number, (names, team) in ZONES.items():
        zone = _zone(number)
        for name in names.split(", "):
            SelectedNeighbourhood.objects.create(
                neighbourhood=Neighbourhood.objects.get(name_fr=name),
                zone=zone,
                first_day=start,
                source=SOURCE,
            )
        for slug, site in team.items():
            _assign(people[slug], zone, sites.get(site), start, _last_day(slug, today))
    for slug, (number, first, last) in BEFORE.items():
        days = (today - timedelta(days=first), today - timedelta(days=last))
        _assign(people[slug], _zone(number), None, *days)
    Absence.objects.bulk_create(
        Absence(
            person=people[slug],
            first_day=today + timedelta(days=first),
            last_day=None if last is None else today + timedelta(days=last),
        )
        for slug, first, last in AWAY
    )
    FundingPeriod.objects.create(
        label=f"Convention {today.year}",
        funder="COCOM",
        first_day=date(today.year, 1, 1),
        last_day=date(today.year, 12, 31),
        source=SOURCE,
    )


def _zone(number: str) -> Zone:
    return Zone.objects.get_or_create(code=f"Zone {number}", defaults={"ordinal": int(number)})[0]


def _last_day(slug: str, today: date) -> date | None:
    """One assignment ends within the month; the others run until further notice."""
    return today + timedelta(days=24) if slug == "anemone" else None


def _assign(person: Person, zone: Zone, site: HostSite | None, first: date, last: date | None) -> None:
    Assignment.objects.create(
        person=person, zone=zone, host_site=site, first_day=first, last_day=last, source=SOURCE
    )


def _hosts(today: date, partner: Person) -> None:
    for name, phone in PHONES.items():
        HostSite.objects.filter(name=name).update(phone=phone, desk=DESKS.get(name, ""))
    HostContact.objects.create(
        person=partner,
        organisation=HostOrganisation.objects.get(name="Brabantia"),
        first_day=today - timedelta(days=300),
    )
