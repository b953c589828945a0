"""Settings common to every installation. `demo` and `test` derive from it."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from maillage.settings.reader import Network, Reader

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "maillage"

django_stubs_ext.monkeypatch()
env = Reader()

DATA_DIR = Path(env.str("MAILLAGE_DATA", default=str(ROOT / "var")))
SECRET_KEY: str = env.str("MAILLAGE_SECRET_KEY", default="")
DEBUG = False
DEMO = False  # fictitious people and open sign-ins: the demo alone
ALLOWED_HOSTS: list[str] = env.hosts("MAILLAGE_HOSTS")

ROOMS = [
    "kit", "people", "territory", "network", "collective_actions", "encounters", "mutual_aid",
    "figures", "sync", "home",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *[f"maillage.{room}" for room in ROOMS],
]

MIDDLEWARE = [
    "maillage.kit.middleware.RequestIdMiddleware",
    "maillage.kit.proxies.StatedProxyMiddleware",
    "maillage.kit.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "maillage.kit.middleware.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.people.middleware.LanguageMiddleware",
    "maillage.kit.middleware.NotThisWayMiddleware",
    "maillage.people.middleware.SessionLockMiddleware",
    "maillage.people.middleware.SignInRequiredMiddleware",
    "maillage.people.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

FORM_RENDERER = "maillage.kit.forms.Renderer"
ROOT_URLCONF = "maillage.urls"
WSGI_APPLICATION = "maillage.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "maillage.kit.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "maillage.kit.templatetags.components",
                "maillage.kit.templatetags.rights",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's database settings for a `sqlite:///` or `postgres://` address.

    SQLite gets write-ahead logging with full synchronisation: an acknowledged phone must never lose its
    record to a power cut (fault F42), and `BEGIN IMMEDIATE`, so that a writer waits instead of failing (F44).
    """
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",  # what is deleted is written over (T16)
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 60
    return settings


DATABASES = {
    "default": database(
        env.database_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'maillage.sqlite3'}")
    )
}
#: Whom a restored backup must erase again: keys and days, beside the database, never replaced by a backup.
ERASURE_LEDGER = DATA_DIR / "erasures.txt"
BACKUP_DAYS: int = env.int("MAILLAGE_BACKUP_DAYS", default=90, least=1, most=3650)  # D23
#: How long what is noted of people stays, in months: a sealed word; the day and place of a row (D23).
NOTE_MONTHS: int = env.int("MAILLAGE_NOTE_MONTHS", default=6, least=1, most=120)
FINE_MONTHS: int = env.int("MAILLAGE_FINE_MONTHS", default=24, least=1, most=120)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
#: What opening a vault costs (Argon2id: passes, KiB, lanes; RFC 9106, the second recommended).
VAULT_COST = (3, 65_536, 4)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "maillage.people.session_store"
SESSION_COOKIE_NAME = "maillage_session"
SESSION_COOKIE_AGE = 7 * 24 * 3600  # the row is kept so long; the lock and the lifetime below rule before
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_MINUTES: int = env.int("MAILLAGE_IDLE_MINUTES", default=15, least=1, most=240)
SESSION_LIFETIME_HOURS: int = env.int("MAILLAGE_LIFETIME_HOURS", default=12, least=1, most=72)
SECOND_FACTOR = True  # no account without one
RIGHTS_REQUEST_DAYS: int = env.int("MAILLAGE_RIGHTS_REQUEST_DAYS", default=30, least=1, most=90)
OIDC_ISSUER: str = env.https("MAILLAGE_OIDC_ISSUER")
OIDC_CLIENT_ID: str = env.str("MAILLAGE_OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET: str = env.str("MAILLAGE_OIDC_CLIENT_SECRET", default="")
OIDC_NAME: str = env.str("MAILLAGE_OIDC_NAME", default="")
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "maillage.kit.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "maillage_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Built beside the package in a working copy; inside it once installed.
STATICFILES_DIRS = [PACKAGE / "front" if (PACKAGE / "front").exists() else ROOT / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = 11 * 1024**2  # a file of 10 MB, and the form around it
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

#: Who may say for whom they ask, by X-Forwarded-For and X-Forwarded-Proto; nobody unless stated.
PROXIES: list[Network] = env.networks("MAILLAGE_PROXIES")

BIND: str = env.bind("MAILLAGE_BIND", "127.0.0.1:8000")
WEB_PROCESSES: int = env.int("MAILLAGE_WEB_PROCESSES", default=2, least=1, most=32)
DISK_MINIMUM_MB: int = env.int("MAILLAGE_DISK_MINIMUM_MB", default=500, least=1)

BACKUPS = Path(env.folder("MAILLAGE_BACKUPS", default=str(DATA_DIR / "backups")))
BACKUP_RECIPIENTS: list[str] = env.recipients("MAILLAGE_BACKUP_RECIPIENTS")  # empty: not encrypted
#: Modules beside the rooms that declare jobs.
MORE_JOBS: list[str] = []

MAIL: dict[str, Any] = env.mail("MAILLAGE_MAIL")  # empty: nothing is sent, links are copied from the screen
MAIL_FROM: str = env.str("MAILLAGE_MAIL_FROM")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
