"""Addresses of local actors: ids only, never a name."""

from django.urls import path

from maillage.network.views import editing, exchange, gestures, merging, reading

app_name = "network"
urlpatterns = [
    path("actors/", reading.actors, name="actors"),
    path("actors/new/", editing.add_actor, name="add_actor"),
    path("actors/export/", exchange.export, name="export"),
    path("actors/export/<slug:language>/<slug:name>/", exchange.export_file, name="export_file"),
    path("open/", exchange.open_data, name="open_data"),
    path("open/actors/<slug:language>/<slug:name>/", exchange.open_file, name="open_file"),
    path("actors/<uuid:pk>/", reading.actor, name="actor"),
    path("actors/<uuid:pk>/change/", editing.change_actor, name="change_actor"),
    path("actors/<uuid:pk>/withdraw/", gestures.withdraw_actor, name="withdraw_actor"),
    path("actors/<uuid:pk>/restore/", gestures.restore_actor, name="restore_actor"),
    path("actors/<uuid:pk>/merge/", merging.choose_twin, name="choose_twin"),
    path("actors/<uuid:pk>/merge/<uuid:other>/", merging.merge_actor, name="merge_actor"),
    path("actors/merges/<uuid:pk>/undo/", merging.part_actors, name="part_actors"),
    path("actors/<uuid:pk>/addresses/new/", editing.add_site, name="add_site"),
    path("actors/addresses/<uuid:pk>/", editing.change_site, name="change_site"),
    path("actors/addresses/<uuid:pk>/withdraw/", gestures.withdraw_site, name="withdraw_site"),
    path("actors/addresses/<uuid:pk>/restore/", gestures.restore_site, name="restore_site"),
    path("actors/<uuid:pk>/ways/new/", editing.add_way, name="add_way"),
    path("actors/ways/<uuid:pk>/", editing.change_way, name="change_way"),
    path("actors/ways/<uuid:pk>/withdraw/", gestures.withdraw_way, name="withdraw_way"),
    path("actors/ways/<uuid:pk>/restore/", gestures.restore_way, name="restore_way"),
    path("actors/<uuid:pk>/people/new/", editing.add_person, name="add_person"),
    path("actors/people/<uuid:pk>/", editing.change_person, name="change_person"),
    path("actors/people/<uuid:pk>/withdraw/", gestures.withdraw_person, name="withdraw_person"),
    path("actors/people/<uuid:pk>/restore/", gestures.restore_person, name="restore_person"),
    path("actors/addresses/<uuid:pk>/rooms/new/", editing.add_room, name="add_room"),
    path("actors/rooms/<uuid:pk>/", editing.change_room, name="change_room"),
    path("actors/rooms/<uuid:pk>/withdraw/", gestures.withdraw_room, name="withdraw_room"),
    path("actors/rooms/<uuid:pk>/restore/", gestures.restore_room, name="restore_room"),
]
