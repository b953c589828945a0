"""A long, true, sealed history, written past the models so that it takes seconds."""

from __future__ import annotations

import secrets

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from maillage.installation import copies
from maillage.kit import clock, history

AT_ONCE = 20_000


def fill(entries: int) -> None:
    """On the tables of whatever version the database is."""
    apps = MigrationExecutor(connection).loader.project_state(copies.state_of("default")).apps
    people, lines = apps.get_model("people", "Person"), apps.get_model("kit", "HistoryEntry")
    person = people.objects.create(display_name="Basilic", email="basilic@test.example")
    for begun in range(0, entries, AT_ONCE):
        rows = []
        for number in range(begun, min(begun + AT_ONCE, entries)):
            entry = lines(
                at=clock.now(),
                by_id=person.pk,
                verb="people.card.saved",
                subject_kind="people.person",
                subject_id=str(person.pk),
                details=f'{{"changes":{{"number":[{number},{number + 1}]}},"reason":""}}',
                request_id="",
                salt=secrets.token_hex(16),
            )
            entry.commitment = history.commitment_of(entry)
            rows.append(entry)
        lines._base_manager.bulk_create(rows)
    while history.seal_pending():
        pass
