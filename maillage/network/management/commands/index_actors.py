"""Make anew what the search reads of local actors."""

from typing import Any

from django.core.management.base import BaseCommand

from maillage.network.index import renew_all


class Command(BaseCommand):
    help = "Makes the index of the search of local actors anew; nothing else changes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{renew_all()} local actors in the index.")
