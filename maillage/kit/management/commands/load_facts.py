"""Load the shipped facts of every room: places and both documented states, then actions and events."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from maillage.kit.operations import RefusedError
from maillage.kit.shipped import load_vocabularies


class Command(BaseCommand):
    help = "Load the shipped facts that are not there yet, in the words they ask for. Changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        added = 0
        try:
            with transaction.atomic():
                load_vocabularies()
                for room in settings.ROOMS:
                    spec = find_spec(f"maillage.{room}.facts")
                    if spec is not None and spec.origin:  # a module, not the folder of the files alone
                        added += import_module(f"maillage.{room}.facts").load_facts()
        except RefusedError as refusal:
            raise CommandError(str(refusal.sentence)) from None
        self.stdout.write(f"{added} records added." if added else "Everything was already there.")
