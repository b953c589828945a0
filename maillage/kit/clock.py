"""The two clocks: UTC for the database, Europe/Brussels for people (house rule: time is an argument).

A rule that depends on time takes the moment or the day as an argument; these two functions are the only
places that ask the machine for it.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

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
