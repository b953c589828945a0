"""The job of a real installation: a backup every night, and those too old removed."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.installation import backups
from maillage.kit import clock
from maillage.kit.jobs import job


@job("installation.back_up", schedule="daily 02:30", label=_("Make the nightly backup"))
def back_up() -> None:
    backups.back_up(settings.BACKUPS)
    backups.prune(settings.BACKUPS, clock.now())
