"""The rhythm of a series: what people choose, the RRULE that says it (RFC 5545), and the days it gives.

Days only: hours stand beside them on the clock of people, so that ten o'clock stays ten o'clock when the
clocks change.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit import clock
from maillage.kit.operations import RefusedError

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AT_MOST = 400
YEARS = 30
#: A series until further notice is planned this far ahead, and again when less than `AGAIN` is left.
AHEAD, AGAIN = timedelta(days=366), timedelta(days=330)


class Every(models.TextChoices):
    """How often something comes back."""

    WEEK = "week", gettext_lazy("every week")
    FORTNIGHT = "fortnight", gettext_lazy("every two weeks")
    MONTH = "month", gettext_lazy("every month")
    DAYS = "days", gettext_lazy("on days I choose")


NTH = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    -1: gettext_lazy("last"),
}


@dataclass(frozen=True)
class Rhythm:
    """What the editor asks: how often, on which days, until when."""

    every: str
    weekdays: tuple[int, ...] = ()
    nth: int = 1
    until: date | None = None
    times: int | None = None
    days: tuple[date, ...] = ()

    def __str__(self) -> str:
        """As a colleague would say it."""
        return f"{self._how_often()}{self._end()}"

    def _how_often(self) -> str:
        days = _(" and ").join(str(WEEKDAYS[day]) for day in self.weekdays)
        if self.every == Every.DAYS:
            return ngettext("%(n)s chosen day", "%(n)s chosen days", len(self.days)) % {"n": len(self.days)}
        if self.every == Every.MONTH:
            return _("every month, on the %(nth)s %(day)s") % {"nth": NTH[self.nth], "day": days}
        if self.every == Every.FORTNIGHT:
            return _("every two weeks, on %(days)s") % {"days": days}
        return _("every week, on %(days)s") % {"days": days}

    def _end(self) -> str:
        if self.until:
            return _(", until %(day)s") % {"day": clock.in_words(self.until)}
        if self.times:
            return ngettext(", %(n)s time", ", %(n)s times", self.times) % {"n": self.times}
        return "" if self.every == Every.DAYS else _(", until further notice")

    @property
    def is_open(self) -> bool:
        """It goes on until further notice."""
        return self.every != Every.DAYS and self.until is None and self.times is None

    @property
    def rule(self) -> str:
        """The same as an RRULE, or as an RDATE."""
        if self.every == Every.DAYS:
            return "RDATE:" + ",".join(f"{day:%Y%m%d}" for day in sorted(set(self.days)))
        nth = str(self.nth) if self.every == Every.MONTH else ""
        parts = [
            "FREQ=MONTHLY" if self.every == Every.MONTH else "FREQ=WEEKLY",
            "INTERVAL=2" if self.every == Every.FORTNIGHT else "",
            "BYDAY=" + ",".join(nth + CODES[day] for day in self.weekdays),
            f"UNTIL={self.until:%Y%m%d}" if self.until else "",
            f"COUNT={self.times}" if self.times else "",
        ]
        return ";".join(part for part in parts if part)


def read(rule: str) -> Rhythm:
    """The rhythm a rule of ours says."""
    if rule.startswith("RDATE:"):
        return Rhythm(Every.DAYS, days=tuple(_day(each) for each in rule[6:].split(",")))
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    named = re.findall(r"(-?\d)?([A-Z]{2})", parts["BYDAY"])
    weekly = Every.FORTNIGHT if parts.get("INTERVAL") == "2" else Every.WEEK
    return Rhythm(
        Every.MONTH if parts["FREQ"] == "MONTHLY" else weekly,
        weekdays=tuple(CODES.index(day) for _nth, day in named),
        nth=int(named[0][0] or 1),
        until=_day(parts["UNTIL"]) if "UNTIL" in parts else None,
        times=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def _day(written: str) -> date:
    return datetime.strptime(written[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day, no moment)


def days_of(rule: str, first_day: date, last_day: date, *, since: date | None = None) -> list[date]:
    """The days a rule that began on `first_day` gives until `last_day`; one more than allowed at most.

    `since` leaves out the days before it.
    """
    since = since or first_day
    if rule.startswith("RDATE:"):
        return [day for day in read(rule).days if since <= day <= last_day]
    found = rrulestr(rule, dtstart=datetime.combine(first_day, time()))
    days = (moment.date() for moment in found.xafter(datetime.combine(since, time()), inc=True))
    return [day for day in islice(days, AT_MOST + 1) if day <= last_day]


def planned_days(rhythm: Rhythm, first_day: date, today: date) -> list[date]:
    """The days to plan now. Raises RefusedError, with its sentence, for a rhythm nobody could keep."""
    limit = first_day.replace(year=first_day.year + YEARS, day=min(first_day.day, 28))
    if rhythm.until and rhythm.until < first_day:
        raise RefusedError(_("It would end before it begins. Until which day?"), field="until")
    if rhythm.until and rhythm.until > limit or any(day > limit for day in rhythm.days):
        raise RefusedError(
            _("A rhythm goes on for thirty years at most. “Until further notice” has no last day."),
            field="until" if rhythm.until else "days",
        )
    days = days_of(rhythm.rule, first_day, max(today, first_day) + AHEAD if rhythm.is_open else limit)
    if len(days) > AT_MOST:
        raise RefusedError(
            _("That would make more than %(number)s events. A shorter time, or a slower rhythm?")
            % {"number": AT_MOST},
            field="times" if rhythm.times else "until" if rhythm.until else "first_day",
        )
    if not days or (rhythm.times and len(days) < rhythm.times):
        raise RefusedError(_("Not enough days fall on this rhythm. Which days are meant?"), field="first_day")
    return days
