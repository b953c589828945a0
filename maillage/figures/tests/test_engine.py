"""A figure is the plain count, whatever the short way it took; each base is its own; totals count once."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from conftest import shipped_term
from maillage.figures import folding
from maillage.figures.counting import plainly, without_sums
from maillage.figures.folding import fold_all
from maillage.figures.models import DailySum
from maillage.figures.tables import Terms
from maillage.figures.tests.conftest import DECEMBER, OUTCOMES, ask, cover, make_actor, meet, renew, said
from maillage.kit import clock
from maillage.kit.models import DirtyDay
from maillage.kit.term_operations import merge_terms
from maillage.network.models import Actor, Contact
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

ASKED = [
    ("C7", "kind"),
    ("C7", "theme"),
    ("C7", "theme", "quarter"),
    ("C8", "zone"),
    ("C9", "outcome", "zone"),
    ("R11a-contacts", "kind", "outcome"),
    ("R11a-contacts", "month"),
    ("R11a-stopped", "kind"),
]
KINDS = ("medical_centre", "pharmacy", "food_aid")
THEMES = ("housing", "food_aid", "covid", "employment")


#: A whole year, and a period that begins and ends within months.
PERIODS: list[dict[str, Any]] = [
    {},
    {"first_day": date(2026, 2, 10), "last_day": date(2026, 7, 20)},
]


def short_ways_agree(reader: Person) -> None:
    """Every question answered from sums says what the plain query says."""
    for asked in ASKED:
        for terms, days in product(Terms, PERIODS):
            short = ask(reader, *asked, terms=terms, **days)
            plain = ask(reader, *asked, terms=terms, **days, way=without_sums)
            assert short == plain, asked


class Life:
    """Random writes of all kinds, by a chance that every run repeats."""

    def __init__(self, seed: int, people: list[Person]) -> None:
        self.chance, self.people = random.Random(seed), people  # noqa: S311
        self.actors = [make_actor(f"Acteur {number}", self.kind(), *self.themes()) for number in range(5)]
        self.contacts: list[Contact] = []

    def kind(self) -> str:
        return self.chance.choice(KINDS)

    def themes(self) -> list[str]:
        return self.chance.sample(THEMES, self.chance.randint(0, 3))

    def day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self.chance.randint(0, 300))

    def live(self) -> None:
        """One thing that happens to the network."""
        verbs = [self.correct, self.withdraw, self.move_day, self.rename, self.withdraw_actor]
        verbs += [self.meet] * 4
        self.chance.choice(verbs)()

    def meet(self) -> None:
        actor, person = self.chance.choice(self.actors), self.chance.choice(self.people)
        self.contacts.append(meet(actor, person, self.day(), self.chance.choice(OUTCOMES)))

    def _some(self) -> Contact | None:
        return self.chance.choice(self.contacts) if self.contacts else None

    def correct(self) -> None:
        if contact := self._some():
            contact.outcome = shipped_term("actor_first_outcome", self.chance.choice(OUTCOMES))
            contact.save()

    def move_day(self) -> None:
        if contact := self._some():
            Contact.objects.filter(pk=contact.pk).update(happened_on=self.day())
            contact.refresh_from_db()

    def withdraw(self) -> None:
        if contact := self._some():
            contact.withdrawn_at = None if contact.withdrawn_at else clock.now()
            contact.save()

    def rename(self) -> None:
        actor = self.chance.choice(self.actors)
        actor.kind = shipped_term("actor_type", self.kind())
        actor.save()
        actor.themes.set(shipped_term("theme", code) for code in self.themes())

    def withdraw_actor(self) -> None:
        actor = self.chance.choice(self.actors)
        actor.withdrawn_at = None if actor.withdrawn_at else clock.now()
        actor.save()


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_by_day_always_say_what_the_plain_query_says(
    seed: int, mirabelle: Person, romarin: Person, coquelicot: Person
) -> None:
    moved = cover(mirabelle, "Zone 05", last_day=date(2026, 6, 30))
    cover(mirabelle, "Zone 07", date(2026, 7, 1))
    cover(romarin, "Zone 05")
    life = Life(seed, [mirabelle, romarin])
    renew()
    for step in range(30):
        life.live()
        if step % 10 == 4:
            renew()
        if step % 10 in (3, 9):
            short_ways_agree(coquelicot)
        if step == 15:
            moved.last_day = date(2026, 5, 31)
            moved.save()
        if step == 20:
            day = date(2026, 8, 1)
            old, heir = (shipped_term("theme", code) for code in ("food_aid", "housing"))
            merge_terms(by=coquelicot, terms=[old], into=heir, day=day)
    standing = [c for c in Contact.objects.select_related("outcome", "sheet__actor") if not c.withdrawn_at]
    by_hand = Counter(c.outcome.code for c in standing if c.sheet.actor.withdrawn_at is None)
    assert Counter(said(ask(coquelicot, "R11a-contacts", "outcome"))) == by_hand


def test_folding_leaves_no_changed_day_and_a_write_marks_its_own(
    mirabelle: Person, coquelicot: Person
) -> None:
    contact = meet(make_actor("Le Trèfle"), mirabelle, date(2026, 3, 4))
    fold_all(DECEMBER)
    assert not DirtyDay.objects.exists()
    assert DailySum.objects.exists()
    contact.happened_on = date(2026, 3, 9)
    contact.save()
    assert set(DirtyDay.objects.values_list("day", flat=True)) == {date(2026, 3, 4), date(2026, 3, 9)}
    assert said(ask(coquelicot, "R11a-contacts", "month"))["2026-03-01"] == 1


def test_a_change_between_counting_and_writing_is_not_lost(
    mirabelle: Person, coquelicot: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job counted, somebody wrote, the job kept what it had counted: the day still stands marked."""
    actor = make_actor("Le Trèfle")
    meet(actor, mirabelle, date(2026, 3, 4))

    def slowly(*asked: Any, **how: Any) -> Any:
        cells = plainly(*asked, **how)
        if not Contact.objects.filter(outcome__code="refusal").exists():
            meet(actor, mirabelle, date(2026, 3, 4), "refusal")
        return cells

    monkeypatch.setattr(folding, "plainly", slowly)
    renew()
    assert said(ask(coquelicot, "R11a-contacts", "outcome")) == {"simple_meeting": 1, "refusal": 1}


def test_actors_met_and_contacts_made_are_two_bases(
    mirabelle: Person, romarin: Person, coquelicot: Person
) -> None:
    """Report R11: 130 actors; R11a: contacts, silences and refusals included."""
    trefle, lierre = make_actor("Le Trèfle"), make_actor("Le Lierre", None)
    meet(trefle, mirabelle, date(2026, 2, 1))
    meet(trefle, mirabelle, date(2026, 3, 1), "collective")
    meet(trefle, romarin, date(2026, 3, 2), "refusal")
    meet(lierre, romarin, date(2026, 4, 1), "no_answer")
    actors = ask(coquelicot, "C7", "kind")
    assert (actors.total, actors.missing, said(actors)) == (2, 1, {"medical_centre": 1, "missing": 1})
    assert said(ask(coquelicot, "C9", "outcome")) == {"simple_meeting": 1, "no_answer": 1, "refusal": 1}
    assert ask(coquelicot, "R11a-contacts", "outcome").total == 4
    assert ask(coquelicot, "R11a-stopped", "kind").total == 0
    assert ask(coquelicot, "C7", "kind", first_day=date(2026, 3, 1)).total == 1


def test_an_actor_of_two_themes_counts_in_each_and_once_in_all(mirabelle: Person, coquelicot: Person) -> None:
    """Domain 4.3: category totals are not additive; a merged pair of answers is one answer."""
    for number, themes in enumerate([("housing", "food_aid"), ("housing",), ()]):
        meet(make_actor(f"Acteur {number}", "pharmacy", *themes), mirabelle, date(2026, 2, 1))
    table = ask(coquelicot, "C7", "theme", "kind")
    assert said(table) == {"housing": 2, "food_aid": 1, "missing": 1}
    assert (table.total, table.missing, table.base, table.several) == (3, 1, 2, True)
    assert table.column_totals == (3,)
    old, heir = (shipped_term("theme", code) for code in ("food_aid", "housing"))
    merge_terms(by=coquelicot, terms=[old], into=heir, day=date(2026, 6, 1))
    assert said(ask(coquelicot, "C7", "theme")) == {"housing": 2, "missing": 1}
    assert said(ask(coquelicot, "C7", "theme", terms=Terms.THEN))["food_aid"] == 1


def test_places_and_their_parts_stand_in_one_table(mirabelle: Person, coquelicot: Person) -> None:
    table = ask(coquelicot, "C7", "commune", "neighbourhood")
    assert table.asked.is_nested
    assert Actor.objects.count() == table.total == 0
