"""Read one calendar file (RFC 5545) in a process of its own: file on stdin, a JSON row a line on stdout.

A hostile file (a rhythm without end, a hundred thousand entries) meets a ceiling of memory and time here, and
takes nothing else down with it. Started by path, so that it loads nothing of Maillage: what cannot be read is
said by a code. Who is invited, who organises, descriptions and attachments are never written out.
"""

import hashlib
import json
import re
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Timezone
from icalendar.parser import Contentlines
from icalendar.prop import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MEMORY_BYTES = 1024**3
SECONDS = 10
MOST = 1_000  # days in one file, once its rhythms are days
AT_MOST = 400  # days of one rhythm, as in rhythms.py
YEARS = 30
AHEAD, LATELY = timedelta(days=366), timedelta(days=28)
DAYS_OF_ONE = 31  # an entry of whole days
LENGTH = 200
BRUSSELS = ZoneInfo("Europe/Brussels")
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
RULE = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,5}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "WKST": "[A-Z]{2}",
    **dict.fromkeys(("BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"), "[-+0-9A-Z,]+"),
}
Row = dict[str, Any]


class TroubleError(Exception):
    """Why an entry, or the file, cannot be read: a code, and the word it is about."""

    def __init__(self, code: str, word: str = "") -> None:
        super().__init__(code)
        self.code, self.word = code, word[:80]


# --- Taking apart -------------------------------------------------------------------------------------------


@dataclass
class Entry:
    """One VEVENT: its lines by name, each with its parameters."""

    lines: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=lambda: defaultdict(list))
    is_whole: bool = False

    def text(self, name: str) -> str:
        said = self.lines.get(name)
        plain = "".join(sign if sign.isprintable() else " " for sign in said[0][1]) if said else ""
        return " ".join(plain.split())[:LENGTH]

    @property
    def identity(self) -> str:
        """The identifier its sender gave it; without one, or if it is long, a digest."""
        said = self.text("UID")
        if said and len(self.lines["UID"][0][1]) < LENGTH:
            return said
        said = self.lines["UID"][0][1] if said else self.text("DTSTART") + self.text("SUMMARY")
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

    @property
    def sequence(self) -> int:
        said = self.text("SEQUENCE")
        return min(int(said), 2**31 - 1) if said.isdecimal() else 0

    @property
    def row(self) -> Row:
        """What every day of it says alike."""
        return {
            "uid": self.identity,
            "sequence": self.sequence,
            "summary": self.text("SUMMARY"),
            "place": self.text("LOCATION"),
            "state": "cancelled" if self.text("STATUS").upper() == "CANCELLED" else "planned",
            "no_identity": not self.text("UID"),
        }


@dataclass
class File:
    """What a calendar file holds, taken apart."""

    head: dict[str, str] = field(default_factory=dict)
    zones: list[list[str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def method(self) -> str:
        return self.head.get("METHOD", "").strip().upper()

    def lay(self, inside: list[str], line: str, name: str, params: dict[str, str], value: str) -> None:
        """Lay a line where it belongs; what lies deeper in an entry (a reminder) is left."""
        if "VTIMEZONE" in inside:
            if name == "BEGIN" and value.upper() == "VTIMEZONE":
                self.zones.append([])
            self.zones[-1].append(line)
        elif inside[-1:] == ["VEVENT"]:
            if name == "BEGIN":
                self.entries.append(Entry())
            self.entries[-1].is_whole = (name, value.upper()) == ("END", "VEVENT")
            self.entries[-1].lines[name].append((params, value))
        elif inside == ["VCALENDAR"]:
            self.head.setdefault(name, value)


def taken_apart(text: str) -> File:
    """The entries and zones of a file. Raises TroubleError for a file that holds none or too many."""
    if text.upper().count("BEGIN:VEVENT") > MOST:
        raise TroubleError("too_many_entries")
    found, inside = File(), list[str]()
    for line in filter(None, Contentlines.from_ical(text)):  # type: ignore[no-untyped-call]
        try:
            name, params, value = line.parts()
        except ValueError:
            continue
        name = name.upper()
        if name == "BEGIN":
            inside.append(value.upper())
        found.lay(inside, line, name, {key.upper(): str(params[key]) for key in params}, value)
        if name == "END" and inside:
            inside.pop()
    if not found.entries:
        raise TroubleError("no_entry")
    return found


# --- Clocks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A day, or an hour of a day on some clock."""

    local: datetime
    zone: tzinfo | None  # None: a whole day

    def on(self, zone: tzinfo | None) -> datetime:
        """The same moment on another clock; a whole day is one everywhere."""
        if self.zone is None or zone is None or self.zone is zone:
            return self.local
        return self.local.replace(tzinfo=self.zone).astimezone(zone).replace(tzinfo=None)


class Clocks:
    """The clocks a file speaks of: by their usual name, the name Windows gives them, rules of its own."""

    def __init__(self, zones: list[list[str]], today: date) -> None:
        self.today, self.known = today, dict[str, tzinfo]()
        named = ((line, zone) for zone in zones for line in zone)
        self.rules = {line.split(":", 1)[-1]: zone for line, zone in named if line[:4].upper() == "TZID"}

    def named(self, name: str) -> tzinfo:
        if name not in self.known:
            self.known[name] = self._usual(name) or self._own(name)
        return self.known[name]

    def _usual(self, name: str) -> tzinfo | None:
        parts = name.split("/")
        for each in (name, WINDOWS_TO_OLSON.get(name), "/".join(parts[-2:]), "/".join(parts[-3:])):
            try:
                return ZoneInfo(each or "-")
            except (LookupError, ValueError, OSError):
                continue
        return None

    def _own(self, name: str) -> tzinfo:
        if name not in self.rules:
            raise TroubleError("zone_unknown", name)
        try:
            rules: Any = Timezone.from_ical("\r\n".join(self.rules[name]))
            zone: tzinfo = rules.to_tz(lookup_tzid=False)
            datetime(2026, 1, 1, tzinfo=zone).astimezone(BRUSSELS)
        except Exception:  # noqa: BLE001 (whatever the library makes of broken rules)
            raise TroubleError("zone_broken", name) from None
        return zone

    def moment(self, params: dict[str, str], value: str) -> Moment:
        """A day, or an hour: on the clock it names, on that of the world (Z), else on people's."""
        said = MOMENT.fullmatch(value.strip())
        if said is None:
            raise TroubleError("no_day", value)
        numbers: list[Any] = [int(each or 0) for each in said.groups()[:6]]
        try:
            local = datetime(*numbers)  # noqa: DTZ001 (its clock stands beside it)
        except ValueError:
            raise TroubleError("no_day", value) from None
        if abs(local.year - self.today.year) > YEARS:
            raise TroubleError("too_far", f"{local:%d/%m/}{local.year}")
        if said[4] is None:
            return Moment(local, None)
        name = params.get("TZID", "")
        return Moment(local, UTC if said[7] else self.named(name) if name else BRUSSELS)

    def moments(self, entry: Entry, name: str) -> list[Moment]:
        """Every moment that lines of this name say; of a period, its beginning."""
        said = entry.lines.get(name, ())
        return [self.moment(params, one.split("/")[0]) for params, value in said for one in value.split(",")]


# --- Days ---------------------------------------------------------------------------------------------------


def _length(entry: Entry, start: Moment, clocks: Clocks) -> timedelta:
    """How long it lasts; nothing if it does not say."""
    ends, said = clocks.moments(entry, "DTEND"), entry.text("DURATION")
    try:
        lasts = vDuration.from_ical(said) if said else timedelta()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        raise TroubleError("no_day", said) from None
    length: timedelta = ends[0].on(start.zone) - start.local if ends else lasts
    if length < timedelta():
        raise TroubleError("ends_before")
    return length


def _given(written: str, first: Moment, today: date) -> tuple[Iterator[datetime], bool]:
    """The days of a rule one by one, and whether it goes on until further notice."""
    parts = dict(part.upper().split("=", 1) for part in written.split(";") if "=" in part)
    if not all(name in RULE and re.fullmatch(RULE[name], value) for name, value in parts.items()):
        raise TroubleError("rule", written)
    until, count = parts.pop("UNTIL", ""), int(parts.pop("COUNT", 0))
    try:
        days = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first.local)
        last = datetime.fromisoformat(until.removesuffix("Z")) if until else None
    except (ValueError, TypeError, KeyError, IndexError):
        raise TroubleError("rule", written) from None
    limit = first.local.date() + timedelta(days=365 * YEARS)
    if last is None:
        horizon = limit if count else max(today, first.local.date()) + AHEAD
        last = datetime.combine(horizon, time.max)
    elif last.date() > limit:
        raise TroubleError("too_long")
    elif "T" not in until:
        last = datetime.combine(last, time.max)
    elif until.endswith("Z"):
        last = Moment(last, UTC).on(first.zone)
    return _until(iter(days), last, count), not until and not count


def _until(days: Iterator[datetime], last: datetime, count: int) -> Iterator[datetime]:
    for number, day in enumerate(days, 1):
        if day > last or (count and number > count):
            return
        yield day


def _days(entry: Entry, first: Moment, clocks: Clocks) -> tuple[list[datetime], bool]:
    """When it takes place, on its own clock; whether until further notice. What comes back: no long past."""
    rules = [value for _params, value in entry.lines.get("RRULE", ())]
    more = [moment.on(first.zone) for moment in clocks.moments(entry, "RDATE")]
    if "EXRULE" in entry.lines:
        raise TroubleError("rule", "EXRULE")
    if not rules and not more:
        return [first.local], False
    since = datetime.combine(clocks.today - LATELY, time())
    found, goes_on = {*more, *([] if rules else [first.local])}, False
    for rule in rules:
        given, is_open = _given(rule, first, clocks.today)
        goes_on |= is_open
        for day in (each for each in given if each >= since):
            found.add(day)
            if len(found) > AT_MOST:
                raise TroubleError("too_many_days")
    left_out = {moment.on(first.zone).date() for moment in clocks.moments(entry, "EXDATE")}
    days = sorted(day for day in found if day.date() not in left_out and day >= since)
    if not days:
        raise TroubleError("nothing_left")
    return days, goes_on


# --- Rows ---------------------------------------------------------------------------------------------------


def _one(first: Moment, day: datetime, length: timedelta) -> Row:
    """A day on the clock of people, with its hours; an end on another day is left out, and said."""
    if first.zone is None:
        return {"day": day.date().isoformat(), "start": "", "end": ""}
    start = day.replace(tzinfo=first.zone).astimezone(BRUSSELS)
    end = (day + length).replace(tzinfo=first.zone).astimezone(BRUSSELS)
    same_day = end.date() == start.date()
    return {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}" if same_day and end > start else "",
        "over_midnight": not same_day,
    }


def _of_entry(entry: Entry, master: Entry, clocks: Clocks) -> Iterator[Row]:
    """The days of one entry. `master`: what comes back, if this is one day of it said apart."""
    if not entry.is_whole:
        raise TroubleError("cut_off")
    if entry.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise TroubleError("private")
    starts, apart = clocks.moments(entry, "DTSTART"), clocks.moments(entry, "RECURRENCE-ID")
    if not starts:
        raise TroubleError("no_day")
    first, length = starts[0], _length(entry, starts[0], clocks)
    if apart:
        of_day = apart[0].on(clocks.moments(master, "DTSTART")[0].zone)
        yield entry.row | _one(first, first.local, length) | {"uid": f"{entry.identity}/{of_day:%Y%m%d}"}
        return
    long = length.days if first.zone is None else 1
    if long > DAYS_OF_ONE:
        raise TroubleError("many_days")
    days, goes_on = _days(entry, first, clocks)
    several = long > 1 or "RRULE" in entry.lines or "RDATE" in entry.lines
    for day in (each + timedelta(days=number) for each in days for number in range(max(long, 1))):
        uid = f"{entry.identity}/{day:%Y%m%d}" if several else entry.identity
        yield entry.row | _one(first, day, length) | {"uid": uid, "goes_on": goes_on}


def _tried(entry: Entry, master: Entry, clocks: Clocks) -> list[Row]:
    """The days of one entry, or why it cannot be read."""
    try:
        return list(_of_entry(entry, master, clocks))
    except TroubleError as trouble:
        return [entry.row | {"trouble": trouble.code, "word": trouble.word}]
    except (OverflowError, ValueError, TypeError, IndexError):
        return [entry.row | {"trouble": "unreadable"}]


def rows(file: File, today: date) -> list[Row]:
    """Every day of every entry, once; what was said apart of a day replaces what its rhythm gave."""
    clocks, found = Clocks(file.zones, today), dict[Any, Row]()
    entries = sorted(file.entries, key=lambda one: ("RECURRENCE-ID" in one.lines, one.sequence))
    masters = {entry.identity: entry for entry in entries if "RECURRENCE-ID" not in entry.lines}
    for number, entry in enumerate(entries):
        days = _tried(entry, masters.get(entry.identity, entry), clocks)
        found |= {number if "trouble" in row else row["uid"]: row for row in days}
        if len(found) > MOST:
            raise TroubleError("too_many_entries")
    cancelled = {"state": "cancelled"} if file.method == "CANCEL" else {}
    in_order = sorted(found.values(), key=lambda row: (row.get("day", ""), row.get("start", "")))
    return [row | cancelled for row in in_order]


def read(text: str, today: date) -> list[Row]:
    """What the file says of itself, then its rows; or why it cannot be taken over."""
    try:
        file = taken_apart(text)
        return [{"method": file.method, "name": file.head.get("X-WR-CALNAME", "")}, *rows(file, today)]
    except TroubleError as trouble:
        return [{"trouble": trouble.code}]


def main(day: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = read(sys.stdin.buffer.read().decode("utf-8", "replace"), date.fromisoformat(day))
    sys.stdout.write("\n".join(json.dumps(line) for line in said))


if __name__ == "__main__":
    main(sys.argv[1])
