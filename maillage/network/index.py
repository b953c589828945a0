"""Keeping what the search reads in step with the sheets.

Every operation that changes a sheet or a detail of it calls `renew(actor)` in its transaction; what withdraws
or merges too. `renew_all()` makes everything anew: `manage index_actors`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.kit.words import fold
from maillage.network.duplicates import remember, remember_all
from maillage.network.models import Actor, ActorSpot, ActorWord, Site, WordPiece

#: Words that say nothing, in both languages.
FRENCH = (
    "de",
    "la",
    "le",
    "les",
    "du",
    "des",
    "et",
    "en",
    "un",
    "une",
    "au",
    "aux",
    "sur",
    "pour",
    "par",
    "avec",
)
DUTCH = ("van", "het", "een", "der", "den", "of", "te", "voor", "op", "in", "bij", "met")
EMPTY = frozenset(FRENCH + DUTCH)
LONGEST_WORD = 40
TOKEN = re.compile(r"[^\W_]+")

#: Metres a degree at the latitude of Brussels, from a corner of the country.
SOUTH, WEST = 49.0, 2.0
METRES_NORTH, METRES_EAST = 111_240, 70_360
BATCH = 500


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text that say something: « L’Épicerie de Zoé » is « epicerie zoe »."""
    found = (word[:LONGEST_WORD] for word in TOKEN.findall(fold(text)))
    return tuple(dict.fromkeys(word for word in found if len(word) > 1 and word not in EMPTY))


@lru_cache(maxsize=16384)
def pieces_of(word: str) -> frozenset[str]:
    """Its letters two by two, with its beginning and its end: « colis » is ^c co ol li is s$."""
    framed = f"^{word}$"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))


def position(latitude: float, longitude: float) -> tuple[int, int]:
    """Metres to the east and to the north."""
    return round((longitude - WEST) * METRES_EAST), round((latitude - SOUTH) * METRES_NORTH)


def renew(*actors: Actor) -> None:
    """Write again what the search, and the look for twins, read of these actors."""
    _renew({actor.pk for actor in actors})
    remember(*actors)


def renew_all() -> int:
    """Make the whole index anew; the number of actors in it."""
    with transaction.atomic():
        WordPiece.objects.all().delete()
        keys = list(Actor.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            _renew(set(keys[start : start + BATCH]))
        remember_all()
    return len(keys)


def _renew(keys: set[UUID]) -> None:
    ActorWord.objects.filter(actor__in=keys).delete()
    ActorSpot.objects.filter(actor__in=keys).delete()
    rows = list(Actor.objects.standing().filter(pk__in=keys).prefetch_related("aliases"))
    sites: dict[UUID, list[Site]] = {row.pk: [] for row in rows}
    for site in _sites().filter(actor__in=sites.keys()):
        sites[site.actor_id].append(site)
    words = [
        ActorWord(actor=row, word=word)
        for row in rows
        for word in sorted({word for text in _texts(row, sites[row.pk]) for word in words_of(text)})
    ]
    ActorWord.objects.bulk_create(words, batch_size=BATCH)
    _learn({word.word for word in words})
    spots = [spot for row in rows for spot in _spots(row, sites[row.pk])]
    ActorSpot.objects.bulk_create(spots, batch_size=BATCH)


def _sites() -> QuerySet[Site]:
    return (
        Site.objects.standing()
        .select_related("neighbourhood", "postcode__commune")
        .prefetch_related("neighbourhood__shares__commune")
        .order_by("name", "street", "id")
    )


def _texts(actor: Actor, sites: Iterable[Site]) -> Iterator[str]:
    """What a sheet says that people search by: never a person, never a personal sheet."""
    yield from (actor.name_fr, actor.name_nl, actor.acronym)
    yield from (alias.name for alias in actor.aliases.all())
    yield from (actor.conditions_fr, actor.conditions_nl, actor.specifics_fr, actor.specifics_nl)
    for site in sites:
        yield from (site.name, site.street, site.town)


def _spots(actor: Actor, sites: Iterable[Site]) -> Iterator[ActorSpot]:
    name = fold(actor.name_fr)
    found = [_spot(actor, name, site) for site in sites]
    yield from found or [ActorSpot(actor=actor, name=name)]


def _spot(actor: Actor, name: str, site: Site) -> ActorSpot:
    """Where a site is: its own point, else the centre of its neighbourhood."""
    place = site.neighbourhood
    at = (site.latitude, site.longitude)
    if None in at and place is not None:
        at = (place.latitude, place.longitude)
    latitude, longitude = at
    known = latitude is not None and longitude is not None
    east, north = position(latitude, longitude) if known else (None, None)  # type: ignore[arg-type]
    commune = site.postcode.commune if site.postcode else place.main_commune if place else None
    return ActorSpot(actor=actor, name=name, neighbourhood=place, commune=commune, east=east, north=north)


def _learn(words: set[str]) -> None:
    """Take words nobody said before to pieces."""
    known = set(WordPiece.objects.filter(word__in=words).values_list("word", flat=True))
    new = [
        WordPiece(piece=piece, word=word)
        for word in sorted(words - known)
        for piece in sorted(pieces_of(word))
    ]
    WordPiece.objects.bulk_create(new, batch_size=2 * BATCH, ignore_conflicts=True)
