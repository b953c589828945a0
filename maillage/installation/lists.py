"""`maillage export` and `maillage import`: the directory out, and lists in, without a browser."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from django.utils import translation

from maillage.installation.place import RefusedError
from maillage.kit import clock
from maillage.kit.imports import operations, running
from maillage.kit.imports.importable import Importable, guess, importable
from maillage.kit.imports.models import Finding, LineState
from maillage.kit.imports.reading import FILE_BYTES, Table, UnreadableError, read_table, too_big
from maillage.kit.policy import permits_adding
from maillage.network.exchange.formats import FORMATS
from maillage.network.models import Actor
from maillage.people.models import Person
from maillage.people.roles import Role

#: `--mapping "Nom de l’asbl=name_fr,Tél. 1=phone"`
PAIR = "="


def export(wanted: Namespace) -> int:
    """Write the directory to a file, or to where this command's words go."""
    pieces = FORMATS[wanted.format].write(Actor.objects.all(), wanted.public, wanted.lang)
    if wanted.to is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return 0
    with Path(wanted.to).open("wb") as file:
        for piece in pieces:
            file.write(piece)
    print(f"Written: {wanted.to}")
    return 0


def bring(wanted: Namespace) -> int:
    """Read a list; say what each line would do, and do it unless only a preview was asked."""
    with translation.override(wanted.lang):
        kind = importable(wanted.kind)
        table = _table(kind, Path(wanted.file))
        mapping = _mapping(kind, table, wanted.mapping)
        return _preview(kind, table, mapping) if wanted.preview else _apply(kind, table, mapping, wanted)


def _table(kind: Importable, path: Path) -> Table:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise RefusedError(too_big())
        return read_table(path.read_bytes(), from_json=kind.from_json)
    except OSError as fault:
        raise RefusedError(f"{path} cannot be read ({fault.strerror}).") from None
    except UnreadableError as refusal:
        raise RefusedError(str(refusal.sentence)) from None


def _mapping(kind: Importable, table: Table, said: str) -> list[str]:
    """The columns as guessed, and as the command says otherwise."""
    mapping, known = guess(kind, table.headers), {column.name for column in kind.columns}
    for pair in filter(None, said.split(",")):
        header, _equals, name = (part.strip() for part in pair.rpartition(PAIR))
        if header not in table.headers:
            raise RefusedError(f"The file has no column “{header}”. It has: {', '.join(table.headers)}.")
        if name and name not in known:
            raise RefusedError(f"There is nothing called “{name}”. There is: {', '.join(sorted(known))}.")
        mapping = ["" if each == name else each for each in mapping]
        mapping[table.headers.index(header)] = name
    missing = {column.name for column in kind.columns if column.required} - set(mapping)
    if missing:
        raise RefusedError(f"No column says “{missing.pop()}”: --mapping HEADER=COLUMN says which does.")
    return mapping


def _preview(kind: Importable, table: Table, mapping: Sequence[str]) -> int:
    """What would become of every line; nothing is written."""
    read, find = kind.reader(), kind.finder()
    for number, cells in table.lines:
        line = kind.understand(mapping, cells, read)
        what = str(Finding.ERROR.label)
        if not line.errors:
            what = str(find(line.values, number).finding.label)
        sentences = "; ".join(f"{label}: {sentence}" for label, sentence in line.errors)
        print(f"{number}\t{what}\t{kind.title(line.values)}\t{sentences}".rstrip())
    return 0


def _apply(kind: Importable, table: Table, mapping: Sequence[str], wanted: Namespace) -> int:
    by = _person(wanted.by)
    if not permits_adding(by, kind.model):
        raise RefusedError(f"{by} may not import this.")
    batch = operations.bring(by=by, kind=kind, file_name=Path(wanted.file).name, table=table)
    batch = operations.set_columns(by=by, batch=batch, mapping=mapping)
    running.go_on(batch)
    batch = operations.apply_import(by=by, batch=batch)
    running.go_on(batch)
    for state in LineState:
        number = batch.lines.filter(state=state).count()
        if number:
            print(f"{number}\t{state.label}")
    print(f"The import can be looked at and undone by {by}: {batch.get_absolute_url()}")
    return 0


def _person(email: str) -> Person:
    """Whose import it is: the person named, else the only one who coordinates."""
    if email:
        found = list(Person.objects.filter(is_active=True, email__iexact=email))
    else:
        found = list(Person.objects.with_role_on(Role.COORDINATION, clock.today()))
    if len(found) != 1:
        raise RefusedError("In whose name? --by EMAIL says it.")
    return found[0]
