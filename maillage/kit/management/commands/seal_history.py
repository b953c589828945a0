import logging
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from maillage.kit import history

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Chain the history entries committed since the last block. With --every, keep doing so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        pause = Event()
        while True:
            try:
                sealed = history.seal_pending()
            except OperationalError:
                if options["every"] is None:
                    raise
                sealed = 0  # the database is busy or away: the entries wait, nothing is lost
                logger.warning("the database does not answer; history waits to be sealed")
            if options["every"] is None:
                self.stdout.write(f"{sealed} entries sealed")
                return
            if not sealed:
                close_old_connections()
                pause.wait(options["every"])
