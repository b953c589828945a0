"""Load the shipped facts about the territory: communes, neighbourhoods, and both documented states."""

from typing import Any

from django.core.management.base import BaseCommand

from maillage.territory.facts import load_facts


class Command(BaseCommand):
    help = "Load the shipped facts about the territory that are not there yet. Changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_facts()
        self.stdout.write(f"{added} records added." if added else "Everything was already there.")
