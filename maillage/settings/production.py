"""Settings of a real installation, read from its data folder; what would be unsafe refuses to start.

`MAILLAGE_DATA` names the folder; its `maillage.env` holds the rest, its `secret.key` the secret key.
"""

import os
import re
import stat
from pathlib import Path

from maillage.settings.reader import SettingsError, load_file

FOLDER = Path(os.environ.get("MAILLAGE_DATA") or "/var/lib/maillage")
os.environ["MAILLAGE_DATA"] = str(FOLDER)
load_file(FOLDER / "maillage.env", os.environ)

from maillage.settings import base  # noqa: E402
from maillage.settings.base import *  # noqa: E402, F403

KEY_LENGTH = 50
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
env = base.env


def private(path: Path) -> None:
    """Refuse a file or folder that others on this machine may read."""
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        wanted = "700" if path.is_dir() else "600"
        raise SettingsError(f"{path} may be read by others on this machine: run `chmod {wanted} {path}`.")


def secret_keys() -> list[str]:
    """The key of the environment or of the folder's file, then those before it that are still accepted."""
    file = FOLDER / "secret.key"
    private(file)
    kept = file.read_text().split() if file.exists() else []
    named = {
        "MAILLAGE_SECRET_KEY": [base.SECRET_KEY] if base.SECRET_KEY else kept or [""],
        "MAILLAGE_SECRET_KEY_BEFORE": env.list("MAILLAGE_SECRET_KEY_BEFORE"),
    }
    for name, keys in named.items():
        if any(len(key) < KEY_LENGTH or key.startswith(("demo-", "test-")) for key in keys):
            raise env.refuse(name, f"{KEY_LENGTH} random characters or more, which `maillage init` makes")
    return [key for keys in named.values() for key in keys]


def refuse_what_is_half_said() -> None:
    """Raises SettingsError: one setting asks for another."""
    if (base.MAIL or base.MAIL_FROM) and not ADDRESS.fullmatch(base.MAIL_FROM):
        raise env.refuse("MAILLAGE_MAIL_FROM", "the address that mails come from, such as raq@example.org")
    for name in ("MAILLAGE_OIDC_CLIENT_ID", "MAILLAGE_OIDC_CLIENT_SECRET"):
        if base.OIDC_ISSUER and not env.str(name):
            raise env.refuse(name, "what the provider gave for Maillage, since MAILLAGE_OIDC_ISSUER is set")


def refuse_what_is_unsafe() -> None:
    """Raises SettingsError. The database of SQLite is a file that holds everything: nobody else reads it."""
    if not base.ALLOWED_HOSTS:
        raise env.refuse("MAILLAGE_HOSTS", "the name or names people will type, such as raq.example.org")
    if not base.PROXIES:
        raise env.refuse("MAILLAGE_PROXIES", "the addresses of the HTTPS proxy in front, such as 127.0.0.1")
    if any(network.prefixlen == 0 for network in base.PROXIES):
        raise env.refuse("MAILLAGE_PROXIES", "the proxy's own addresses; the whole Internet is no proxy")
    for name in ("DEBUG", "DJANGO_DEBUG", "DEMO", "MAILLAGE_DEMO"):
        if env.bool(name):
            raise env.refuse(name, "nothing, since a real installation has neither debugging nor the demo")
    if base.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        private(Path(base.DATABASES["default"]["NAME"]))
        private(Path(base.DATABASES["default"]["NAME"]).parent)


SECRET_KEY, *SECRET_KEY_FALLBACKS = secret_keys()
MORE_JOBS = ["maillage.installation.jobs"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # kept from stated proxies alone
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
refuse_what_is_half_said()
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
