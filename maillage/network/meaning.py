"""What a typed word means beside the sheets: a theme, a kind, a public, a neighbourhood, a commune.

Read from the present words each time: a term renamed this morning is found by its new name and by its old.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import get_language

from maillage.kit.terms import Term
from maillage.network.index import pieces_of, words_of
from maillage.territory.models import Commune, Neighbourhood
from maillage.territory.places import folded


class Means(StrEnum):
    """What kind of thing it is; the first three are vocabularies."""

    KIND = "actor_type"
    THEME = "theme"
    PUBLIC = "actor_public"
    NEIGHBOURHOOD = "neighbourhood"
    COMMUNE = "commune"


VOCABULARIES = (Means.KIND, Means.THEME, Means.PUBLIC)


@dataclass
class Meaning:
    """One term or place, and every word by which people call it."""

    means: Means
    pk: UUID
    label: str
    is_offered: bool = True
    words: set[str] = field(default_factory=set)


@dataclass
class Place(Meaning):
    """A neighbourhood, with what one needs to say whether it is near."""

    code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    parts: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Meanings:
    """Everything the search knows by name, in three questions to the database."""

    terms: dict[UUID, Meaning]
    places: dict[UUID, Place]
    communes: dict[UUID, Meaning]

    @property
    def all(self) -> Iterable[Meaning]:
        yield from self.terms.values()
        yield from self.places.values()
        yield from self.communes.values()

    def terms_of(self, means: Means) -> list[Meaning]:
        """The terms of a vocabulary offered today, in their order."""
        return [term for term in self.terms.values() if term.means == means and term.is_offered]

    def called(self, beginning: str) -> list[Meaning]:
        """What some word beginning so stands for."""
        return [each for each in self.all if any(word.startswith(beginning) for word in each.words)]

    def whole(self, places: Iterable[UUID]) -> set[UUID]:
        """These neighbourhoods with the parts they are made of and the wholes they belong to."""
        own = set(places)
        wholes = {pk for pk, place in self.places.items() if place.parts & own}
        return own | wholes | {part for pk in own for part in self.places[pk].parts}

    @property
    def words(self) -> set[str]:
        return {word for each in self.all for word in each.words}


def meanings(day: date) -> Meanings:
    """The terms, neighbourhoods and communes as they are called on that day."""
    return Meanings(_terms(day), _places(), _communes())


def _terms(day: date) -> dict[UUID, Meaning]:
    found: dict[UUID, Meaning] = {}
    spoken = f"label_{(get_language() or 'fr')[:2]}"
    labels = ("label_fr", "label_nl", "label_en")
    rows = (
        Term.objects.filter(vocabulary__code__in=VOCABULARIES)
        .order_by("position", "code")
        .values_list("pk", "vocabulary__code", "first_day", "last_day", "aliases__name", *labels)
    )
    for pk, code, first_day, last_day, alias, *names in rows:
        term = found.get(pk)
        if term is None:
            label = dict(zip(labels, names, strict=True)).get(spoken) or names[0]
            offered = first_day <= day and (last_day is None or day <= last_day)
            term = found[pk] = Meaning(Means(code), pk, label, offered)
            term.words.update(word for name in names for word in words_of(name))
        term.words.update(words_of(alias or ""))
    return found


def _places() -> dict[UUID, Place]:
    found: dict[UUID, Place] = {}
    rows = Neighbourhood.objects.order_by("name_fr", "pk").values_list(
        "pk", "name_fr", "name_nl", "monitoring_code", "latitude", "longitude", "aliases__name", "parts"
    )
    for pk, french, dutch, code, latitude, longitude, alias, part in rows:
        place = found.get(pk)
        if place is None:
            label = _named(french, dutch)
            place = found[pk] = Place(
                Means.NEIGHBOURHOOD, pk, label, code=code or "", latitude=latitude, longitude=longitude
            )
            place.words.update(words_of(folded(french)), words_of(folded(dutch)))
        place.words.update(words_of(folded(alias or "")))
        if part is not None:
            place.parts.add(part)
    return found


def _communes() -> dict[UUID, Meaning]:
    found: dict[UUID, Meaning] = {}
    rows = Commune.objects.order_by("name_fr", "pk").values_list(
        "pk", "name_fr", "name_nl", "aliases__name", "postcodes__code"
    )
    for pk, french, dutch, alias, postcode in rows:
        commune = found.setdefault(pk, Meaning(Means.COMMUNE, pk, _named(french, dutch)))
        for name in (french, dutch, alias or "", postcode or ""):
            commune.words.update(words_of(folded(name)))
    return found


def _named(french: str, dutch: str) -> str:
    return dutch if dutch and (get_language() or "").startswith("nl") else french


# --- Words that are nearly right ----------------------------------------------------------------------------


def tolerance(word: str) -> int:
    """How many wrong letters are forgiven: none in a short word, one in most, two in a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def least_shared(word: str) -> int:
    """How many pieces a nearly right word shares with the right one at least."""
    return max(2, len(word) + 1 - 3 * tolerance(word))


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that this one was meant to be: the fewest wrong letters, never more than forgiven."""
    allowed, pieces, least = tolerance(word), pieces_of(word), least_shared(word)
    found: dict[int, list[str]] = {}
    for each in sorted(known):
        if abs(len(each) - len(word)) <= allowed and len(pieces & pieces_of(each)) >= least:
            wrong = wrong_letters(word, each, allowed)
            if wrong <= allowed:
                found.setdefault(wrong, []).append(each)
    return found[min(found)] if found else []


def wrong_letters(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour; `most` + 1 for more than that."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, beside in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
