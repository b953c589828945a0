from django.apps import AppConfig


class MutualAidConfig(AppConfig):
    name = "maillage.mutual_aid"
    label = "mutual_aid"
