"""What every real installation starts from is safe: Django's own deployment check finds nothing (T7)."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_base_settings_pass_djangos_deployment_check() -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maillage.settings.base",
        "MAILLAGE_SECRET_KEY": secrets.token_urlsafe(50),
        "MAILLAGE_HOSTS": "maillage.example",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
