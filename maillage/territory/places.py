"""Finding a place by the name people give it: blind to accents, capitals, hyphens, language and old names."""

import difflib
import re
from typing import TypeVar

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
    names: list[tuple[str, Commune]] = []
    for commune in Commune.objects.all():
        names += [(commune.name_fr, commune), (commune.name_nl, commune), (commune.nis, commune)]
    names += [(alias.name, alias.commune) for alias in CommuneAlias.objects.select_related("commune")]
    names += [(postcode.code, postcode.commune) for postcode in Postcode.objects.select_related("commune")]
    return _one(name, names, field)


def _neighbourhood_names() -> list[tuple[str, Neighbourhood]]:
    names: list[tuple[str, Neighbourhood]] = []
    for place in Neighbourhood.objects.all():
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
