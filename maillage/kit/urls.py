from django.urls import path

from maillage.kit.gallery import gallery

app_name = "kit"
urlpatterns = [path("gallery/", gallery, name="gallery")]
