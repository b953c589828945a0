"""Finding a place by the name people give it: blind to accents, capitals, hyphens, language and old names."""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from maillage.kit.operations import RefusedError
from maillage.kit.words import fold
from maillage.territory.models import Commune, CommuneAlias, Neighbourhood, NeighbourhoodAlias, Postcode

#: Words people leave out or add: « Brabant » for « Quartier Brabant », « Noordwijk » stays whole.
LEFT_OUT = re.compile(r"^(quartier|wijk|commune|gemeente|ville|stad)( de| d'| van)? ")


def folded(name: str) -> str:
    """A place name reduced to what people hear."""
    plain = " ".join(re.sub(r"[^\w']+", " ", fold(name)).split())
    return LEFT_OUT.sub("", plain) or plain


P = TypeVar("P", Neighbourhood, Commune)


NEAR = 0.6  # from here on two names resemble each other


class UnknownPlaceError(RefusedError):
    """Nobody knows a place by that name, or several places share it."""


def resolve_place(name: str, *, field: str = "neighbourhood") -> Neighbourhood:
    """The neighbourhood people mean. Raises UnknownPlaceError, which names the nearest known names."""
    return _one(name, _neighbourhood_names(), field)


def resolve_commune(name: str, *, field: str = "commune") -> Commune:
    """The commune people mean, by name, other name or postcode. Raises UnknownPlaceError."""
    return _one(name, _commune_names(), field)


def _commune_names() -> list[tuple[str, Commune]]:
    names: list[tuple[str, Commune]] = []
    for commune in Commune.objects.all():
        names += [(commune.name_fr, commune), (commune.name_nl, commune), (commune.nis, commune)]
    names += [(alias.name, alias.commune) for alias in CommuneAlias.objects.select_related("commune")]
    names += [(postcode.code, postcode.commune) for postcode in Postcode.objects.select_related("commune")]
    return names


def _neighbourhood_names() -> list[tuple[str, Neighbourhood]]:
    names: list[tuple[str, Neighbourhood]] = []
    for place in Neighbourhood.objects.with_communes():
        names += [(place.name_fr, place), (place.name_nl, place)]
    aliases = NeighbourhoodAlias.objects.select_related("neighbourhood")
    return names + [(alias.name, alias.neighbourhood) for alias in aliases]


def _one(name: str, names: list[tuple[str, P]], field: str) -> P:
    wanted = folded(name)
    found = {place.pk: place for known, place in names if known and folded(known) == wanted}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise UnknownPlaceError(
            _("Several places are called “%(name)s”. Which one: %(known)s?")
            % {"name": name, "known": ", ".join(sorted(str(place) for place in found.values()))},
            field=field,
        )
    raise UnknownPlaceError(_unknown(name, wanted, [known for known, _place in names if known]), field=field)


def _nearness(wanted: str, known: str) -> float:
    """How near a known name, or one of its words, is to what was typed: 1 is the same."""
    return max(
        difflib.SequenceMatcher(None, wanted, part).ratio()
        for part in (known, *(word for word in known.split() if len(word) > 3))
    )


def _unknown(name: str, wanted: str, known: list[str]) -> str:
    """A sentence that names what the person may have meant."""
    by_folded = {folded(one): one for one in known}
    scores = {one: _nearness(wanted, one) for one in by_folded}
    near = sorted((one for one in scores if scores[one] >= NEAR), key=lambda one: (-scores[one], one))
    if not near:
        return _("I know no place called “%(name)s”. The list of names is under the field.") % {"name": name}
    return _("I know no place called “%(name)s”. Nearest names: %(known)s.") % {
        "name": name,
        "known": ", ".join(by_folded[one] for one in near[:3]),
    }


# --- Addresses ----------------------------------------------------------------------------------------------

PARTS = re.compile(r"[,;()/|\n]|\s[-–—]\s")
CODE = re.compile(r"\s*(?:B-?\s*)?(\d{4})\b")


@dataclass(frozen=True)
class Located:
    """What an address says: the places it names, and the words that are left."""

    words: str
    neighbourhood: Neighbourhood | None = None
    commune: Commune | None = None


class Addresses:
    """Reads places out of many addresses in free words; every name is read once."""

    def __init__(self) -> None:
        self.communes, self.neighbourhoods = (
            _told_apart(_commune_names()),
            _told_apart(_neighbourhood_names()),
        )

    def located(self, address: str) -> Located:
        """« Place Liedts, 1030 Schaerbeek »: the commune, and « Place Liedts » in words."""
        left, commune, neighbourhood = list[str](), None, None
        for part in filter(None, (each.strip() for each in PARTS.split(address))):
            named = folded(CODE.sub("", part, count=1)) if CODE.match(part) else folded(part)
            found, here = self._commune(part, named), self.neighbourhoods.get(named)
            commune = commune or found
            neighbourhood = neighbourhood or (None if found else here)
            if here is None and (found is None or (named and self.communes.get(named) != found)):
                left.append(part)
        if neighbourhood and commune is None:
            commune = neighbourhood.main_commune
        return Located(", ".join(left), neighbourhood, commune)

    def _commune(self, part: str, named: str) -> Commune | None:
        """By its postcode, by its name, or by the name at the end of some words."""
        code = CODE.match(part)
        ends = (known for known in self.communes if named.endswith(f" {known}"))
        asked = (code[1] if code else "", named, max(ends, key=len, default=""))
        return next((self.communes[one] for one in asked if one in self.communes), None)


def _told_apart(names: list[tuple[str, P]]) -> dict[str, P]:
    """Each name with the one place it means; those that several places share are left out."""
    known: dict[str, dict[Any, P]] = defaultdict(dict)
    for name, place in names:
        if name:
            known[folded(name)][place.pk] = place
    return {name: next(iter(places.values())) for name, places in known.items() if len(places) == 1}
