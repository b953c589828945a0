"""The two clocks: UTC for the database, Europe/Brussels for people (house rule: time is an argument).

A rule that depends on time takes the moment or the day as an argument; these two functions are the only
places that ask the machine for it.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

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


def ago(day: date, today: date) -> str:
    """How long ago a day was, as people say it: « hier », « il y a 3 mois »; a day to come by its date."""
    days = (today - day).days
    if days < 0:
        return in_words(day)
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    if days < 14:
        return gettext("%(n)d days ago") % {"n": days}
    if days < 60:
        return gettext("%(n)d weeks ago") % {"n": days // 7}
    if days < 365:
        return gettext("%(n)d months ago") % {"n": round(days / 30.44)}
    return ngettext("%(n)d year ago", "%(n)d years ago", days // 365) % {"n": days // 365}
