"""Addresses of calendars: made and revoked by whoever they are for, each told once (P8)."""

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.feeds import kinds_of
from maillage.collective_actions.models import CalendarFeed
from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import add
from maillage.people.invitations import digest_of
from maillage.people.models import Person

MOST = 20


@operation("collective_actions.feed.made", gettext_lazy("%(who)s made an address for a calendar"))
def make_feed(*, by: Person, kind: str, language: str, name: str) -> CalendarFeed:
    """A secret address for one device. The feed's `key` is known now and never again."""
    if kind not in kinds_of(by):
        raise RefusedError(_("This calendar is not mine to take along."), field="kind")
    if by.calendar_feeds.filter(revoked_at=None).count() >= MOST:
        raise RefusedError(_("I have %(n)d addresses. I revoke one that is no longer of use.") % {"n": MOST})
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed(person=by, digest=digest_of(key), made_at=clock.now())
    feed.key = key
    return add(feed, {"kind": kind, "language": language, "name": name})


@operation("collective_actions.feed.revoked", gettext_lazy("%(who)s revoked the address of a calendar"))
def revoke_feed(*, by: Person, feed: CalendarFeed) -> CalendarFeed:
    """From now on the address answers nothing, for good."""
    current = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if current.revoked_at is not None:
        raise RefusedError(_("This address is revoked already."))
    before = snapshot(current)
    current.revoked_at = clock.now()
    current.save()
    tell(current, changes=changes_between(before, current))
    return current
