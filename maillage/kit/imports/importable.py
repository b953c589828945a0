"""What a room declares so that lists can be imported into it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.kit.imports.cells import every_language
from maillage.kit.imports.models import Choice, Finding
from maillage.kit.imports.reading import UNREAD, Table, plain
from maillage.kit.operations import RefusedError
from maillage.kit.words import fold

Values = dict[str, Any]
Read = Callable[[str, str], Any]


@dataclass(frozen=True)
class Column:
    """One thing a line may say; its synonyms are the headers people give it, in any language."""

    name: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Found:
    """What became of the search for the row a line is about: which row, or which earlier line of the file."""

    finding: Finding
    match: UUID | None = None
    match_line: int | None = None
    #: What somebody will most likely want of it, where that does not go without saying.
    choice: str = ""


@dataclass(frozen=True)
class Item:
    """A line on its way in: what it says, and which row it completes, if any."""

    number: int
    values: Values
    into: UUID | None = None


@dataclass(frozen=True)
class Applied:
    """The row a line made or completed, and what undoing it needs to know."""

    row: UUID
    trace: Any


@dataclass
class Understood:
    """A line as it was understood: values by column, and a sentence for each cell that makes no sense."""

    values: Values = field(default_factory=dict)
    errors: list[tuple[str | Promise, str]] = field(default_factory=list)


class Importable:
    """One kind of list. A room subclasses it, and registers one instance in its `imports.py`."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    #: Whoever may add rows of this model may import them.
    model: ClassVar[type[models.Model]]
    columns: ClassVar[Sequence[Column]]
    #: Where to go back to, by the name of the address.
    home: ClassVar[str]
    #: The name of a page of the room that brings the file, when its columns are known and need no checking.
    bring_at: ClassVar[str] = ""
    #: Whether its lines go in together or not at all.
    whole: ClassVar[bool] = False
    #: Words of its own for what a line is and what may be chosen, by their code.
    words: ClassVar[Mapping[str, str | Promise]] = {}

    def reader(self) -> Read:
        """A function (column, text) → value for one run, free to remember what it looked up.

        Raises ValidationError or RefusedError with the sentence for that cell.
        """
        raise NotImplementedError

    def finder(self) -> Callable[[Values, int], Found]:
        """A function (values, line) → Found for one run; lines come in their order."""
        raise NotImplementedError

    def title(self, values: Values) -> str:
        """What a line is about, in a word."""
        raise NotImplementedError

    def rows(self, keys: Iterable[UUID]) -> dict[UUID, models.Model]:
        """The rows that lines of a preview are about, with all that `changes` reads."""
        raise NotImplementedError

    def changes(self, values: Values, row: Any) -> list[tuple[str | Promise, str, str]]:
        """What a line would change in a row: what, before, after, as people read it."""
        raise NotImplementedError

    def notes(self, values: Values, row: Any) -> list[str]:
        """Sentences that stand beside a line without keeping it out; `row` is the one it is about, if any."""
        return []

    def said(self, finding: Finding, values: Values) -> str | Promise:
        """What a line is, in a word."""
        return self.word(finding)

    def word(self, code: Finding | Choice) -> str | Promise:
        """What a line may be, or what may be chosen for it, in a word."""
        return self.words.get(code.value, code.label)

    def apply(self, items: Sequence[Item], *, by: Any) -> list[Applied]:
        """Make or complete the rows of these lines, all or none. Raises RefusedError."""
        raise NotImplementedError

    def undo(self, done: Sequence[Applied], *, by: Any) -> list[bool]:
        """Take these back; False for one that somebody changed since, which stays."""
        raise NotImplementedError

    def from_json(self, content: Any) -> Table:
        """The table in a JSON file of the room's own format."""
        raise ValueError

    def understand(self, mapping: Sequence[str], cells: Sequence[str], read: Read) -> Understood:
        """What a line says, cell by cell. Two columns of one name: the first that says something speaks."""
        line, missing = Understood(), {column.name for column in self.columns if column.required}
        for name, cell in zip(mapping, cells, strict=False):
            text = plain(cell)
            if not name or not text or name in line.values:
                continue
            missing.discard(name)
            try:
                if UNREAD in text:
                    raise ValidationError(_("Some signs here cannot be read: the file mixes encodings."))
                line.values[name] = read(name, text)
            except ValidationError as error:
                line.errors.append((self.column(name).label, " ".join(error.messages)))
            except RefusedError as error:
                line.errors.append((self.column(name).label, str(error.sentence)))
        line.errors += [(self.column(name).label, _("This must be filled in.")) for name in sorted(missing)]
        return line

    def column(self, name: str) -> Column:
        """A column by its name; one without a name for none."""
        return next((column for column in self.columns if column.name == name), Column("", ""))


_importables: dict[str, Importable] = {}


def register(importable: Importable) -> None:
    """Offer a kind of list. Raises ValueError for a second one of that name."""
    if importable.name in _importables:
        raise ValueError(f"{importable.name!r} is importable twice")
    _importables[importable.name] = importable


def importable(name: str) -> Importable:
    """The kind of list of that name. Raises LookupError."""
    return _importables[name]


def importables() -> list[Importable]:
    """Every kind of list, in the order of the rooms."""
    return list(_importables.values())


# --- Columns ------------------------------------------------------------------------------------------------


def key_of(header: str) -> str:
    """A header as it is compared: « N° de téléphone » is ndetelephone."""
    return "".join(char for char in fold(header) if char.isalnum())


def guess(kind: Importable, headers: Sequence[str]) -> list[str]:
    """Which column each header means; nothing for those nobody knows, and each column once."""
    known: dict[str, str] = {}
    for column in kind.columns:
        for word in (column.name, *every_language(column.label), *column.synonyms):
            known.setdefault(key_of(word), column.name)
    guessed: list[str] = []
    for header in headers:
        name = known.get(key_of(header), "")
        guessed.append("" if name in guessed else name)
    return guessed
