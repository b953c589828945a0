"""Lists that can be imported into this room: actions, then their events; and plannings of partners."""

from maillage.collective_actions.exchange.actions import ActionList
from maillage.collective_actions.exchange.events import EventList
from maillage.collective_actions.plannings.importable import PlanningList
from maillage.kit.imports.importable import register

register(ActionList())
register(EventList())
register(PlanningList())
