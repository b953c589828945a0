"""The search while somebody waits: by word, filters that combine, near first (U-RAQ-11).

A typed word finds the sheets that say it, or a word that begins so, and those whose theme, kind, public or
place it stands for; only a word that finds nothing at all is taken for a nearly right one. What is found
comes near first: my zone of that day, the neighbourhoods that touch it, elsewhere; then by distance.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Window

from maillage.kit import clock
from maillage.kit.policy import Reader, visible
from maillage.kit.terms import Succession
from maillage.network import hours
from maillage.network.index import pieces_of, words_of
from maillage.network.meaning import Meaning, Meanings, Means, least_shared, nearest
from maillage.network.models import (
    Access,
    Actor,
    ActorLanguage,
    ActorSpot,
    ActorWord,
    Cost,
    LentRoom,
    Papers,
    SaturationReport,
    Site,
    WordPiece,
)
from maillage.network.near import Surroundings

MOST_WORDS = 8  # of what is typed; nobody types more while a person waits
LAST = "\U0010ffff"  # sorts after every word that begins so


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. Every part is optional, all of them combine."""

    words: str = ""
    theme: UUID | None = None
    kind: UUID | None = None
    public: UUID | None = None
    place: UUID | None = None
    language: str = ""
    room_on: int | None = None
    my_zone: bool = False
    no_papers: bool = False
    free: bool = False
    no_appointment: bool = False
    open_now: bool = False
    not_full: bool = False

    @property
    def filters(self) -> list[str]:
        """The filters that are on."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "words"}
        return [name for name, value in values.items() if value not in (None, "", False)]

    def without(self, name: str) -> "Asked":
        """The same with one filter less."""
        default: Any = self.__dataclass_fields__[name].default
        return replace(self, **{name: default})


@dataclass
class Search:
    """One question to the directory by one reader at one moment."""

    asked: Asked
    reader: Reader
    known: Meanings
    near: Surroundings
    now: datetime
    #: What a word that found nothing was taken for.
    corrected: dict[str, list[str]] = field(default_factory=dict)

    def rows(self) -> QuerySet[Actor]:
        """The actors it finds, in no order."""
        return self._filtered(self.asked)

    def ordered(self) -> QuerySet[Actor, Any]:
        """Keys of what it finds, near first, each with `near`, `called` and the `total`."""
        rows = self.rows().order_by().values("pk")
        rows = rows.annotate(near=Min(self.near.nearness()), called=Min("spots__name"))
        return rows.annotate(total=Window(Count("*"))).order_by("near", "called", "pk")

    def page(self, size: int, after: UUID | None = None) -> tuple[list[UUID], int]:
        """The keys of a page and of what begins the next, and how many are found at all.

        Where the words find nothing, those nobody knows are taken for the nearest known ones.
        """
        rows = list((self.after(after) if after else self.ordered())[: size + 1])
        if not rows and not self.corrected and self.correct():
            return self.page(size, after)
        total = self.rows().count() if after else rows[0]["total"] if rows else 0
        return [row["pk"] for row in rows], total

    def after(self, key: UUID) -> QuerySet[Actor, Any]:
        """What comes after one of them; everything when that one is no longer found."""
        ordered = self.ordered()
        last = ordered.filter(pk=key).first()
        if last is None:
            return ordered
        near, called = last["near"], last["called"]
        beside = Q(near=near, called__gt=called) | Q(near=near, called=called, pk__gt=key)
        return ordered.filter(Q(near__gt=near) | beside)

    def count_without(self, name: str) -> int:
        """How many it would find with one filter less."""
        return self._filtered(self.asked.without(name)).count()

    def _filtered(self, asked: Asked) -> QuerySet[Actor]:
        rows = visible(Actor.objects.standing(), self.reader)
        for condition in (
            *self._columns(asked),
            *self._beside(asked),
            *self._today(asked),
            *self._words(),
        ):
            rows = rows.filter(condition)
        return rows

    # --- Filters

    def _columns(self, asked: Asked) -> Iterable[Q]:
        """Filters that the sheet itself answers."""
        if asked.no_papers:
            yield Q(papers=Papers.NONE)
        if asked.free:
            yield Q(cost=Cost.FREE)
        if asked.no_appointment:
            yield Q(access__in=(Access.WALK_IN, Access.BOTH))
        if asked.kind:
            yield Q(kind__in=_with_former(asked.kind))

    def _beside(self, asked: Asked) -> Iterable[Q]:
        """Filters that rows beside the sheet answer."""
        if asked.theme:
            yield _among(Actor.themes.through.objects.filter(term__in=_with_former(asked.theme)))
        if asked.public:
            yield _among(Actor.publics.through.objects.filter(term__in=_with_former(asked.public)))
        if asked.language:
            yield _among(ActorLanguage.objects.filter(code=asked.language))
        if asked.place:
            yield _among(self._in_place(asked.place))
        if asked.my_zone:
            yield _among(ActorSpot.objects.filter(neighbourhood__in=self.near.mine))

    def _today(self, asked: Asked) -> Iterable[Q]:
        """Filters that depend on the moment."""
        if asked.open_now:
            yield _among(self._open())
        if asked.room_on is not None:
            yield _among(self._rooms(asked.room_on), "site__actor")
        if asked.not_full:
            full = SaturationReport.objects.current(clock.day_of(self.now)).filter(kind__isnull=False)
            yield ~_among(visible(full, self.reader))

    def _in_place(self, place: UUID) -> QuerySet[ActorSpot]:
        if place in self.known.communes:
            return ActorSpot.objects.filter(commune=place)
        places = self.known.whole([place]) if place in self.known.places else ()
        return ActorSpot.objects.filter(neighbourhood__in=places)

    def _open(self) -> QuerySet[Site]:
        """Sites open at this moment; each way of writing hours is looked at once, not each site."""
        sites = Site.objects.standing()
        written = sites.exclude(opening_hours="").order_by().values_list("opening_hours", flat=True)
        return sites.filter(opening_hours__in=[t for t in written.distinct() if hours.is_open(t, self.now)])

    def _rooms(self, weekday: int) -> QuerySet[LentRoom]:
        rooms = LentRoom.objects.standing().filter(site__withdrawn_at=None)
        written = rooms.exclude(available_hours="").order_by().values_list("available_hours", flat=True)
        day = clock.day_of(self.now)
        lent = [text for text in written.distinct() if hours.opens_on_weekday(text, weekday, day)]
        return rooms.filter(available_hours__in=lent)

    # --- Words

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The words that were typed, as they are compared."""
        return words_of(self.asked.words)[:MOST_WORDS]

    def correct(self) -> bool:
        """Take words that nothing knows for the nearest that something does; whether there were any."""
        for word in self.typed:
            if not self.known.called(word) and not ActorWord.objects.filter(beginning(word)).exists():
                self.corrected[word] = nearest(word, {*self.known.words, *_resembling(word)})
        return any(self.corrected.values())

    def _words(self) -> Iterator[Q]:
        """One condition a typed word."""
        for word in self.typed:
            right = self.corrected.get(word)
            if right is None:
                yield _either(ActorWord.objects.filter(beginning(word)), self.known.called(word))
            else:
                meant = [each for each in self.known.all if not each.words.isdisjoint(right)]
                yield _either(ActorWord.objects.filter(word__in=right), meant)


def beginning(word: str) -> Q:
    return Q(word__gte=word, word__lt=word + LAST)


def _resembling(word: str) -> list[str]:
    """Words of sheets that share enough pieces with this one."""
    shared = WordPiece.objects.filter(piece__in=pieces_of(word)).order_by().values("word")
    enough = shared.annotate(number=Count("piece")).filter(number__gte=least_shared(word))
    return list(enough.values_list("word", flat=True))


def _either(own: QuerySet[ActorWord], meant: Sequence[Meaning]) -> Q:
    """Actors that say the word themselves, or have one of the terms or places it stands for."""
    found: list[QuerySet[Any, Any]] = [own.order_by().values("actor")]
    by: dict[Means, list[UUID]] = {means: [] for means in Means}
    for each in meant:
        by[each.means].append(each.pk)
    if by[Means.KIND]:
        found.append(Actor.objects.filter(kind__in=by[Means.KIND]).order_by().values("pk"))
    for means, through in ((Means.THEME, Actor.themes.through), (Means.PUBLIC, Actor.publics.through)):
        if by[means]:
            found.append(through.objects.filter(term__in=by[means]).values("actor"))
    places = Q(neighbourhood__in=by[Means.NEIGHBOURHOOD]) | Q(commune__in=by[Means.COMMUNE])
    if by[Means.NEIGHBOURHOOD] or by[Means.COMMUNE]:
        found.append(ActorSpot.objects.filter(places).order_by().values("actor"))
    first, *more = found
    return Q(pk__in=first.union(*more) if more else first)


def _among(rows: QuerySet[Any], actor: str = "actor") -> Q:
    return Q(pk__in=rows.order_by().values(actor))


def _with_former(term: UUID) -> set[UUID]:
    """A term with the terms that became it, at once or through others."""
    found = {term}
    links = list(Succession.objects.standing().values_list("old", "new"))
    while more := {old for old, new in links if new in found} - found:
        found |= more
    return found
