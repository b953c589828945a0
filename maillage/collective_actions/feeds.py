"""Calendars that people's own programmes fetch: which events each carries, on the day it is asked for (P8).

A feed reads through the same policies as the pages, as the person who made it, at every request: a role that
ended or an account that was closed ends what it answers. The public feed reads for nobody.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from maillage import __version__
from maillage.collective_actions.calendar import of_person
from maillage.collective_actions.models import Action, CalendarFeed, Event, FeedKind, Series, Stage
from maillage.kit import clock
from maillage.kit.policy import visible
from maillage.kit.told import last_told
from maillage.people.invitations import digest_of
from maillage.people.models import Person
from maillage.people.roles import READERS, TEAM, Role

PUBLIC = "public"
LANGUAGES = ("fr", "nl", "en")
#: Whose roles a feed asks for, on the day it is fetched.
ROLES = {FeedKind.PERSONAL: TEAM, FeedKind.TEAM: TEAM, FeedKind.HOST: READERS}
YEAR, RECENT = timedelta(days=365), timedelta(days=30)
AT_ONCE = 500
#: What an event or its names may change by: with them the stamp of a feed changes.
VERSIONS = ("pk", "version", "action", "action__version", "neighbourhood__version", "commune__version")


class _AnyHost:
    """A host partner in general: what any of them reads, for a feed that somebody hands on to one."""

    pk = None
    is_authenticated = True

    def has_role(self, *roles: str) -> bool:
        return Role.HOST_PARTNER in roles


#: All that is read of an event: what the team wrote about it does not even leave the database.
READ = (
    *("version", "day", "start", "end", "title", "place", "state", "withdrawn_at", "recorded_at", "series"),
    *("action__name_fr", "action__name_nl", "action__is_discreet", "action__withdrawn_at"),
    *(f"{where}__{name}" for where in ("neighbourhood", "commune") for name in ("name_fr", "name_nl")),
)


@dataclass(frozen=True)
class Entry:
    """One event of a feed, and when anything about it was last noted."""

    event: Event
    changed_at: datetime

    @property
    def is_off(self) -> bool:
        """It is not held after all: cancelled, or withdrawn with its action or by itself."""
        event = self.event
        return bool(event.state == "cancelled" or event.withdrawn_at or event.action.withdrawn_at)


@dataclass(frozen=True)
class Feed:
    """What one address answers: whose calendar, in which language, which events."""

    kind: str
    language: str
    rows: QuerySet[Event]

    def stamp(self, base: str) -> str:
        """Changes as soon as the text does; found without writing it."""
        found = hashlib.sha256(repr((__version__, self.kind, self.language, base)).encode())
        for row in self.rows.order_by("pk").values_list(*VERSIONS):
            found.update(repr(row).encode())
        return found.hexdigest()[:32]

    def entries(self) -> Iterator[Entry]:
        """The events by day; memory does not grow with their number."""
        rows = self.rows.order_by("day", "start", "pk").select_related("action", "neighbourhood", "commune")
        rows = rows.only(*READ)
        actions: dict[str, datetime] = {}
        for some in _batches(rows.iterator(chunk_size=AT_ONCE)):
            events = last_told(Event, [event.pk for event in some])
            rhythms = last_told(Series, {event.series_id for event in some if event.series_id})
            unknown = {event.action_id for event in some if str(event.action_id) not in actions}
            actions |= last_told(Action, unknown)
            for event in some:
                told = (
                    events.get(str(event.pk)),
                    rhythms.get(str(event.series_id)),
                    actions.get(str(event.action_id)),
                )
                yield Entry(event, max([event.recorded_at, *filter(None, told)]))


def _batches(events: Iterator[Event]) -> Iterator[list[Event]]:
    some: list[Event] = []
    for event in events:
        some.append(event)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some


def known(key: str) -> CalendarFeed | None:
    """The feed a secret address belongs to, whatever became of it."""
    return CalendarFeed.objects.select_related("person").filter(digest=digest_of(key)).first()


def kinds_of(person: Person) -> list[FeedKind]:
    """The calendars a person may take along today."""
    return [kind for kind, roles in ROLES.items() if person.has_role(*roles)]


def answered(found: CalendarFeed, moment: datetime) -> Feed | None:
    """What this feed answers at that moment; None once revoked, or no longer its person’s to read."""
    kind, person = FeedKind(found.kind), found.person
    if found.revoked_at is not None or kind not in kinds_of(person):
        return None
    rows = visible(Event.objects.all(), person)
    if kind == FeedKind.PERSONAL:
        rows = rows.filter(of_person(person))
    elif kind == FeedKind.HOST:
        rows = visible(rows, _AnyHost())
    return Feed(kind, found.language, _near(rows, moment, YEAR))


def for_everybody(language: str, moment: datetime) -> Feed:
    """What is open to everybody, these weeks and to come: for readers who did not sign in."""
    opened: dict[str, Any] = {"action__open_to_all": True, "action__is_discreet": False}
    rows = Event.objects.filter(**opened, action__stage__in=(Stage.UNDER_WAY, Stage.ENDED))
    return Feed(PUBLIC, language, _near(rows, moment, RECENT))


def _near(rows: QuerySet[Event], moment: datetime, back: timedelta) -> QuerySet[Event]:
    """The days a feed holds. What was withdrawn stays a month as cancelled, so that it is taken off."""
    day, lately = clock.day_of(moment), moment - RECENT
    standing = Q(withdrawn_at=None) | Q(withdrawn_at__gte=lately)
    action = Q(action__withdrawn_at=None) | Q(action__withdrawn_at__gte=lately)
    first: date = day - back
    return rows.filter(standing, action, day__gte=first, day__lte=day + YEAR)
