"""Settings of the tests: the real thing, with cheap passwords and templates that refuse unknown names."""

import copy

from maillage.kit.testing import Undefined
from maillage.settings.base import *  # noqa: F403
from maillage.settings.base import MIDDLEWARE, TEMPLATES, database, env

SECRET_KEY = "test-only-key"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env.database_url("DATABASE_URL", default="sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAULT_COST = (1, 8, 1)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SESSION_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
CSRF_COOKIE_SECURE = False
DEMO = True
SECOND_FACTOR = False
WHITENOISE_AUTOREFRESH = True  # no collected files in tests
MIDDLEWARE = ["maillage.kit.testing.GetCannotWriteMiddleware", *MIDDLEWARE]
TEMPLATES = copy.deepcopy(TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined")
