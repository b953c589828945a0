from django.urls import path

from maillage.kit.gallery import gallery
from maillage.kit.health import healthz
from maillage.kit.operating import operating

app_name = "kit"
urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("healthz", healthz, name="healthz"),
    path("operator/", operating, name="operator"),
]
