"""A feed as text (RFC 5545): one calendar, its time zone, one entry an event; never a name of a person.

The lines are written one by one; escaping and folding are the library's.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, time, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import vText
from icalendar.parser import Contentline

from maillage.collective_actions.feeds import PUBLIC, Entry, Feed
from maillage.collective_actions.models import FeedKind

ZONE = "Europe/Brussels"
CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How often programmes may ask again.
EVERY = "PT1H"
END = "\r\n"
MOST_OCTETS = 75
#: The clock of Brussels as two yearly rules. The library lists days instead, and Outlook then is an hour off:
#: it reads no RDATE (MS-STANOICAL 2.2.47). A test holds these lines against zoneinfo.
RULES = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip
NAMES: dict[str, str | Promise] = {
    FeedKind.PERSONAL: gettext_lazy("Maillage: where I am expected"),
    FeedKind.TEAM: gettext_lazy("Maillage: the whole team"),
    FeedKind.HOST: gettext_lazy("Maillage: for host partners"),
    PUBLIC: gettext_lazy("Maillage: open to everybody"),
}


def written(feed: Feed, base: str) -> str:
    """The whole calendar. `base` is the address of this installation, for links to its pages."""
    with translation.override(feed.language):
        return "".join(f"{line}{END}" for line in _calendar(feed, base))


def _calendar(feed: Feed, base: str) -> Iterator[str]:
    name = str(NAMES[feed.kind])
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Maillage//Maillage//FR", "METHOD:PUBLISH")
    yield from ("CALSCALE:GREGORIAN", _text("NAME", name), _text("X-WR-CALNAME", name))
    yield from (f"X-WR-TIMEZONE:{ZONE}", f"X-PUBLISHED-TTL:{EVERY}")
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}"
    yield from RULES
    for entry in feed.entries():
        yield from _event(entry, feed, base)
    yield "END:VCALENDAR"


def _event(entry: Entry, feed: Feed, base: str) -> Iterator[str]:
    event, moment = entry.event, f"{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VEVENT", f"UID:{event.pk}@{_host()}", f"SEQUENCE:{event.version - 1}")
    yield from (f"DTSTAMP:{moment}", f"LAST-MODIFIED:{moment}")
    yield from _when(event.day, event.start, event.end)
    yield _text("SUMMARY", _summary(entry), feed.language)
    if event.where and not event.action.is_discreet:
        yield _text("LOCATION", event.where, feed.language)
    if feed.kind != PUBLIC:
        url = f"{base}{event.get_absolute_url()}"
        yield _text("DESCRIPTION", _("In Maillage, once signed in: %(url)s") % {"url": url})
        yield _folded(f"URL:{url}")
    yield f"STATUS:{'CANCELLED' if entry.is_off else 'CONFIRMED'}"
    busy = feed.kind == FeedKind.PERSONAL and event.start and not entry.is_off
    yield from (f"TRANSP:{'OPAQUE' if busy else 'TRANSPARENT'}", "END:VEVENT")


def _summary(entry: Entry) -> str:
    """The action and the title of the day; what is off says so, as many programmes do not show the state."""
    said = " · ".join(dict.fromkeys(filter(None, (str(entry.event.action), entry.event.title))))
    return _("Cancelled: %(event)s") % {"event": said} if entry.is_off else said


def _when(day: date, start: time | None, end: time | None) -> Iterable[str]:
    """Hours on the clock of Brussels; without an hour, the whole day."""
    if start is None:
        following = day + timedelta(days=1)
        return (f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}")
    begins = f"DTSTART;TZID={ZONE}:{day:%Y%m%d}T{start:%H%M%S}"
    return (begins, f"DTEND;TZID={ZONE}:{day:%Y%m%d}T{end:%H%M%S}") if end and end > start else (begins,)


def _text(name: str, words: str, language: str = "") -> str:
    said = f";LANGUAGE={language}" if language else ""
    return _folded(f"{name}{said}:{vText(words).to_ical().decode()}")


def _folded(line: str) -> str:
    """At most 75 octets a line. The library walks through every letter: short lines are spared that."""
    if len(line.encode()) < MOST_OCTETS:
        return line
    return str(Contentline(line).to_ical().decode())  # type: ignore[no-untyped-call]


def _host() -> str:
    """What makes identifiers ours: the name of the installation, whatever name it was asked under."""
    return settings.ALLOWED_HOSTS[0]
