"""Numbers as people type them, and as they find them back (P9)."""

import pytest
from django.core.exceptions import ValidationError

from maillage.network.phones import PhoneField, normalise, said


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("02/123.45.67", "+3221234567", "02 123 45 67"),
        ("+32 (0)2 203 45 67", "+3222034567", "02 203 45 67"),
        ("0032 475 12 34 56", "+32475123456", "0475 12 34 56"),
        ("22034567", "+3222034567", "02 203 45 67"),  # a spreadsheet ate the zero
        ("0800 32 123", "+3280032123", "0800 32 123"),
        ("107", "107", "107"),
        ("1710", "1710", "1710"),
        ("116 000", "116000", "116000"),
        ("+33 1 42 68 53 00", "+33142685300", "+33 1 42 68 53 00"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_as_people_write_it(typed: str, kept: str, shown: str) -> None:
    assert normalise(typed) == kept
    assert said(kept) == shown
    assert normalise(shown) == kept


@pytest.mark.parametrize("typed", ["abc", "12", "99", "123456789012345", "+33 1 42", "+999 123 456"])
def test_what_nobody_can_call_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError, match="02 123 45 67"):
        normalise(typed)


def test_an_extension_goes_beside_the_number() -> None:
    with pytest.raises(ValidationError) as refused:
        normalise("02 203 45 67 ext. 12")
    assert refused.value.code == "extension"


def test_a_form_shows_what_people_write_and_keeps_what_a_phone_calls() -> None:
    field = PhoneField(required=False)
    assert field.prepare_value("+3222034567") == "02 203 45 67"
    assert field.prepare_value("02 12 typed") == "02 12 typed"
    assert field.clean("02 203 45 67") == "+3222034567"
    assert field.clean("") == ""
