"""`./dev messages`: the texts of the code, and the catalogues in one stable form."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from devtools.gates.catalogues import complete, key_of
from devtools.places import LANGUAGES, LOCALE, PACKAGE, ROOT
from devtools.processes import environment

# French counts nothing in the singular, Dutch in the plural.
PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);", "nl": "nplurals=2; plural=(n != 1);"}


def texts_of(package: Path) -> polib.POFile:
    """Every text marked for translation in code and templates, collected by gettext in a throw-away copy."""
    with tempfile.TemporaryDirectory(prefix="maillage-texts-") as folder:
        copy = Path(folder) / "texts"
        ignored = shutil.ignore_patterns("locale", "__pycache__", "tests", "migrations")
        shutil.copytree(package, copy, ignore=ignored)
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--keep-pot"]
        subprocess.run(
            [*command, "--extension=html,txt,py"],
            cwd=copy,
            env=environment(),
            check=True,
            capture_output=True,
        )
        return polib.pofile(str(copy / "locale" / "django.pot"))


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def forget_guess(entry: polib.POEntry) -> None:
    """What gettext guesses from a neighbouring text is no translation."""
    entry.flags.remove("fuzzy")
    entry.msgstr = ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")


def tidy(path: Path) -> polib.POFile:
    """Entries by text, one line each, no date, no guess: a change of one text is a change of one entry."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Language": path.parts[-3],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[path.parts[-3]],
    }
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    for entry in catalogue:
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        if entry.fuzzy:
            forget_guess(entry)
    catalogue.save()
    return catalogue


def main() -> int:
    used = texts_of(PACKAGE)
    missing = 0
    for language in LANGUAGES:
        catalogue = tidy(catalogue_path(language))
        findings = complete(language, used, catalogue)
        missing += len(findings)
        print("\n".join(findings))
        print(f"{catalogue_path(language).relative_to(ROOT)}: {len({key_of(e) for e in catalogue})} texts")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
