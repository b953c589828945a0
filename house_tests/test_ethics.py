"""What Maillage must never hold or do, as the report's ethics say it (ET1-ET10), asked of every model.

Rules that one screen keeps are tested beside it; these hold for whatever is added later.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from maillage.encounters.forms import MeetingForm
from maillage.encounters.models import Intervention, NonTakeUp
from maillage.kit import clock
from maillage.kit.measures import all_measures
from maillage.kit.shipped import shipped_term, shipped_vocabularies
from maillage.people.models import Person

#: What somebody is checked, judged or pushed with: no column and no answer may be about it.
CONTROL = re.compile(r"quarantine|complian|complied|obey|police|denounc|clock_in|clock_out|punch", re.I)
SCORE = re.compile(r"score|rank|target|quota|performance|rating|best_|worst_|streak|badge", re.I)
PRESSURE = re.compile(r"convinc|persuad|convaincu|overtuig", re.I)
STATUS = re.compile(r"vaccinat\w*_status|is_vaccinated|vaccinated|covid_status|pass_sanitaire", re.I)
HEALTH = re.compile(r"health|vaccin|illness|disease|sick|religion|origin_of|nationality|family_status", re.I)


def columns() -> Iterator[tuple[str, str]]:
    """Every column of every room, as `room.model` and its name."""
    for model in apps.get_models():
        if model._meta.app_label in settings.ROOMS:
            for field in model._meta.get_fields():
                if isinstance(field, models.Field):
                    yield model._meta.label_lower, field.name


def named(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(model, name) for model, name in columns() if pattern.search(name)]


def answers() -> Iterator[tuple[str, str]]:
    """Every answer that ships, as its vocabulary and code."""
    for vocabulary in shipped_vocabularies():
        for term in vocabulary["terms"]:
            yield vocabulary["code"], term["code"]


def bare(**said: Any) -> dict[str, Any]:
    return {"happened_on": clock.today().isoformat()} | said


def test_et1_a_meeting_holds_no_free_text_and_nothing_that_says_who() -> None:
    """Professional secrecy: coded answers alone; words for oneself are sealed, in a table of their own."""
    for model in (Intervention, NonTakeUp):
        free = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        assert free == []


def test_et2_no_figure_is_set_apart_by_words_somebody_wrote() -> None:
    """Reports are anonymous: what sets a figure apart is a term, a place or a day, never a free text."""
    for measure in all_measures():
        for axis in measure.axes:
            assert not re.search(r"note|words|description|sealed", axis.code), (measure.code, axis.code)


def test_et3_nothing_records_whether_people_comply() -> None:
    """No control: neither of inhabitants nor of workers; the police is one more local actor."""
    assert named(CONTROL) == []
    assert {answer for answer in answers() if CONTROL.search(answer[1])} <= {("actor_type", "police")}


def test_et4_no_answer_is_to_have_convinced_somebody() -> None:
    """« Informer sans chercher à convaincre »."""
    said = [each for each in answers() if PRESSURE.search(each[1])]
    assert said == []
    assert [measure.code for measure in all_measures() if PRESSURE.search(str(measure.question))] == []


def test_et5_no_column_holds_a_score_a_rank_or_a_target() -> None:
    """« On n’est pas là pour faire augmenter les chiffres »."""
    assert named(SCORE) == []


def test_et6_vaccination_status_is_stored_nowhere() -> None:
    """Help is never conditional on it, so nothing could ask for it."""
    assert named(STATUS) == []
    assert [answer for answer in answers() if STATUS.search(answer[1])] == []


def test_et7_no_theme_comes_first_or_must_be_named(mirabelle: Person) -> None:
    """Social demand first: a meeting about nothing in particular is whole, nothing is chosen beforehand."""
    shipped_term("action_done", "listen")
    form = MeetingForm(by=mirabelle)
    assert not form.initial.get("themes")
    assert MeetingForm(bare(actions_done=["listen"]), by=mirabelle).is_valid()


def test_et8_it_can_be_noted_after_the_talk(mirabelle: Person) -> None:
    """Listening takes its time: yesterday's meeting is noted today, and nothing asks how long it was."""
    shipped_term("action_done", "listen")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert MeetingForm(bare(happened_on=yesterday, actions_done=["listen"]), by=mirabelle).is_valid()
    assert [name for model, name in columns() if model.startswith("encounters.") and "duration" in name] == []


def test_et9_a_refusal_is_an_answer_like_the_others() -> None:
    """« C’est votre droit »: of a relay, of a document, of working together."""
    refused = {vocabulary for vocabulary, code in answers() if "refus" in code}
    assert {"relay_status", "actor_first_outcome"} <= refused


def test_et10_nothing_asks_a_worker_about_their_own_health_or_private_life() -> None:
    """Whether a RAQ tells their own status is theirs alone."""
    assert [(model, name) for model, name in named(HEALTH) if model.startswith("people.")] == []


@pytest.mark.parametrize("words", ["score", "rank"])
def test_a_column_that_broke_these_rules_would_be_seen(words: str) -> None:
    """The patterns find what they look for."""
    assert SCORE.search(f"weekly_{words}")
