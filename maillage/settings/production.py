"""Settings of a real installation, read from its data folder; what would be unsafe refuses to start.

`MAILLAGE_DATA` names the folder; its `maillage.env` holds the rest, its `secret.key` the secret key.
"""

import os
import stat
from pathlib import Path

from maillage.settings.reader import SettingsError, load_file

FOLDER = Path(os.environ.get("MAILLAGE_DATA") or "/var/lib/maillage")
os.environ["MAILLAGE_DATA"] = str(FOLDER)
load_file(FOLDER / "maillage.env", os.environ)

from maillage.settings import base  # noqa: E402
from maillage.settings.base import *  # noqa: E402, F403

KEY_LENGTH = 50
env = base.env


def private(path: Path) -> None:
    """Refuse a file or folder that others on this machine may read."""
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        wanted = "700" if path.is_dir() else "600"
        raise SettingsError(f"{path} may be read by others on this machine: run `chmod {wanted} {path}`.")


def secret_key() -> str:
    """The key of the environment, or of the folder's own file."""
    file = FOLDER / "secret.key"
    private(file)
    key = base.SECRET_KEY or (file.read_text().strip() if file.exists() else "")
    if len(key) < KEY_LENGTH or key.startswith(("demo-", "test-")):
        expected = f"{KEY_LENGTH} random characters or more, which `maillage init` makes"
        raise env.refuse("MAILLAGE_SECRET_KEY", expected)
    return key


def refuse_what_is_unsafe() -> None:
    """Raises SettingsError. The database of SQLite is a file that holds everything: nobody else reads it."""
    if not base.ALLOWED_HOSTS:
        raise env.refuse("MAILLAGE_HOSTS", "the name or names people will type, such as raq.example.org")
    if not base.PROXIES:
        raise env.refuse("MAILLAGE_PROXIES", "the addresses of the HTTPS proxy in front, such as 127.0.0.1")
    if any(network.prefixlen == 0 for network in base.PROXIES):
        raise env.refuse("MAILLAGE_PROXIES", "the proxy's own addresses; the whole Internet is no proxy")
    if base.MAIL and "@" not in base.MAIL_FROM:
        raise env.refuse("MAILLAGE_MAIL_FROM", "the address that mails come from, since MAILLAGE_MAIL is set")
    for name in ("DEBUG", "DJANGO_DEBUG", "DEMO", "MAILLAGE_DEMO"):
        if env.bool(name):
            raise env.refuse(name, "nothing, since a real installation has neither debugging nor the demo")
    if base.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        private(Path(base.DATABASES["default"]["NAME"]))
        private(Path(base.DATABASES["default"]["NAME"]).parent)


SECRET_KEY = secret_key()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # kept from stated proxies alone
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
refuse_what_is_unsafe()
if unknown := env.unasked():
    raise SettingsError(f"{unknown[0]} is no setting of Maillage: a letter may be missing.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"allowed": {"()": "maillage.kit.logs.AllowListFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "allowed"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "maillage": {"level": "INFO"},
        "gunicorn.error": {"level": "INFO", "propagate": True},
        # Django's own handlers would print addresses, and mail tracebacks.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
