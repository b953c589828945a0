"""`python -m devtools.glossary`: docs/reference/glossary.md, made from docs/glossary.toml."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from devtools.gates.words import Word, read
from devtools.places import DOCS

SOURCE = DOCS / "glossary.toml"
PAGE = DOCS / "reference" / "glossary.md"
HEAD = """# Glossary

The words of the field and their names in the code.
Made from `docs/glossary.toml` by `python -m devtools.glossary`.
"""
COLUMNS = "| Code | French | Dutch | English | Meaning | Not |\n|---|---|---|---|---|---|"


def row(word: Word) -> str:
    kept = " (term of art)" if word.keep else ""
    cells = [f"`{word.code_name}`", word.fr + kept, word.nl, word.en, word.definition, ", ".join(word.avoid)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page(words: Iterable[Word]) -> str:
    """One table a room, rooms and words in alphabetical order."""
    words = sorted(words, key=lambda word: (word.room, word.code_name))
    rooms = sorted({word.room for word in words})
    tables = [
        f"\n## {room}\n\n{COLUMNS}\n" + "".join(f"{row(word)}\n" for word in words if word.room == room)
        for room in rooms
    ]
    return HEAD + "".join(tables)


def main() -> int:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(read(SOURCE)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
