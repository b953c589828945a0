from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "maillage.sync"
    label = "sync"
    verbose_name = "sync"
