"""The door through which gunicorn serves Maillage."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.demo")
application = get_wsgi_application()
