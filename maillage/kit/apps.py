from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings

DOORS = (
    "vocabularies", "policies", "operations", "menu", "home_cards", "jobs", "erasure", "imports", "measures",
    "capture",
)  # fmt: skip


class KitConfig(AppConfig):
    name = "maillage.kit"
    label = "kit"
    verbose_name = "kit"

    def ready(self) -> None:
        """Open the doors through which rooms register what kit and the upper rooms then find by name."""
        from maillage.kit import mail, menu, upkeep  # noqa: F401 (their jobs register)
        from maillage.kit.counted import require_marks
        from maillage.kit.imports import operations, running  # noqa: F401 (their verbs and jobs register)

        for name in settings.MORE_JOBS:
            import_module(name)
        for room in settings.ROOMS:
            for door in DOORS:
                name = f"{apps.get_app_config(room).name}.{door}"
                if room == "kit" and door == "imports" or find_spec(name) is None:
                    continue
                module = import_module(name)
                if door == "menu" and room != "kit":
                    menu.register(module.MENU)
        require_marks()
