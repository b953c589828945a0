"""A list shipped with the product goes in by the way of any list somebody brings."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.imports.importable import Item, guess, importable
from maillage.kit.imports.models import Finding
from maillage.kit.imports.reading import read_table
from maillage.kit.operations import RefusedError


def load_list(name: str, file: Path, *, by: Any = None) -> int:
    """Take in what is not there yet, all or none; how many rows that made. What is there stays as it is.

    Raises RefusedError for a line that makes no sense here.
    """
    kind, table = importable(name), read_table(file.read_bytes())
    mapping, read, find = guess(kind, table.headers), kind.reader(), kind.finder()
    items = []
    for number, cells in table.lines:
        line = kind.understand(mapping, cells, read)
        if line.errors:
            label, sentence = line.errors[0]
            raise RefusedError(
                _("%(file)s, line %(number)d, %(label)s: %(sentence)s")
                % {"file": file.name, "number": number, "label": label, "sentence": sentence}
            )
        if find(line.values, number).finding not in (Finding.CHANGE, Finding.SAME):
            items.append(Item(number, line.values))
    return len(kind.apply(items, by=by)) if items else 0
