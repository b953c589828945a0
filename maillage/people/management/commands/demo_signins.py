from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from maillage.people.demo import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Print the demo's ready-made sign-ins, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            for each in SIGN_INS:
                screen = " (in Dutch)" if each.screen == "nl" else ""
                self.stdout.write(f"  {each.role.label + screen:<22} {each.email:<28} {PASSWORD}")
