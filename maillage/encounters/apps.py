from django.apps import AppConfig


class EncountersConfig(AppConfig):
    name = "maillage.encounters"
    label = "encounters"
