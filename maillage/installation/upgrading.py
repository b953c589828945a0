"""`maillage upgrade`: a verified backup, the files of the pages, the migrations, an examination."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from maillage.installation import backups, doctor
from maillage.installation.place import RefusedError


def pending() -> list[str]:
    """The migrations that this version brings."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


def upgrade() -> int:
    """Raises RefusedError when the database does not take a migration: the backup is the way back."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    wanted = pending()
    if wanted:
        backup = backups.back_up(settings.BACKUPS)
        print(f"Backup made and read again: {backup}")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except Exception as fault:  # whatever a migration raises, the way back is said
            raise RefusedError(
                f"A migration did not go through ({type(fault).__name__}). "
                f"With the version of before, `maillage restore {backup}` brings back what was there."
            ) from fault
        print(f"{len(wanted)} migrations went through.")
    else:
        print("The database is of this version already.")
    call_command("load_vocabularies", verbosity=0)  # new words come; those somebody changed stay
    return doctor.report(doctor.findings(whole=True))
