"""Where things lie in a working copy. Everything made here is ignored by git and can be thrown away."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "maillage"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
DIST = FRONTEND / "dist"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fr", "nl")
DOCS = ROOT / "docs"

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"
DATA = ROOT / "var"
DEMO_DATABASE = DATA / "demo.sqlite3"
