"""The demo that `./dev run` serves on this machine: fictitious people, no second factor, plain http."""

from maillage.settings.base import *  # noqa: F403
from maillage.settings.base import DATA_DIR, database, env

SECRET_KEY = "demo-only-key-never-for-real-people"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {
    "default": database(env.database_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'demo.sqlite3'}"))
}
SESSION_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
CSRF_COOKIE_SECURE = False
DEMO = True
SECOND_FACTOR = False
