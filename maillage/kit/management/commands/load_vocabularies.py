"""Load the vocabularies of the documents; what coordination wrote is never covered."""

from typing import Any

from django.core.management.base import BaseCommand

from maillage.kit.shipped import load_vocabularies


class Command(BaseCommand):
    help = "Load the shipped vocabularies: what misses is added, what changed is proposed."

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_vocabularies()
        self.stdout.write(f"{count} terms added or proposed." if count else "Everything was already there.")
