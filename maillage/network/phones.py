"""Phone numbers: kept as E.164, shown as people write them; short numbers stay as they are (P9).

A Belgian number needs the right length, nothing more: lists of ranges in service are never up to date. A
foreign one must exist as such. Digits that could be anything are refused with a sentence.
"""

import re
from typing import Any

import phonenumbers as library
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumber, PhoneNumberFormat, shortnumberinfo

HOME = "BE"
HOME_PREFIX = 32
SHORT = re.compile(r"1\d{2,3}|116\d{3}")

NOT_A_PHONE = _("This is not a number one can call. It reads like 02 123 45 67, +33 1 42 68 53 00 or 107.")
AN_EXTENSION = _("The number alone goes here; the extension goes beside it, where I say what it is for.")


def normalise(text: str) -> str:
    """The number as kept: « 02/203.45.67 » is +3222034567, « 107 » stays 107. Raises ValidationError."""
    written = text.strip()
    digits = re.sub(r"[\s./()-]", "", written)
    if SHORT.fullmatch(digits):
        number = library.parse(digits, HOME)
        if shortnumberinfo.is_possible_short_number_for_region(number, HOME):
            return digits
    try:
        number = library.parse(written, HOME)
    except library.NumberParseException:
        raise ValidationError(NOT_A_PHONE, code="not_a_phone") from None
    if number.extension:
        raise ValidationError(AN_EXTENSION, code="extension")
    if not _makes_sense(number, written):
        raise ValidationError(NOT_A_PHONE, code="not_a_phone")
    return library.format_number(number, PhoneNumberFormat.E164)


def _makes_sense(number: PhoneNumber, written: str) -> bool:
    """A spreadsheet eats the first zero: what has neither zero nor plus must be a number in service."""
    at_home = number.country_code == HOME_PREFIX and written.lstrip("( ").startswith(("0", "+"))
    return library.is_possible_number(number) if at_home else library.is_valid_number(number)


def said(value: str) -> str:
    """The number as people write it: « 02 203 45 67 », « +33 1 42 68 53 00 », « 107 »."""
    if not value.startswith("+"):
        return value
    try:
        number = library.parse(value)
    except library.NumberParseException:
        return value
    at_home = number.country_code == HOME_PREFIX
    how = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return library.format_number(number, how)


class PhoneField(forms.CharField):
    """A line for one number: typed and shown as people write it, cleaned to what is kept."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        return normalise(written) if written else ""

    def prepare_value(self, value: Any) -> Any:
        return said(value) if isinstance(value, str) else value
