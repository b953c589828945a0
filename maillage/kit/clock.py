"""The two clocks: UTC for the database, Europe/Brussels for people (house rule: time is an argument).

A rule that depends on time takes the moment or the day as an argument; these two functions are the only
places that ask the machine for it.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def day_of(moment: datetime) -> date:
    """The day a moment belongs to, on the clock of people (also on both days of a clock change, F32)."""
    return moment.astimezone(BRUSSELS).date()


def today() -> date:
    """The present day in Brussels."""
    return day_of(now())


def in_words(moment: date, form: str = "j F Y") -> str:
    """A day or a moment as people write it in the present language; in French, « 1er » for the first."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(BRUSSELS)
    words = date_format(moment, form)
    if moment.day == 1 and (get_language() or "").startswith("fr"):
        words = re.sub(r"\b1\b", "1er", words, count=1)
    return words
