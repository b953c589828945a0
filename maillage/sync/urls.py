from django.urls import path

from maillage.sync.views import sending, shell, waiting

app_name = "sync"

urlpatterns = [
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("offline/<str:language>/", shell.offline, name="offline"),
    path("offline/<str:language>/<str:code>/", shell.offline, name="offline_form"),
    path("sync/envelopes", sending.envelopes, name="envelopes"),
    path("sync/devices", sending.add_device, name="add_device"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/<uuid:pk>/", waiting.finish, name="finish"),
    path("waiting/<uuid:pk>/count/", waiting.count_left, name="count_left"),
    path("waiting/<uuid:pk>/put-away/", waiting.put_away, name="put_away"),
    path("waiting/<uuid:pk>/take-up/", waiting.take_up, name="take_up"),
    path("waiting/devices/<uuid:pk>/revoke/", waiting.revoke_device, name="revoke_device"),
]
