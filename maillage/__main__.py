"""``python -m maillage …``: Django's management commands with Maillage's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.demo")
    execute_from_command_line(["maillage", *sys.argv[1:]])


if __name__ == "__main__":
    main()
