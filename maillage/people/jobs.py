"""What is forgotten every night: sessions nobody can open any more, and counters of tries."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.jobs import job
from maillage.people.models import SignInSession, Throttle


@job("people.forget_sessions", schedule="daily 03:10", label=_("Forget sessions that are over"))
def forget_sessions() -> None:
    moment = clock.now()
    SignInSession.objects.filter(expire_date__lt=moment).delete()
    Throttle.objects.filter(since__lt=moment - timedelta(days=1)).delete()
