"""Locks that last until the end of the transaction, and questions that may not last too long."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

STEPS = 20_000  # between two looks at the clock


def hold(name: str) -> None:
    """Wait until nobody else holds the lock `name`, and keep it until this transaction ends.

    SQLite's `BEGIN IMMEDIATE` already makes every writing transaction wait for the others. Raises
    RuntimeError outside a transaction, where the lock would protect nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock needs a transaction")
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


class TooLongError(Exception):
    """The database was still counting when the time was over."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what is asked of the database inside when it takes longer. Raises TooLongError."""
    try:
        with _limit_of_sqlite(seconds) if connection.vendor == "sqlite" else _limit_of_postgresql(seconds):
            yield
    except OperationalError as fault:
        if any(word in str(fault) for word in ("interrupted", "statement timeout")):
            raise TooLongError from None
        raise


@contextmanager
def _limit_of_sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    driver, until = connection.connection, time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, STEPS)


@contextmanager
def _limit_of_postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
        yield
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
