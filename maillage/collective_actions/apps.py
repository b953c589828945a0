from django.apps import AppConfig


class CollectiveActionsConfig(AppConfig):
    name = "maillage.collective_actions"
    label = "collective_actions"
