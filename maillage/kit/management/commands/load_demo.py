from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from maillage.kit import clock, history


class Command(BaseCommand):
    help = "Load the demo: fictitious people, and a state relative to today. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError("The demo belongs in the demo alone: these settings are not the demo's.")
        with transaction.atomic():
            for room in settings.ROOMS:
                if find_spec(f"maillage.{room}.demo") is not None:
                    self.stdout.write(f"demo of {room}")
                    import_module(f"maillage.{room}.demo").load(clock.today())
        while history.seal_pending():
            pass
