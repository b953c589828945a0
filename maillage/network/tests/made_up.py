"""A directory of any size, made up but of the shape of a real one: for the bench and for tests of size."""

import random
from datetime import date, timedelta
from uuid import UUID

from maillage.kit.terms import Term
from maillage.network.index import renew_all
from maillage.network.models import Actor, ActorAlias, ActorLanguage, Site, Way
from maillage.territory.models import Neighbourhood, Postcode

FIRST = (
    "Maison médicale", "Pharmacie", "Service social", "Épicerie sociale", "Maison de quartier",
    "École de devoirs", "Centre culturel", "Comité de quartier", "Atelier", "Restaurant social",
    "Planning familial", "Antenne sociale", "Maison des familles", "Espace numérique", "Club de sport",
    "Crèche", "Bibliothèque", "Table ouverte",
)  # fmt: skip
DUTCH = (
    "Wijkgezondheidscentrum", "Apotheek", "Sociale dienst", "Sociale kruidenier", "Buurthuis",
    "Huiswerkklas", "Cultuurcentrum", "Wijkcomité", "Atelier", "Sociaal restaurant",
    "Centrum gezinsplanning", "Sociaal steunpunt", "Huis van het gezin", "Digitale ruimte", "Sportclub",
    "Kinderdagverblijf", "Bibliotheek", "Open tafel",
)  # fmt: skip
SYLLABLES = (
    "ba", "bel", "bri", "ca", "chan", "cor", "da", "del", "dou", "fa", "fleur", "fon", "ga", "gra",
    "ha", "jar", "jo", "la", "lau", "li", "lou", "ma", "mer", "mo", "na", "no", "or", "pa", "per", "pi",
    "pré", "ra", "ro", "sa", "sau", "so", "ta", "til", "to", "va", "ver", "vi", "zé",
)  # fmt: skip
ENDINGS = ("ne", "le", "re", "tte", "ville", "mont", "lle", "lin", "ron", "sse", "gnon", "ge")
CONDITIONS = (
    "2 € par passage", "Sur présentation d’une attestation", "Habiter le quartier",
    "Gratuit pour les enfants", "Réservé aux membres", "Prendre un ticket à l’ouverture",
    "Téléphoner avant de venir", "5 € par an",
)  # fmt: skip
SPECIFICS = "Entrée par la cour, sonner deux fois. Demander l’accueil ; il y a une poussette dans le couloir."


def _word(chance: random.Random) -> str:
    return (chance.choice(SYLLABLES) + chance.choice(SYLLABLES) + chance.choice(ENDINGS)).capitalize()


def _hours(chance: random.Random) -> str:
    days = chance.choice(("Mo-Fr", "Mo-Fr", "Mo,We,Fr", "Tu,Th", "Mo-Sa", "We", "Tu-Sa", "Mo,Tu,Th"))
    opens, closes = chance.choice((8, 8, 9, 9, 9, 10)), chance.choice((12, 12, 13))
    half = chance.choice(("00", "00", "30"))
    after = f",{closes + 1}:00-{chance.choice((16, 17, 17, 18))}:{half}" if chance.random() < 0.6 else ""
    return f"{days} {opens:02}:{half}-{closes}:00{after}" + ("; PH off" if chance.random() < 0.7 else "")


def make_directory(number: int, *, seed: int = 4, indexed: bool = True) -> None:
    """So many actors in the neighbourhoods there are, with their details, and the index of them all."""
    chance, today = random.Random(seed), date(2026, 11, 1)
    places = list(
        Neighbourhood.objects.with_communes().filter(latitude__isnull=False).order_by("name_fr", "pk")
    )
    terms = {
        code: list(Term.objects.filter(vocabulary__code=code).order_by("position", "code"))
        for code in ("actor_type", "theme", "actor_public")
    }
    postcodes = {row.commune_id: row for row in Postcode.objects.order_by("-code")}
    streets = [f"Rue {chance.choice(('de la', 'du', 'des'))} {_word(chance)}" for _ in range(400)]
    actors = [_actor(chance, terms["actor_type"], today) for _ in range(number)]
    Actor.objects.bulk_create(actors, batch_size=500)
    sites, ways, languages, aliases = [], [], [], []
    themes, publics = [], []
    for actor in actors:
        site = _site(actor, chance, chance.choice(places), streets, postcodes)
        sites.append(site)
        ways.append(
            Way(actor=actor, site=site, kind="phone", value=f"+322{chance.randrange(2_000_000, 9_999_999)}")
        )
        if chance.random() < 0.6:
            ways.append(
                Way(actor=actor, kind="email", value=f"info@{actor.name_fr.split()[-1].lower()}.example")
            )
        for code in {"fr", *chance.sample(("nl", "ar", "tr", "es", "en", "pt", "ro", "pl", "ber"), 2)}:
            languages.append(ActorLanguage(actor=actor, code=code))
        if chance.random() < 0.2:
            aliases.append(ActorAlias(actor=actor, name=f"{_word(chance)} {actor.name_fr.split()[-1]}"))
        for term in chance.sample(terms["theme"], chance.randint(1, 3)):
            themes.append(Actor.themes.through(actor_id=actor.pk, term_id=term.pk))
        publics.append(
            Actor.publics.through(actor_id=actor.pk, term_id=chance.choice(terms["actor_public"]).pk)
        )
    for model, rows in ((Site, sites), (Way, ways), (ActorLanguage, languages), (ActorAlias, aliases)):
        model._default_manager.bulk_create(rows, batch_size=500)  # type: ignore[arg-type]
    Actor.themes.through.objects.bulk_create(themes, batch_size=500)
    Actor.publics.through.objects.bulk_create(publics, batch_size=500)
    if indexed:
        renew_all()


def _actor(chance: random.Random, kinds: list[Term], today: date) -> Actor:
    number, name = chance.randrange(len(FIRST)), _word(chance)
    return Actor(
        id=UUID(int=chance.getrandbits(128), version=4),
        name_fr=f"{FIRST[number]} {chance.choice(('La', 'Le', 'du', 'de', ''))} {name}".replace("  ", " "),
        name_nl=f"{DUTCH[number]} De {name}" if chance.random() < 0.5 else "",
        acronym=name[:3].upper() if chance.random() < 0.15 else "",
        kind=chance.choice(kinds),
        papers=chance.choice(("none", "none", "some", "")),
        cost=chance.choice(("free", "free", "small", "")),
        access=chance.choice(("walk_in", "appointment", "both", "")),
        conditions_fr=chance.choice(CONDITIONS) if chance.random() < 0.3 else "",
        specifics_fr=SPECIFICS if chance.random() < 0.3 else "",
        created_on=today,
        verified_on=today - timedelta(days=chance.randrange(400)) if chance.random() < 0.9 else None,
        is_public=chance.random() < 0.8,
    )


def _site(
    actor: Actor, chance: random.Random, place: Neighbourhood, streets: list[str], codes: dict[UUID, Postcode]
) -> Site:
    commune = place.main_commune
    return Site(
        actor=actor,
        street=f"{chance.choice(streets)} {chance.randint(1, 250)}",
        postcode=codes.get(commune.pk) if commune else None,
        town=commune.name_fr if commune else "",
        neighbourhood=place,
        latitude=round((place.latitude or 0) + chance.uniform(-0.004, 0.004), 5),
        longitude=round((place.longitude or 0) + chance.uniform(-0.006, 0.006), 5),
        opening_hours=_hours(chance) if chance.random() < 0.85 else "",
    )
