"""Where an installation lies: one data folder, its settings file, its secret key, the lock of what runs."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/maillage")
SETTINGS_FILE, KEY_FILE, LOCK_FILE = "maillage.env", "secret.key", "maillage.lock"
DATABASE, RECIPIENTS = "DATABASE_URL", "MAILLAGE_BACKUP_RECIPIENTS"
ARRIVING = ".restoring"  # a database file that is about to replace another one
SET_ASIDE = ".before-"  # in the name of a database file that another one replaced

SETTINGS = """\
# Settings of this installation. One NAME=value a line; what the environment says goes first.
# After a change: `maillage doctor`, then start Maillage again.

# The name or names people type, separated by commas.
MAILLAGE_HOSTS={hosts}

# The addresses of the HTTPS proxy in front. Only these may say whom they ask for.
MAILLAGE_PROXIES=127.0.0.1,::1

# Where the proxy finds Maillage.
MAILLAGE_BIND={bind}

# The database. Without this line: SQLite, in this folder.
{database}

# Mail: smtp+tls://user:password@host:587, smtps://… or smtp://…
# Without this line nothing is sent; links are copied from the screen.
{mail}
{mail_from}

# Whom backups are encrypted for: public keys that begin with age1. `maillage backup-key` makes one.
{recipients}
"""


def new_key() -> str:
    return secrets.token_urlsafe(64)


class RefusedError(Exception):
    """The command cannot go on; one sentence says why and what to do."""


def usual_folder() -> Path:
    """The folder of the environment, the system's for root or once it is there, else the person's own."""
    if named := os.environ.get("MAILLAGE_DATA"):
        return Path(named).absolute()
    if os.geteuid() == 0 or SYSTEM_FOLDER.exists():
        return SYSTEM_FOLDER
    return Path.home() / ".local" / "share" / "maillage"


def write_private(path: Path, text: str) -> None:
    """A new file that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def make(folder: Path, *, hosts: str, bind: str, database: str, mail: str, mail_from: str) -> None:
    """Make folder, secret key and settings file. What is there already stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / KEY_FILE).exists():
        write_private(folder / KEY_FILE, new_key() + "\n")
    if not (folder / SETTINGS_FILE).exists():
        text = SETTINGS.format(
            hosts=hosts,
            bind=bind,
            database=f"DATABASE_URL={database}"
            if database
            else "#DATABASE_URL=postgres://user:password@host/name",
            mail=f"MAILLAGE_MAIL={mail}" if mail else "#MAILLAGE_MAIL=",
            mail_from=f"MAILLAGE_MAIL_FROM={mail_from}" if mail_from else "#MAILLAGE_MAIL_FROM=",
            recipients=f"#{RECIPIENTS}=",
        )
        write_private(folder / SETTINGS_FILE, text)


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk for good."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def replace_private(file: Path, text: str) -> None:
    """Write a file anew: whoever is killed meanwhile leaves the old one or the new one, whole."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    write_private(new, text)
    flush(new)
    new.replace(file)
    flush(file.parent)


def replace_setting(folder: Path, name: str, value: str) -> None:
    """Write another value into the settings file, keeping the rest of it."""
    file = folder / SETTINGS_FILE
    lines = [line for line in file.read_text().splitlines() if not line.startswith(f"{name}=")]
    mark = f"#{name}="
    at = next((number for number, line in enumerate(lines) if line.startswith(mark)), len(lines))
    lines[at : at + 1] = [f"{name}={value}"]
    replace_private(file, "\n".join([*lines, ""]))


def keys_in(folder: Path) -> list[str]:
    """The secret key, and those before it that are still accepted."""
    file = folder / KEY_FILE
    return file.read_text().split() if file.exists() else []


def reason(fault: Exception) -> str:
    """What the system or the database says, without a value that somebody wrote."""
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    for each in (fault, fault.__cause__):
        if name := getattr(each, "sqlite_errorname", ""):
            return str(name)
    return type(fault).__name__


# --- One at a time --------------------


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the installation: refuses while Maillage is served, or another command changes its database."""
    words = "Maillage is being served from this folder, or another command is at work: stop it first."
    with _held(folder / LOCK_FILE, words):
        yield


@contextlib.contextmanager
def turn(folder: Path, work: str) -> Iterator[None]:
    """Hold one kind of work, which may be done while Maillage is served."""
    with _held(folder / f"{work}.lock", f"Another {work} is being made: wait until it ends."):
        yield


@contextlib.contextmanager
def _held(path: Path, words: str) -> Iterator[None]:
    """The system forgets the lock with the process, however it ends."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(words) from None
        yield
