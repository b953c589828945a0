"""Opening hours in the syntax of OpenStreetMap: checked, read as a week, said in words, open at this moment.

`parsed` is the one door to the library. What a week of spans cannot show stays the text it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from opening_hours import OpeningHours, State, validate

from maillage.kit import clock
from maillage.kit.operations import RefusedError

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MIDNIGHT = 24 * 60
#: A span that ends before it starts runs into the night; no service does so past this hour.
NIGHT_ENDS = 6 * 60
IN_GRID = 2  # spans a day that the week on screen has place for

RULE = re.compile(
    r"^(?:(?P<days>(?:[A-Z][a-z](?:-[A-Z][a-z])?,?)+) ?)?(?P<spans>[\d:,\-]*)(?P<off>off|closed)?$"
)
SPAN = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")


@dataclass(frozen=True, order=True)
class Span:
    """From a minute of the day to another."""

    opens: int
    closes: int

    def __str__(self) -> str:
        """« 9:30 – 13:00 », with spaces that do not break."""
        return f"{minutes_said(self.opens)}\u00a0–\u00a0{minutes_said(self.closes)}"

    @property
    def osm(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True)
class Week:
    """The hours of seven days, Monday first."""

    days: tuple[tuple[Span, ...], ...]
    off_on_holidays: bool = False

    @property
    def fits_grid(self) -> bool:
        """Whether seven lines of two spans show all of it."""
        return all(
            len(spans) <= IN_GRID and all(span.opens < span.closes <= MIDNIGHT for span in spans)
            for spans in self.days
        )

    @property
    def osm(self) -> str:
        """The same in OpenStreetMap's syntax; nothing for a week that is never open."""
        rules = []
        for days, spans in self._groups():
            rules.append(f"{','.join(map(_run_osm, days))} {','.join(span.osm for span in spans)}")
        if rules and self.off_on_holidays:
            rules.append("PH off")
        return "24/7" if self == ALWAYS else "; ".join(rules)

    def lines(self) -> list[str]:
        """« lundi, mercredi 9:30 – 13:00 », one line for days with the same hours."""
        if self == ALWAYS:
            return [_("day and night, every day")]
        said = [f"{', '.join(map(_run_said, days))} {_spans_said(spans)}" for days, spans in self._groups()]
        return [*said, _("closed on public holidays")] if said and self.off_on_holidays else said

    def _groups(self) -> list[tuple[list[list[int]], tuple[Span, ...]]]:
        """Days with the same hours together, as runs of days that follow each other."""
        groups: dict[tuple[Span, ...], list[list[int]]] = {}
        for day, spans in enumerate(self.days):
            if not spans:
                continue
            runs = groups.setdefault(spans, [])
            if runs and runs[-1][-1] == day - 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        return [(runs, spans) for spans, runs in groups.items()]


ALWAYS = Week(((Span(0, MIDNIGHT),),) * 7)


@lru_cache(maxsize=8192)
def parsed(text: str) -> OpeningHours | None:
    """The expression on the clock of Brussels, with Belgium's public holidays; None for no such syntax."""
    if not validate(text):
        return None
    return OpeningHours(text, timezone=clock.BRUSSELS, country="BE", auto_country=False, auto_timezone=False)


def checked(text: str) -> str:
    """The same hours in their one form. Raises RefusedError with the sentence of what is wrong."""
    text = " ".join(text.split())
    if not text:
        return ""
    if parsed(text) is None:
        raise RefusedError(
            _("I cannot read “%(text)s” as opening hours. An example: Mo-Fr 09:00-12:00,13:00-17:00; PH off")
            % {"text": text}
        )
    for opens_at, minutes, closes_at, more in SPAN.findall(text):
        opens, closes = int(opens_at) * 60 + int(minutes), int(closes_at) * 60 + int(more)
        if closes == opens or NIGHT_ENDS < closes < opens:
            raise RefusedError(ends_before_it_starts(opens, closes))
    return canonical(text)


def ends_before_it_starts(opens: int, closes: int) -> str:
    return _("%(opens)s – %(closes)s ends before it starts. Which hours are right?") % {
        "opens": minutes_said(opens),
        "closes": minutes_said(closes),
    }


def canonical(text: str) -> str:
    """A week in its one form; anything else as it is written."""
    week = read(text)
    return week.osm if week is not None else text


@lru_cache(maxsize=8192)
def read(text: str) -> Week | None:
    """The hours as a week; None when they say more than a week does (seasons, the first Monday…)."""
    hours = parsed(text) if text else None
    if hours is None:
        return None
    days: list[tuple[Span, ...]] = [()] * 7
    off_on_holidays = False
    for rule in str(hours.normalize()).replace("24/7", "Mo-Su 00:00-24:00").split("; "):
        if rule in ("PH off", "PH closed"):
            off_on_holidays = True
        elif not (found := RULE.match(rule)) or not _apply(found, days) or off_on_holidays:
            return None
    return Week(tuple(days), off_on_holidays) if any(days) else None


def _apply(rule: re.Match[str], days: list[tuple[Span, ...]]) -> bool:
    """Write one rule into the week, over what earlier rules said; False for days that are no weekdays."""
    spans = tuple(
        Span(int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in SPAN.findall(rule["spans"])
    )
    if bool(spans) == bool(rule["off"]):
        if spans or not rule["days"]:
            return False
        spans = (Span(0, MIDNIGHT),)  # « Mo-Sa » alone: the whole day
    for part in (rule["days"] or "Mo-Su").strip(",").split(","):
        first, _dash, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            return False
        start, end = DAYS.index(first), DAYS.index(last or first)
        for day in range(start, end + 1 if end >= start else end + 8):
            days[day % 7] = () if rule["off"] else spans
    return True


def said(text: str) -> list[str]:
    """The hours in words, line by line; as they are written when a week cannot show them."""
    week = read(text)
    if week is not None:
        return week.lines()
    return [text] if text else []


# --- At this moment -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenState:
    """Whether it is open, and the words for it: « ouvert jusqu’à 13:00 », « ouvre à 14:00 »."""

    is_open: bool
    words: str


def is_open(text: str, moment: datetime) -> bool:
    """Whether it is open at that moment, public holidays of Belgium included."""
    hours = parsed(text)
    return hours is not None and hours.is_open(moment.astimezone(clock.BRUSSELS))


def open_state(text: str, moment: datetime) -> OpenState | None:
    """Open now, until when, or from when on; None when the hours are not known."""
    hours, local = parsed(text) if text else None, moment.astimezone(clock.BRUSSELS)
    if hours is None or hours.is_unknown(local):
        return None
    change: datetime | None = hours.next_change(local)
    if hours.is_open(local):
        return OpenState(True, _until(local, change))
    if change is not None and change.date() == local.date() and hours.is_open(change):
        return OpenState(False, _("opens at %(hour)s") % {"hour": _hour(change)})
    if is_holiday(local.date()) and not opens_on(text, local.date()):
        return OpenState(False, _("closed today (%(day)s)") % {"day": clock.in_words(local.date(), "j F")})
    return OpenState(False, _opens_later(hours, local, change))


def _until(local: datetime, change: datetime | None) -> str:
    if change is None or change - local > timedelta(days=1):
        return _("open now")
    return _("open until %(hour)s") % {"hour": _hour(change)}


def _opens_later(hours: OpeningHours, local: datetime, change: datetime | None) -> str:
    """Closed: from which day and hour on it opens, if that is within a week."""
    if change is None or not hours.is_open(change) or change.date() > local.date() + timedelta(days=6):
        return _("closed now")
    values = {"day": str(WEEKDAYS[change.weekday()]), "hour": _hour(change)}
    if change.date() == local.date() + timedelta(days=1):
        return _("closed, opens tomorrow at %(hour)s") % values
    return _("closed, opens on %(day)s at %(hour)s") % values


def opens_on(text: str, day: date) -> bool:
    """Whether it is open at some hour of that day."""
    hours = parsed(text)
    if hours is None:
        return False
    start = datetime.combine(day, time(), clock.BRUSSELS)
    end = datetime.combine(day + timedelta(days=1), time(), clock.BRUSSELS)
    return any(state == State.OPEN for _from, _to, state, _words in hours.intervals(start, end))


def opens_on_weekday(text: str, weekday: int, today: date) -> bool:
    """Whether it is open at some hour of that day of the week (0: Monday), in one of the next four."""
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    return any(opens_on(text, first + timedelta(weeks=week)) for week in range(4))


@lru_cache(maxsize=512)
def is_holiday(day: date) -> bool:
    """Whether Belgium has a public holiday that day."""
    holidays = parsed("PH")
    return holidays is not None and holidays.is_open(datetime.combine(day, time(12), clock.BRUSSELS))


# --- Minutes, days ------------------------------------------------------------------------------------------


def minutes_said(minutes: int) -> str:
    """« 9:30 », as people write it."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hour(moment: datetime) -> str:
    return minutes_said(moment.hour * 60 + moment.minute)


def _spans_said(spans: Sequence[Span]) -> str:
    *first, last = map(str, spans)
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _run_osm(days: Sequence[int]) -> str:
    if len(days) < 3:  # « Mo,Tu » reads better than « Mo-Tu »
        return ",".join(DAYS[day] for day in days)
    return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def _run_said(days: Sequence[int]) -> str:
    if len(days) == 7:
        return _("every day")
    names = [str(WEEKDAYS[day]).lower() for day in days]
    if len(days) < 3:
        return ", ".join(names)
    return _("from %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
