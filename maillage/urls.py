"""Every address of Maillage, room by room."""

from django.urls import include, path

handler400 = "maillage.kit.errors.bad_request"
handler403 = "maillage.kit.errors.permission_denied"
handler404 = "maillage.kit.errors.page_not_found"
handler500 = "maillage.kit.errors.server_error"

urlpatterns = [
    path("", include("maillage.home.urls")),
    path("", include("maillage.people.urls")),
    path("", include("maillage.territory.urls")),
    path("", include("maillage.network.urls")),
    path("", include("maillage.figures.urls")),
    path("", include("maillage.collective_actions.urls")),
    path("", include("maillage.encounters.urls")),
    path("", include("maillage.sync.urls")),
    path("", include("maillage.mutual_aid.urls")),
    path("", include("maillage.kit.urls")),
]
