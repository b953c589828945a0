from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maillage.kit import history


class Command(BaseCommand):
    help = "Read the whole history chain again and say whether anything was altered, removed or slipped in."

    def handle(self, *args: Any, **options: Any) -> None:
        found = history.verify(self._progress)
        for fault in found.faults:
            self.stderr.write(fault)
        self.stdout.write(
            f"{found.blocks} blocks, {found.entries} sealed entries, {found.tail} not sealed yet"
        )
        if found.emptied:
            self.stdout.write(f"{found.emptied} of them emptied by erasures; the chain says which")
        self.stdout.write(f"last digest: {found.last_digest}")
        if not found.is_true:
            raise CommandError("The history is not what was sealed.")
        self.stdout.write("The history is whole.")

    def _progress(self, blocks: int) -> None:
        if blocks % 100 == 0:
            self.stdout.write(f"… {blocks} blocks read")
