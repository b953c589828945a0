"""gunicorn's own settings, read by `serve`: threads, one loaded application, logs in the one form."""

from django.conf import settings

bind = settings.BIND
workers = settings.WEB_PROCESSES
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
control_socket_disable = True
# Whom a request comes from is decided by the proxies stated in the settings, not here.
forwarded_allow_ips = ""
limit_request_line = 8190
errorlog = "-"
accesslog = None
logconfig_dict = {**settings.LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
