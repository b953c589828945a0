"""Opening hours: what is typed, what is kept, what is said, and whether it is open at a moment."""

from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from maillage.kit.clock import BRUSSELS
from maillage.kit.operations import RefusedError
from maillage.network.hours import checked, is_open, open_state, opens_on_weekday, read, said
from maillage.network.hours_field import HoursField, typed_of

OFFICE = "Mo-Fr 09:00-12:00,13:00-17:00; PH off"


class Sheet(forms.Form):
    """A form as an address has one."""

    opening_hours = HoursField(label="opening hours")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS)


def sent(**values: str) -> Sheet:
    data = QueryDict(mutable=True)
    data["opening_hours-text"] = ""
    for name, value in values.items():
        data["opening_hours-" + name.replace("_", "-")] = value
    return Sheet(data)


def kept(**values: str) -> Any:
    form = sent(**values)
    assert form.is_valid(), form.errors
    return form.cleaned_data["opening_hours"]


@pytest.mark.parametrize(
    ("text", "one_form", "words"),
    [
        ("Mo,We 9:30-13:00", "Mo,We 09:30-13:00", ["lundi, mercredi 9:30 – 13:00"]),
        (OFFICE, OFFICE, ["du lundi au vendredi 9:00 – 12:00 et 13:00 – 17:00", "fermé les jours fériés"]),
        ("Mo-Th 08:00-12:00; We off", "Mo,Tu,Th 08:00-12:00", ["lundi, mardi, jeudi 8:00 – 12:00"]),
        ("10:00-18:00", "Mo-Su 10:00-18:00", ["tous les jours 10:00 – 18:00"]),
        ("24/7", "24/7", ["jour et nuit, tous les jours"]),
        ("Tu[1] 10:00-12:00", "Tu[1] 10:00-12:00", ["Tu[1] 10:00-12:00"]),
        ("Jul-Aug off", "Jul-Aug off", ["Jul-Aug off"]),
        ("", "", []),
    ],
)
def test_hours_have_one_form_and_words(text: str, one_form: str, words: list[str]) -> None:
    with override("fr"):
        assert checked(text) == one_form
        assert [line.replace("\u00a0", " ") for line in said(text)] == words


@pytest.mark.parametrize("text", ["lundi 9h-12h", "Mo 25:00-26:00", "Mo 14:00-12:00", "Mo 09:00-09:00"])
def test_senseless_hours_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        checked(text)
    assert len(str(refused.value.sentence)) > 20


def test_hours_into_the_night_are_no_mistake() -> None:
    assert checked("Fr 22:00-02:00") == "Fr 22:00-02:00"
    assert is_open("Fr 22:00-02:00", at("2025-11-15 01:00"))


@pytest.mark.parametrize(
    ("moment", "is_open_then", "words"),
    [
        ("2025-11-10 10:00", True, "ouvert jusqu’à 12:00"),
        ("2025-11-10 12:30", False, "ouvre à 13:00"),
        ("2025-11-12 18:00", False, "fermé, ouvre demain à 9:00"),
        ("2025-11-14 20:00", False, "fermé, ouvre lundi à 9:00"),
        ("2025-11-11 10:00", False, "fermé aujourd’hui (11 novembre)"),
        ("2025-04-21 10:00", False, "fermé aujourd’hui (21 avril)"),  # Easter Monday
        ("2025-05-29 10:00", False, "fermé aujourd’hui (29 mai)"),  # Ascension
        ("2025-07-21 10:00", False, "fermé aujourd’hui (21 juillet)"),
    ],
)
def test_open_now_knows_the_day_the_hour_and_belgian_holidays(
    moment: str, is_open_then: bool, words: str
) -> None:
    with override("fr"):
        state = open_state(OFFICE, at(moment))
    assert state is not None
    assert (state.is_open, state.words) == (is_open_then, words)


def test_the_moment_may_come_on_any_clock_and_unknown_hours_say_nothing() -> None:
    utc = at("2025-11-10 09:30").astimezone(tz=datetime.fromisoformat("2025-01-01T00:00:00+00:00").tzinfo)
    assert is_open(OFFICE, utc)
    assert open_state("", utc) is None
    assert open_state("quand on est là", utc) is None
    sunday_of_the_clock_change = at("2025-10-26 02:30")
    assert is_open("Su 01:00-05:00", sunday_of_the_clock_change)


def test_a_room_lent_on_tuesdays_is_found_on_tuesdays_only() -> None:
    assert opens_on_weekday("Tu 13:00-17:00", 1, date(2025, 11, 10))
    assert not opens_on_weekday("Tu 13:00-17:00", 2, date(2025, 11, 10))
    assert opens_on_weekday("Tu[1] 13:00-17:00", 1, date(2025, 11, 10)), "the first Tuesday of a month"


# --- The week that people type ------------------------------------------------------------------------------


def test_a_week_typed_any_way_people_write_hours_is_kept_in_one_form() -> None:
    typed = {"0_from_1": "9h30", "0_to_1": "13", "2_from_1": "09:30", "2_to_1": "13.00", "holidays": "on"}
    assert kept(**typed) == "Mo,We 09:30-13:00; PH off"


def test_days_like_the_one_above_need_no_typing() -> None:
    same = {f"{day}_same": "on" for day in range(1, 5)}
    typed = {"0_from_1": "13:00", "0_to_1": "17:00", "0_from_2": "9:00", "0_to_2": "12:00"}
    assert kept(**typed, **same) == "Mo-Fr 09:00-12:00,13:00-17:00"


def test_no_hours_is_an_answer_and_midnight_closes_the_day() -> None:
    assert kept() == ""
    assert kept(**{"5_from_1": "18:00", "5_to_1": "00:00"}) == "Sa 18:00-24:00"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"1_from_1": "12:00", "1_to_1": "9:00"}, "Mardi"),
        ({"1_from_1": "9:00"}, "Mardi"),
        ({"3_from_1": "9:00", "3_to_1": "25:00"}, "25:00"),
        ({"3_from_1": "tôt", "3_to_1": "10:00"}, "tôt"),
        ({"4_from_1": "9:00", "4_to_1": "12:00", "4_from_2": "11:00", "4_to_2": "14:00"}, "Vendredi"),
        ({"0_from_1": "9:00", "0_to_1": "12:00", "text": "Tu[1] 10:00-12:00"}, "deux réponses"),
        ({"text": "le matin"}, "le matin"),
    ],
)
def test_senseless_hours_name_the_day_and_stay_on_screen(typed: dict[str, str], words: str) -> None:
    with override("fr"):
        form = sent(**typed)
        assert words in str(form.errors["opening_hours"])
        for value in typed.values():
            assert value in form.as_p()


@pytest.mark.parametrize("text", [OFFICE, "Sa 18:00-24:00", "24/7", "Tu[1] 10:00-12:00", "Mo-Fr 9:00-12:00"])
def test_a_form_sent_back_untouched_changes_nothing(text: str) -> None:
    data = QueryDict(mutable=True)
    for name, value in typed_of(text).items():
        if not isinstance(value, bool):
            data[f"opening_hours-{name}"] = value
        elif value:
            data[f"opening_hours-{name}"] = "on"
    form = Sheet(data, initial={"opening_hours": text})
    assert form.is_valid(), form.errors
    assert not form.has_changed()
    assert read(form.cleaned_data["opening_hours"]) == read(text)
