"""The words `maillage` understands."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from maillage.installation import place

LANGUAGES = ("fr", "nl", "en")
Work = Callable[[argparse.Namespace], int]


def set_up(folder: Path) -> None:
    """Read the installation's settings; raises SettingsError when they are refused."""
    import django

    if not (folder / place.SETTINGS_FILE).exists() and "MAILLAGE_HOSTS" not in os.environ:
        raise place.RefusedError(f"There is no installation in {folder}: `maillage init` makes one.")
    os.umask(0o077)
    os.environ["MAILLAGE_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings.production"
    django.setup()


def init(wanted: argparse.Namespace) -> int:
    from maillage.installation import beginning

    return beginning.init(wanted)


def serve(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import serving

    with place.alone(wanted.data):
        return serving.serve(wanted.data)


def doctor(wanted: argparse.Namespace) -> int:
    from maillage.installation import doctor as examination

    return examination.examine(lambda: set_up(wanted.data), whole=not wanted.quick)


def backup(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from django.conf import settings

    from maillage.installation import backups
    from maillage.kit import clock

    folder = wanted.to.absolute() if wanted.to else settings.BACKUPS
    made = backups.back_up(folder)
    print(f"Backup made and read again: {made}")
    for path in backups.prune(folder, clock.now()):
        print(f"Removed, as it is older than {settings.BACKUP_DAYS} days: {path}")
    return 0


def restore(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from django.conf import settings

    from maillage.installation import restoring

    with place.alone(wanted.data):
        restoring.restore(wanted.backup, identity=wanted.identity, kept_in=settings.BACKUPS)
    return 0


def rotate_key(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import keys

    with place.alone(wanted.data):
        (keys.retire if wanted.retire else keys.rotate)(wanted.data)
    return 0


def backup_key(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import keys

    keys.backup_key(wanted.data)
    return 0


def upgrade(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import upgrading

    with place.alone(wanted.data):
        return upgrading.upgrade()


def move_to_postgres(wanted: argparse.Namespace) -> int:
    if place.DATABASE in os.environ:
        raise place.RefusedError(f"{place.DATABASE} is set in the environment: take it away there first.")
    set_up(wanted.data)
    from maillage.installation import moving

    with place.alone(wanted.data):
        moving.move(wanted.database, wanted.data)
    return 0


def export(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import lists

    return lists.export(wanted)


def bring(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import lists

    return lists.bring(wanted)


def figures(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    from maillage.installation import figures as counted

    return counted.tell(wanted)


def manage(wanted: argparse.Namespace) -> int:
    set_up(wanted.data)
    execute_from_command_line(["maillage manage", *wanted.words])
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="maillage", description="Install, serve and look after Maillage.")
    top.add_argument("--data", type=Path, default=place.usual_folder(), help="the data folder")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, work: Work, words: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(work=work)
        return one

    begin = command("init", init, "make a new installation; twice changes nothing that is there")
    begin.add_argument("--host", help="the name people will type, such as raq.example.org")
    begin.add_argument("--email", help="the address of the first person who coordinates")
    begin.add_argument(
        "--database", default="", help="postgres://user:password@host/name; SQLite unless told"
    )
    begin.add_argument("--bind", default="127.0.0.1:8000", help="where the proxy finds Maillage")
    begin.add_argument("--mail", default="", help="the mail server, smtp+tls://user:password@host:587")
    begin.add_argument("--mail-from", default="", help="the address mails come from")
    command("serve", serve, "serve pages, do jobs, seal the history; until stopped")
    command("upgrade", upgrade, "after a new version: verified backup, migration, examination")
    command("backup", backup, "make a backup and read it again").add_argument("--to", type=Path)
    back = command("restore", restore, "put a backup in the place of the database")
    back.add_argument("backup", type=Path)
    back.add_argument("--identity", type=Path, help="the file that opens an encrypted backup")
    move = command("move-to-postgres", move_to_postgres, "move everything from SQLite to PostgreSQL")
    move.add_argument("database", help="postgres://user:password@host/name, empty")
    command("backup-key", backup_key, "encrypt backups from now on; prints once what will open them")
    key = command("rotate-key", rotate_key, "another secret key; that of before is still accepted")
    key.add_argument("--retire", action="store_true", help="accept the newest key alone")
    check = command("doctor", doctor, "examine the installation; exit code 1 when something must be done")
    check.add_argument("--quick", action="store_true", help="without reading the whole history again")
    out = command("export", export, "write the directory of local actors in an open format")
    out.add_argument("format", choices=("hsds", "geojson", "vcard", "csv", "jsonld", "xlsx"))
    out.add_argument("--lang", choices=LANGUAGES, default="fr")
    out.add_argument("--public", action="store_true", help="only what everybody may read")
    out.add_argument("--to", type=Path, help="the file; else it goes to standard output")
    into = command("import", bring, "read a list in; every line is looked at before")
    into.add_argument("kind", choices=("actors",))
    into.add_argument("file", type=Path)
    into.add_argument("--preview", action="store_true", help="say what would happen, and write nothing")
    into.add_argument("--mapping", default="", help="HEADER=COLUMN,… where the headers say it otherwise")
    into.add_argument("--by", default="", help="the e-mail address of the person in whose name it is done")
    into.add_argument("--lang", choices=LANGUAGES, default="fr", help="the language of what it says")
    _figures(command("figures", figures, "the questions that can be counted, or the answer to one"))
    other = command("manage", manage, "one of Django's own commands, with this installation's settings")
    other.add_argument("words", nargs=argparse.REMAINDER)
    return top


def _figures(one: argparse.ArgumentParser) -> None:
    """`figures list`, `figures show C7 --from 2021-04-01 --to 2021-12-31`."""
    asked = one.add_subparsers(dest="figures", required=True, metavar="list|show")
    asked.add_parser("list", help="every question, with its code and what it can be set apart by")
    show = asked.add_parser("show", help="one figure, as coordination sees it")
    show.add_argument("code", help="such as C7")
    show.add_argument("--from", dest="first_day", type=date.fromisoformat, help="first day, as 2021-04-01")
    show.add_argument("--to", dest="last_day", type=date.fromisoformat, help="last day; today unless told")
    show.add_argument("--axis", action="append", default=[], help="what sets it apart; twice for two")
    show.add_argument("--terms", choices=("now", "then"), default="now", help="in the words of today or then")
    show.add_argument("--format", choices=("table", "csv", "json"), default="table")
    show.add_argument("--lang", choices=("fr", "nl", "en"), default="fr")


def main(words: list[str]) -> int:
    wanted = parser().parse_args(words)
    wanted.data = wanted.data.absolute()
    try:
        return int(wanted.work(wanted))
    except (place.RefusedError, ImproperlyConfigured) as refusal:
        print(refusal, file=sys.stderr)
    except DatabaseError as fault:
        print(f"The database does not answer as it should ({type(fault).__name__}).", file=sys.stderr)
    except OSError as fault:
        told = f"The system refuses ({place.reason(fault)}: {fault.filename}): no more was done."
        print(told, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 1


def run() -> None:
    """The `maillage` script."""
    sys.exit(main(sys.argv[1:]))
