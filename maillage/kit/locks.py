"""Locks that last until the end of the transaction, for rules a constraint cannot say (overlaps)."""

import hashlib

from django.db import connection


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
