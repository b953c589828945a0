"""The demo's meetings: a year up to today, and the autumn of 2021 as the report tells it, drawn by chance.

Made up from its prose: more than half begun by the RAQ, most in the office, Covid first, then physical
health, psychosocial difficulties, housing, mental health (domain 4.7). No number of it is real.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from maillage.encounters import notes
from maillage.encounters.models import Intervention, NonTakeUp, Said, SealedNote
from maillage.kit import clock
from maillage.kit.terms import Term
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.coverage import neighbourhoods_of, zone_of
from maillage.territory.models import Neighbourhood

#: What the demo's RAQs wrote for themselves, on their newest notes.
WORDS = ("Relire le bail ensemble.", "Préfère le matin, sur un banc.", "Demander pour le tarif social.")
DAYS, A_WEEK, IN_2021 = 365, 3, 45  # days back; notes a week, and in that autumn, of each RAQ
AUTUMN = [date(2021, month, 1) for month in (9, 10, 11, 12)]

Odds = dict[str, float]
INITIATOR = {"raq": 58.0, "third_person": 29, "person": 12, "other": 1}
THIRD = {"local_association": 28.0, "street_educator": 18, "social_worker": 22, "other_raq": 12,
         "host_colleague": 12, "relative": 8}  # fmt: skip
PLACE = {"host_office": 55.0, "street": 16, "collective_activity": 9, "market_stand": 4, "food_aid": 5,
         "before_institution": 2, "association_room": 4, "at_the_door": 1, "other_service": 2,
         "phone": 2}  # fmt: skip
SETTING = {"round_alone": 14.0, "round_pair": 18, "informal_listening": 14, "recurring_activity": 10,
           "food_parcels": 8, "market_stand": 8, "social_hours": 6, "digital_hours": 4, "talk_group": 6,
           "neighbourhood_event": 4, "referred": 12}  # fmt: skip
LANGUAGES = {"fr": 52.0, "ar": 12, "ary": 10, "nl": 6, "es": 4, "tr": 4, "en": 4, "ro": 2, "uk": 2, "ps": 1}
#: Chances in a hundred, each by itself: a note may have several.
THEMES = {"physical_health": 21.0, "psychosocial": 24, "housing": 26, "mental_health": 16, "income": 23,
          "food_aid": 13, "employment": 9, "debts": 8, "paperwork": 25, "digital": 11, "french_classes": 7,
          "school": 5, "family_violence": 2, "addictions": 2, "isolation": 12, "access_to_care": 10,
          "residence": 7, "justice": 2, "energy": 13, "food_prices": 5, "ukrainians": 2}  # fmt: skip
THEMES_2021 = {"covid": 47.0, "physical_health": 31, "psychosocial": 25, "housing": 20, "mental_health": 14,
               "income": 10, "food_aid": 8, "employment": 5, "debts": 3, "paperwork": 9, "digital": 6,
               "isolation": 7, "access_to_care": 6, "residence": 3}  # fmt: skip
ACTIONS = {"inform": 68.0, "send_email": 13, "fill_form": 22, "register_online": 12, "print_document": 14,
           "listen": 40, "refer_service": 19, "refer_activity": 8, "go_along": 5, "call_service": 11,
           "interpret": 7, "hand_flyer": 9, "appointment": 14}  # fmt: skip
ACTIONS_2021 = ACTIONS | {"book_covid": 24.0, "print_pass": 17}
FORMS = {"not_known": 46.0, "not_asked": 36, "not_received": 14, "not_offered": 8, "exclusion": 7}
RIGHTS = {"income": 22.0, "urgent_medical_aid": 12, "health_insurance": 14, "care": 9, "housing": 12,
          "food_aid": 9, "employment": 5, "debt_mediation": 6, "energy": 8, "unknown": 4}  # fmt: skip


@dataclass
class Chance:
    """Draws terms by their codes, always the same for the same seed."""

    draw: random.Random
    terms: dict[tuple[str, str], Term]

    def one(self, vocabulary: str, odds: Odds) -> Term:
        return self.terms[vocabulary, self.code(odds)]

    def code(self, odds: Odds) -> str:
        return self.draw.choices(list(odds), list(odds.values()))[0]

    def several(self, vocabulary: str, odds: Odds) -> list[Term]:
        """Each by its own chance; one in any case."""
        found = [code for code, chance in odds.items() if self.happens(chance)] or [self.code(odds)]
        return [self.terms[vocabulary, code] for code in found]

    def happens(self, chance: float) -> bool:
        return self.draw.random() * 100 < chance


@dataclass
class Heap:
    """Rows to be kept at once."""

    meetings: list[Intervention]
    answers: dict[str, list[tuple[Any, Term]]]
    lacks: list[NonTakeUp]

    def keep(self) -> None:
        Intervention.objects.bulk_create(self.meetings, batch_size=500)
        NonTakeUp.objects.bulk_create(self.lacks, batch_size=500)
        for through, row, name in (
            (Intervention.themes.through, "intervention_id", "themes"),
            (Intervention.actions_done.through, "intervention_id", "actions_done"),
            (NonTakeUp.forms.through, "nontakeup_id", "forms"),
        ):
            rows = [through(**{row: pk, "term_id": term.pk}) for pk, term in self.answers[name]]
            through._default_manager.bulk_create(rows, batch_size=2000)


def load(today: date) -> None:
    """A year of notes of the demo's RAQs; a second loading adds nothing."""
    if Intervention.objects.exists():
        return
    terms = {(term.vocabulary.code, term.code): term for term in Term.objects.select_related("vocabulary")}
    chance = Chance(random.Random(2021), terms)
    heap = Heap([], {"themes": [], "actions_done": [], "forms": []}, [])
    for person in Person.objects.with_role_on(Role.RAQ, today).order_by("display_name"):
        zone = zone_of(person, today)
        if zone is None:
            continue
        places = list(neighbourhoods_of(zone, today).with_communes().order_by("name_fr"))  # type: ignore[attr-defined]
        for day in _days(chance, today):
            _meeting(heap, chance, Intervention(author=person, zone=zone, happened_on=day), places)
        for _number in range(IN_2021):
            month = chance.draw.choice(AUTUMN)
            _meeting(heap, chance, Intervention(author=person, zone=zone, happened_on=month), [])
    heap.keep()
    _words_for_oneself(today)


def _words_for_oneself(today: date) -> None:
    """Sealed to their authors, as the form does it."""
    for person in Person.objects.with_role_on(Role.RAQ, today).order_by("display_name"):
        rows = Intervention.objects.filter(author=person, is_coarse=False).order_by("-happened_on", "pk")
        for row, words in zip(rows, WORDS, strict=False):
            if sealed := notes.seal(person, words, row.pk):
                SealedNote.objects.create(
                    intervention=row, author=person, sealed=sealed, written_on=row.happened_on
                )


def _days(chance: Chance, today: date) -> Iterator[date]:
    """Working days of the year, so many a week."""
    for back in range(DAYS):
        day = today - timedelta(days=back)
        for _note in range(2):
            if day.weekday() < 5 and chance.happens(A_WEEK * 10):
                yield day


def _meeting(heap: Heap, chance: Chance, row: Intervention, places: list[Neighbourhood]) -> None:
    """One note; without places it is one of long ago, coarse by now."""
    row.is_coarse = not places
    row.recorded_at = datetime.combine(row.happened_on, time(17), tzinfo=clock.BRUSSELS)
    if places:
        row.neighbourhood = chance.draw.choice(places)
        row.commune = row.neighbourhood.main_commune
    row.meeting_place = chance.one("meeting_place", PLACE)
    row.no_demand = chance.happens(9)
    themes, actions = (THEMES, ACTIONS) if places else (THEMES_2021, ACTIONS_2021)
    said = [] if row.no_demand else chance.several("theme", themes)
    done = (
        [chance.terms["action_done", "listen"]] if row.no_demand else chance.several("action_done", actions)
    )
    heap.answers["themes"] += [(row.pk, term) for term in said]
    heap.answers["actions_done"] += [(row.pk, term) for term in done]
    if chance.happens(75):
        _for_research(heap, chance, row)
    heap.meetings.append(row)


def _for_research(heap: Heap, chance: Chance, row: Intervention) -> None:
    row.first_meeting = chance.code({Said.YES: 46, Said.NO: 46, Said.UNKNOWN: 8})
    if row.first_meeting == Said.YES:
        row.initiator = chance.one("initiator", INITIATOR)
        row.first_contact_setting = chance.one("first_contact_setting", SETTING)
        if row.initiator.code == "third_person":
            row.third_party_kind = chance.one("third_party_kind", THIRD)
    row.language = chance.code(LANGUAGES)
    row.with_interpreter = row.language != "fr" and chance.happens(7)
    row.lacks_help = chance.code({Said.YES: 30, Said.NO: 50, Said.UNKNOWN: 20})
    if row.lacks_help == Said.YES:
        lack = NonTakeUp(intervention=row, right=chance.one("right_lacking", RIGHTS))
        lack.why_unknown = chance.happens(8)
        forms = [] if lack.why_unknown else chance.several("non_take_up", FORMS)
        heap.answers["forms"] += [(lack.pk, term) for term in forms]
        heap.lacks.append(lack)
