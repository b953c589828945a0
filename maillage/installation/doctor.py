"""`maillage doctor`: what is well and what must be done, in sentences."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from stat import S_IRWXG, S_IRWXO

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

MB = 1_000_000
CLOCKS_APART = timedelta(seconds=60)
UNSEALED = timedelta(minutes=5)
NO_TURN = timedelta(minutes=15)
NO_BACKUP = timedelta(days=2)
KEY_OF_BEFORE = timedelta(days=7)  # longer than any session lives


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, or with what to do."""

    well: bool
    sentence: str


def examine(set_up: Callable[[], None], *, whole: bool) -> int:
    """Settings first: without them nothing else can be looked at. 1 when something must be done."""
    try:
        set_up()
    except ImproperlyConfigured as refusal:
        return report([Finding(False, str(refusal))])
    return report([Finding(True, "The settings are accepted."), *findings(whole=whole)])


def report(found: list[Finding]) -> int:
    for finding in found:
        print(f"{'well' if finding.well else 'TO DO'}  {finding.sentence}")
    undone = sum(not finding.well for finding in found)
    print(f"{undone} of {len(found)} ask for something." if undone else "All is well.")
    return 1 if undone else 0


def findings(*, whole: bool) -> list[Finding]:
    """Everything but the settings."""
    found = [*_files(), *_disk(), *_mail()]
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        return [*found, Finding(False, f"The database does not answer ({type(fault).__name__}).")]
    if not (migrations := _migrations()).well:
        return [*found, migrations]
    looked_at = (_people(), _key(), _backups(), _clock(), _jobs(), _erasures(), _history(whole))
    return [*found, migrations, *(finding for each in looked_at for finding in each)]


def _files() -> Iterator[Finding]:
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    secret = [p for p in (folder, folder / "secret.key", folder / "maillage.env") if p.exists()]
    secret += sorted(Path(settings.BACKUPS).glob("*/database.sqlite3*"))
    readable = [path for path in secret if path.stat().st_mode & (S_IRWXG | S_IRWXO)]
    for path in readable:
        yield Finding(
            False, f"{path} may be read by others on this machine: take that right away (chmod go=)."
        )
    if not readable:
        yield Finding(True, "Keys, settings and backups are readable by this account alone.")
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Finding(True, "The files of the pages are in place.")
    else:
        yield Finding(False, "The files of the pages are missing: run `maillage upgrade`.")


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    free = disk_usage(settings.DATA_DIR).free // MB
    if free < settings.DISK_MINIMUM_MB:
        yield Finding(
            False,
            f"The disk has {free} MB free, less than {settings.DISK_MINIMUM_MB}: move old backups elsewhere, "
            "or give it more room. A full disk refuses what people save.",
        )
    else:
        yield Finding(True, f"The disk has {free} MB free.")


def _mail() -> Iterator[Finding]:
    from django.conf import settings

    if not settings.MAIL:
        yield Finding(True, "No mail server is set: links are copied from the screen.")
        return
    kind = smtplib.SMTP_SSL if settings.MAIL["use_ssl"] else smtplib.SMTP
    where = f"{settings.MAIL['host']}:{settings.MAIL['port']}"
    try:
        with kind(settings.MAIL["host"], settings.MAIL["port"], timeout=10) as server:
            if settings.MAIL["use_tls"]:
                server.starttls(context=ssl.create_default_context())
            if settings.MAIL["username"]:
                server.login(settings.MAIL["username"], settings.MAIL["password"])
    except (smtplib.SMTPException, OSError) as fault:
        yield Finding(
            False, f"The mail server {where} does not take us ({type(fault).__name__}); mails wait."
        )
    else:
        yield Finding(True, f"The mail server {where} takes us.")


def _migrations() -> Finding:
    from maillage.installation.upgrading import pending

    if wanted := pending():
        return Finding(False, f"The database lacks {len(wanted)} migrations: run `maillage upgrade`.")
    return Finding(True, f"The database ({connection.vendor}) is of this version.")


def demo_accounts() -> bool:
    """Whether fictitious people, whose password everybody knows, are in this database."""
    from maillage.people.models import Person

    return Person.objects.filter(email__endswith="@demo.example").exists()


def _people() -> Iterator[Finding]:
    if demo_accounts():
        yield Finding(False, "Accounts of the demo are here: this database is no place for real people.")


def _key() -> Iterator[Finding]:
    """A key of before that nobody retired."""
    from django.conf import settings

    file = Path(settings.DATA_DIR) / "secret.key"
    if not settings.SECRET_KEY_FALLBACKS or not file.exists():
        return
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    if datetime.now(UTC) - changed > KEY_OF_BEFORE:
        yield Finding(
            False,
            f"The key was changed on {changed:%Y-%m-%d} and the one of before still opens sessions: "
            "run `maillage rotate-key --retire`.",
        )


def _backups() -> Iterator[Finding]:
    from django.conf import settings

    from maillage.installation import backups
    from maillage.kit import clock
    from maillage.kit.models import HistoryEntry

    if not settings.BACKUP_RECIPIENTS:
        yield Finding(False, "Backups are not encrypted: run `maillage backup-key`.")
    last, first = backups.newest(), HistoryEntry.objects.order_by("id").first()
    if last and clock.now() - last.made_at < NO_BACKUP:
        yield Finding(True, f"The last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC: {last.path}")
    elif last or (first and clock.now() - first.at > NO_BACKUP):
        when = f"since {last.made_at:%Y-%m-%d %H:%M} UTC" if last else "yet"
        yield Finding(
            False, f"No backup was made in {settings.BACKUPS} {when}: `maillage serve` makes one every night."
        )
    else:
        yield Finding(True, "The first backup is made tonight at 02:30.")


def _clock() -> Iterator[Finding]:
    from maillage.kit import clock
    from maillage.kit.models import HistoryEntry

    here, latest = clock.now(), HistoryEntry.objects.order_by("-id").first()
    there = here
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there = cursor.fetchone()[0]
    if abs(there - here) > CLOCKS_APART:
        apart = abs(there - here).total_seconds()
        yield Finding(False, f"The clocks of Maillage and of the database are {apart:.0f} seconds apart.")
    elif latest and latest.at - here > CLOCKS_APART:
        yield Finding(
            False, "The history holds moments still to come: this clock went back, or was ahead before."
        )
    else:
        yield Finding(True, f"The clock says {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC.")


def _jobs() -> Iterator[Finding]:
    from maillage.kit import clock
    from maillage.kit.models import JobRun, MailState, QueuedMail, RunState

    latest = JobRun.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()
    if latest is None or latest.ended_at is None or clock.now() - latest.ended_at > NO_TURN:
        yield Finding(False, "No job had a turn lately: `maillage serve` does them, and seems not to run.")
    else:
        yield Finding(True, "Jobs have their turns.")
    for run in JobRun.objects.filter(state=RunState.FAILED, ended_at__gt=clock.now() - timedelta(days=7)):
        yield Finding(
            False, f"The job {run.name} of {run.slot} did not succeed after five tries: {run.fault}."
        )
    refused = QueuedMail.objects.filter(state=MailState.REFUSED, ended_at__gt=clock.now() - timedelta(days=7))
    if count := refused.count():
        yield Finding(False, f"{count} mails were refused this week: the page /operator/ says which.")


def _erasures() -> Iterator[Finding]:
    from maillage.installation import erasures

    yield from (Finding(well, sentence) for well, sentence in erasures.findings())


def _history(whole: bool) -> Iterator[Finding]:
    from maillage.kit import clock, history
    from maillage.kit.models import HistoryEntry

    oldest = HistoryEntry.objects.filter(block__isnull=True).order_by("id").first()
    if oldest and clock.now() - oldest.at > UNSEALED:
        yield Finding(
            False, "History waits to be sealed for long: `maillage serve` does it, and seems not to run."
        )
    if not whole:
        return
    found = history.verify()
    for fault in found.faults[:10]:
        yield Finding(False, f"History: {fault}.")
    if found.is_true:
        yield Finding(
            True, f"The history is whole: {found.entries} entries sealed, to the digest {found.last_digest}."
        )
