"""Copying everything from one database to another, SQLite or PostgreSQL, and proving that nothing is missing.

A database is read by the tables its own migrations made, which may be those of the version before.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models.sql import InsertQuery

from maillage.installation.place import RefusedError
from maillage.kit import history
from maillage.settings.base import database

Model = type[models.Model]
Node = tuple[str, str]
Progress = Callable[[str, int, int], None]
ROWS_AT_ONCE = 1000
#: What migrations themselves write into an empty database.
MADE_BY_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def silent(table: str, done: int, total: int) -> None:
    """No progress told."""


@dataclass(frozen=True)
class Content:
    """What a database holds: rows of each table, and the history's last digest."""

    counts: dict[str, int]
    last_digest: str
    history_faults: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def differs_from(self, other: "Content") -> list[str]:
        """Where two databases differ, one sentence each."""
        found = [
            f"{table}: {count} rows, and {other.counts.get(table)} in the other"
            for table, count in self.counts.items()
            if other.counts.get(table) != count
        ]
        if self.last_digest != other.last_digest:
            found.append("the histories end with different digests")
        if self.history_faults != other.history_faults:
            found.append("the history is whole in one alone")
        return found


def connect(alias: str, url: str) -> None:
    """Make another database reachable under that name."""
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, alias: database(url)})
    connections.settings[alias] = configured[alias]


def disconnect(alias: str) -> None:
    connections[alias].close()
    del connections[alias], connections.settings[alias]


# --- Tables as the migrations of a database made them --------------------


def state_of(alias: str) -> list[Node]:
    """The last migration applied of each app."""
    loader = MigrationLoader(connections[alias])
    applied = {node for node in loader.applied_migrations if node in loader.graph.nodes}
    return sorted(
        node
        for node in applied
        if not any(child in applied and child[0] == node[0] for child in loader.graph.node_map[node].children)
    )


def tables_at(alias: str) -> list[Model]:
    """Every table of that database, as its migrations describe it."""
    return _tables(tuple(state_of(alias)))


@cache
def _tables(state: tuple[Node, ...]) -> list[Model]:
    """Drawn once: it takes longer than reading most of them."""
    known = MigrationLoader(None).project_state(list(state)).apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not model._meta.proxy]


def make_tables(alias: str, state: list[Node]) -> None:
    """Bring an empty or older database to that state, without adding rows of our own."""
    MigrationExecutor(connections[alias]).migrate(state)


def rows_of(model: Model, alias: str) -> models.QuerySet[models.Model]:
    """All rows, past any manager's own opinion."""
    return models.QuerySet(model).using(alias)


def content(alias: str) -> Content:
    """Count every table and read the whole history again."""
    counts = {model._meta.db_table: rows_of(model, alias).count() for model in tables_at(alias)}
    found = history.verify(using=alias)
    return Content(counts, found.last_digest, len(found.faults))


def refuse_unless_empty(alias: str) -> None:
    """Raises RefusedError if any row would be covered."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - MADE_BY_MIGRATIONS):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise RefusedError(f"That database is not empty ({table} holds rows): nothing was changed.")


def drop_tables(alias: str) -> None:
    """Empty a PostgreSQL database of every table, before a backup takes its place."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


# --- Rows --------------------


def copy(source: str, target: str, progress: Progress = silent) -> None:
    """Replace all rows of `target` by those of `source`, in one transaction on each side.

    Both have the same tables. The source is read as it stood at one moment, while others go on writing.
    """
    tables = tables_at(source)
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for model in tables:
            rows_of(model, target)._raw_delete(target)
        for model in tables:
            _copy_rows(model, source, target, progress)
        _set_sequences(target, tables)


def _copy_rows(model: Model, source: str, target: str, progress: Progress) -> None:
    table, total, done = model._meta.db_table, rows_of(model, source).count(), 0
    fields = list(model._meta.concrete_fields)
    for batch in _batches(model, source, target):
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)  # as they are: no field sets its moment anew
        query.get_compiler(using=target).execute_sql()
        done += len(batch)
        progress(table, done, total)


def _batches(model: Model, source: str, target: str) -> Iterator[list[models.Model]]:
    """As many rows at once as both databases bear."""
    fields = list(model._meta.concrete_fields)
    most = connections[target].ops.bulk_batch_size(fields, [model()] * ROWS_AT_ONCE)
    size = max(1, min(most, ROWS_AT_ONCE))
    batch: list[models.Model] = []
    for row in rows_of(model, source).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _set_sequences(alias: str, tables: list[Model]) -> None:
    """Let the next row of each table get the number after the last one copied."""
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
