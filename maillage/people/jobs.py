"""What is done every night: accounts close after their last day; old sessions and counters are forgotten."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.jobs import job
from maillage.people import departures, vault_session
from maillage.people.models import SignInSession, Throttle


@job("people.close_accounts", schedule="daily 00:05", label=_("Close accounts whose last day is over"))
def close_accounts() -> None:
    for person in departures.due_on(clock.today()):
        departures.close_account(by=None, person=person)


@job("people.forget_sessions", schedule="daily 03:10", label=_("Forget sessions that are over"))
def forget_sessions() -> None:
    moment = clock.now()
    SignInSession.objects.filter(expire_date__lt=moment).delete()
    Throttle.objects.filter(since__lt=moment - timedelta(days=1)).delete()


@job("people.close_vaults", schedule="every 5 minutes", label=_("Close vaults left open in quiet sessions"))
def close_vaults() -> None:
    """The browser locks by itself; one that was shut never says so."""
    vault_session.close_quiet(clock.now())
