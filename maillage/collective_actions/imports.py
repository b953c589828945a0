"""Lists that can be imported into this room."""

from maillage.collective_actions.plannings.importable import PlanningList
from maillage.kit.imports.importable import register

register(PlanningList())
