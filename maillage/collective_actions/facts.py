"""The report's own actions and events, shipped as plain lists (annex 5, domain 4.1-4.3).

They come in as any team's list would. The documents print no date: each is invented, and says so.
"""

from pathlib import Path

from django.db import transaction

from maillage.collective_actions.models import Action, Event
from maillage.kit.imports.shipped import load_list

FOLDER = Path(__file__).parent / "facts"
OF_ACTIONS = ("R9a", "R10a", "A5")
OF_EVENTS = "A5"


@transaction.atomic
def load_facts() -> int:
    """Load the 25 actions and the 152 events, each list once; how many rows that made.

    What the team changed, merged or withdrew since is never touched again.
    """
    made = 0
    if not Action.objects.filter(source__in=OF_ACTIONS).exists():
        made += load_list("actions", FOLDER / "actions.csv")
    if not Event.objects.filter(source=OF_EVENTS).exists():
        made += load_list("events", FOLDER / "events.csv")
    return made
