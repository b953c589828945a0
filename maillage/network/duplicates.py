"""Sheets that may be the same actor: by a number, an address, or a name that resembles (U-CO-04).

Each sheet keeps a few keys, the beginnings of the words of its names and its addresses, in an indexed table.
A question reads the sheets that share a rare key, and compares names only with those.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.words import fold
from maillage.network.models import Actor, ActorAlias, ActorKey, Site, Way

#: Words that say what kind of thing it is, not which one; they count only where there is nothing else.
COMMON = frozenset(
    {
        "asbl", "vzw", "aisbl", "ong", "association", "vereniging", "centre", "centrum", "maison",
        "huis", "service", "dienst", "services", "diensten", "bruxelles", "brussel", "brussels",
        "les", "des", "the", "het", "een", "van", "der", "den", "aan", "voor", "pour", "par",
        "avec", "sur", "dans", "quartier", "wijk", "social", "sociale", "sociaal", "medicale",
        "medical", "medisch", "pharmacie", "apotheek", "ecole", "school", "commune", "gemeente",
    }
)  # fmt: skip
STEM = 4
COMMON_FROM = 150  # a key that more sheets than this share tells nothing
COMPARED = 40
SHOWN = 5
ALIKE = 0.8

SAME_NUMBER = _("the same number or e-mail")
SAME_ADDRESS = _("the same address")
LIKE_NAME = _("a name that resembles")


def words_of(name: str) -> list[str]:
    """The words of a name that tell which actor it is, without accents or capitals."""
    every = re.findall(r"[a-z0-9]+", fold(name).replace("'", " "))
    telling = [word for word in every if len(word) > 2 and word not in COMMON]
    return telling or every


def stems_of(name: str) -> set[str]:
    """The beginnings by which the name is found, even misspelt further on."""
    return {word[:STEM] for word in words_of(name)}


def address_key(street: str, postcode: str) -> str:
    """An address as a key: « Rue de l’Exemple 12, 1030 » is @1030ruelexemple12; nothing without a number."""
    words = [
        word for word in re.findall(r"[a-z0-9]+", fold(street)) if word not in ("de", "la", "le", "l", "d")
    ]
    return f"@{postcode}{''.join(words)}"[:80] if any(char.isdigit() for char in street) else ""


def likeness(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """How much the telling words of two names resemble: 1 for the same words."""
    if not mine or not theirs:
        return 0.0
    if set(mine) == set(theirs):
        return 1.0
    fewer, more = sorted((set(mine), set(theirs)), key=len)
    if fewer <= more and any(len(word) > STEM for word in fewer):
        return 0.9
    return SequenceMatcher(None, " ".join(sorted(mine)), " ".join(sorted(theirs))).ratio()


def keys_of(names: Iterable[str], addresses: Iterable[tuple[str, str]]) -> set[str]:
    """Every key of a sheet with these names and (street, postcode) pairs."""
    found = {stem for name in names for stem in stems_of(name)}
    return (found | {address_key(street, postcode) for street, postcode in addresses}) - {""}


# --- Keeping the keys ---------------------------------------------------------------------------------------


def remember(*actors: Actor) -> None:
    """Renew the keys of these sheets: called wherever a name or an address changes."""
    wanted = dict.fromkeys((actor.pk for actor in actors), set[str]())
    for actor in actors:
        wanted[actor.pk] = keys_of((actor.name_fr, actor.name_nl, actor.acronym), ())
    for owner, name in ActorAlias.objects.filter(actor__in=wanted).values_list("actor", "name"):
        wanted[owner] |= stems_of(name)
    sites = Site.objects.standing().filter(actor__in=wanted)
    for owner, street, postcode in sites.values_list("actor", "street", "postcode__code"):
        wanted[owner] |= keys_of((), [(street, postcode or "")])
    known = dict.fromkeys(wanted, set[str]())
    stale = []
    for key in ActorKey.objects.filter(actor__in=wanted):
        known[key.actor_id] = known[key.actor_id] | {key.key}
        if key.key not in wanted[key.actor_id]:
            stale.append(key.pk)
    ActorKey.objects.filter(pk__in=stale).delete()
    ActorKey.objects.bulk_create(
        ActorKey(actor_id=owner, key=key)
        for owner, keys in wanted.items()
        for key in sorted(keys - known[owner])
    )


def remember_all(at_once: int = 500) -> None:
    """Renew the keys of every sheet, a few hundred at a time."""
    pks = list(Actor.objects.order_by("pk").values_list("pk", flat=True))
    for begun in range(0, len(pks), at_once):
        remember(*Actor.objects.filter(pk__in=pks[begun : begun + at_once]))


# --- Asking -------------------------------------------------------------------------------------------------


@dataclass
class Candidate:
    """A sheet that may be the same actor, and why."""

    actor: Actor
    likeness: float = 0.0
    reasons: list[str | Promise] = field(default_factory=list)

    @property
    def rank(self) -> float:
        """Surest first: a shared number or address weighs as much as the name."""
        return self.likeness + sum(reason is not LIKE_NAME for reason in self.reasons)

    @property
    def where(self) -> str:
        """Its first address, to tell it from another; nothing where none is noted."""
        sites = [site for site in self.actor.sites.all() if site.withdrawn_at is None]
        return f"{sites[0].address or sites[0].neighbourhood} ·" if sites else ""

    @property
    def why(self) -> str:
        """What makes it resemble, in words."""
        return ", ".join(map(str, self.reasons))


def candidates(
    name: str = "",
    *,
    reached: Iterable[str] = (),
    street: str = "",
    postcode: str = "",
    but: Iterable[Actor] = (),
) -> list[Candidate]:
    """The sheets that may be this actor, the surest first, five at most.

    `reached` are numbers and e-mail addresses as they are kept.
    """
    by_way = _of_ways({value for value in reached if value})
    address = address_key(street, postcode)
    by_key = _of_keys(stems_of(name) | ({address} if address else set()))
    at_address = (
        set(ActorKey.objects.filter(key=address, actor__in=by_key).values_list("actor", flat=True))
        if address
        else set()
    )
    asked = (by_way | by_key) - {actor.pk for actor in but}
    alike = _alike(words_of(name), asked)
    reasons: dict[Any, list[Any]] = {}
    for reason, found in ((SAME_NUMBER, by_way), (SAME_ADDRESS, at_address), (LIKE_NAME, alike.keys())):
        for pk in asked & found:
            reasons.setdefault(pk, []).append(reason)
    rows = Actor.objects.standing().filter(pk__in=_surest(alike, reasons))
    best = [
        Candidate(actor, alike.get(actor.pk, 0.0), reasons[actor.pk])
        for actor in rows.prefetch_related("sites__postcode", "sites__neighbourhood")
    ]
    return sorted(best, key=lambda one: (-one.rank, one.actor.name_fr, str(one.actor.pk)))[:SHOWN]


def _alike(words: Sequence[str], asked: set[Any]) -> dict[Any, float]:
    """Which of these sheets go by a name that resembles, and how much."""
    alike: dict[Any, float] = {}
    rows = Actor.objects.filter(pk__in=asked).order_by().values_list("pk", "name_fr", "name_nl", "acronym")
    aliases = ActorAlias.objects.filter(actor__in=asked).order_by().values_list("actor", "name")
    for pk, *names in [*rows, *aliases]:
        for known in filter(None, names):
            how = likeness(words, words_of(str(known)))
            if how >= ALIKE:
                alike[pk] = max(alike.get(pk, 0.0), how)
    return alike


def _surest(alike: dict[Any, float], reasons: dict[Any, list[Any]]) -> list[Any]:
    """Twice as many as are shown: some may have gone."""
    weight = {pk: alike.get(pk, 0.0) + len(why) for pk, why in reasons.items()}
    return sorted(weight, key=lambda pk: (-weight[pk], str(pk)))[: 2 * SHOWN]


def twins_of(actor: Actor) -> list[Candidate]:
    """The sheets that may be the same actor as this one."""
    site = actor.sites.filter(withdrawn_at=None).select_related("postcode").first()
    ways = Way.objects.standing().filter(actor=actor, person=None)
    return candidates(
        actor.name_fr,
        reached=ways.values_list("value", flat=True),
        street=site.street if site else "",
        postcode=site.postcode.code if site and site.postcode else "",
        but=[actor],
    )


def _of_ways(values: set[str]) -> set[Any]:
    if not values:
        return set()
    return set(Way.objects.standing().filter(value__in=values).values_list("actor", flat=True)[:COMPARED])


def _of_keys(keys: set[str]) -> set[Any]:
    """The sheets that share a key few have, those that share most of them first."""
    counts = dict(ActorKey.objects.filter(key__in=keys).order_by().values_list("key").annotate(n=Count("id")))
    rare = [key for key, count in counts.items() if count <= COMMON_FROM]
    if not rare and counts:
        rare = [min(counts, key=lambda key: counts[key])]
    shared = ActorKey.objects.filter(key__in=rare).order_by().values("actor").annotate(n=Count("id"))
    return set(shared.order_by("-n", "actor").values_list("actor", flat=True)[:COMPARED])
