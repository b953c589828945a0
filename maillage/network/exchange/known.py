"""All the sheets in memory for one run of an import, so that thousands of lines are compared in seconds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.kit.imports.importable import Found, Values
from maillage.kit.imports.models import Finding
from maillage.kit.words import fold
from maillage.network.duplicates import ALIKE, COMMON_FROM, STEM, address_key, likeness, words_of
from maillage.network.models import Actor, ActorAlias, Site, Way
from maillage.territory.models import Postcode

Owner = UUID | int  # a sheet, or an earlier line of the file


@dataclass(frozen=True)
class Name:
    """A name somebody answers to: as written, and the words that tell."""

    owner: Owner
    whole: str
    words: tuple[str, ...]


class Known:
    """Who is there already, by identity, name, number and address."""

    def __init__(self) -> None:
        self.sheets: set[UUID] = set()
        self.by_stem: dict[str, list[Name]] = defaultdict(list)
        self.by_way: dict[str, set[Owner]] = defaultdict(set)
        self.by_address: dict[str, set[Owner]] = defaultdict(set)
        standing = Actor.objects.standing()
        for pk, *names in standing.order_by().values_list("pk", "name_fr", "name_nl", "acronym"):
            self.sheets.add(pk)
            self._name(pk, names)
        for pk, name in ActorAlias.objects.filter(actor__in=standing).order_by().values_list("actor", "name"):
            self._name(pk, [name])
        ways = Way.objects.standing().filter(person=None, actor__in=standing)
        for pk, value in ways.order_by().values_list("actor", "value"):
            self.by_way[value].add(pk)
        sites = Site.objects.standing().filter(actor__in=standing)
        for pk, street, code in sites.order_by().values_list("actor", "street", "postcode__code"):
            self.by_address[address_key(street, code or "")].add(pk)
        self.codes: dict[Any, str] = dict(Postcode.objects.values_list("pk", "code"))

    def _name(self, owner: Owner, names: Iterable[str]) -> None:
        for name in names:
            if name:
                words = tuple(words_of(name))
                known = Name(owner, fold(name), words)
                for stem in {word[:STEM] for word in words}:
                    self.by_stem[stem].append(known)

    def find(self, values: Values, number: int) -> Found:
        """Which sheet a line is about, or resembles; else which earlier line."""
        if values.get("id") in self.sheets:
            return Found(Finding.CHANGE, values["id"])
        alike = self._alike(values["name_fr"])
        near = self._near(values)
        found = self._sure(values, alike, near) or self._resembling(alike, near)
        if found is None:
            self._learn(values, number)
        return found or Found(Finding.NEW)

    def _alike(self, name: str) -> dict[Owner, float]:
        words, alike = tuple(words_of(name)), dict[Owner, float]()
        for stem in {word[:STEM] for word in words}:
            if len(self.by_stem[stem]) <= COMMON_FROM:
                for known in self.by_stem[stem]:
                    alike[known.owner] = max(alike.get(known.owner, 0.0), likeness(words, known.words))
        return {owner: how for owner, how in alike.items() if how >= ALIKE}

    def _near(self, values: Values) -> set[Owner]:
        """Who has the same number, e-mail or address."""
        near: set[Owner] = set()
        for value in (*values.get("phone", ()), *values.get("email", ())):
            near |= self.by_way.get(value, set())
        return near | self.by_address.get(self._address(values) or "-", set())

    def _address(self, values: Values) -> str:
        code = values.get("postcode", "")
        return address_key(values.get("street", ""), str(self.codes.get(code, code)))

    def _sure(self, values: Values, alike: dict[Owner, float], near: set[Owner]) -> Found | None:
        """The same words in the name, and the same number or address: it is that one."""
        same = [owner for owner in near if alike.get(owner) == 1.0 and isinstance(owner, UUID)]
        return Found(Finding.CHANGE, same[0]) if len(same) == 1 else None

    def _resembling(self, alike: dict[Owner, float], near: set[Owner]) -> Found | None:
        owners = alike.keys() | near
        if not owners:
            return None
        best = max(
            owners, key=lambda one: (isinstance(one, UUID), alike.get(one, 0.0) + (one in near), str(one))
        )
        if isinstance(best, UUID):
            return Found(Finding.DUPLICATE, match=best)
        return Found(Finding.DUPLICATE, match_line=best)

    def _learn(self, values: Values, number: int) -> None:
        self._name(number, [values["name_fr"], values.get("acronym", "")])
        for value in (*values.get("phone", ()), *values.get("email", ())):
            self.by_way[value].add(number)
        if address := self._address(values):
            self.by_address[address].add(number)
