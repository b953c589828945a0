"""The demo as a real installation is in one thing: every account has a second factor."""

from maillage.settings.demo import *  # noqa: F403

SECOND_FACTOR = True
