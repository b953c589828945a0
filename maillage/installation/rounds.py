"""The process that keeps time: every two seconds it seals the history and gives due jobs their turns."""

import logging
import signal
from datetime import timedelta
from threading import Event
from types import FrameType

import django

django.setup()

from django.db import DatabaseError, close_old_connections  # noqa: E402

from maillage.kit import clock, history, jobs  # noqa: E402

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2.0
JOBS_EVERY = timedelta(seconds=20)


def go_round(stopped: Event) -> None:
    """Until stopped. A database that does not answer is waited for: entries and turns wait with it."""
    jobs_at = clock.now()
    while not stopped.is_set():
        close_old_connections()
        try:
            while history.seal_pending():
                pass
            if clock.now() >= jobs_at:
                jobs.enqueue_due(clock.now())
                jobs_at = clock.now() + JOBS_EVERY
        except DatabaseError:
            logger.warning("the database does not answer; history and jobs wait", exc_info=True)
        stopped.wait(EVERY_SECONDS)


def main() -> None:
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    go_round(stopped)


if __name__ == "__main__":
    main()
