from django.urls import path

from maillage.kit import gallery

app_name = "kit"
urlpatterns = [path("gallery/", gallery.gallery, name="gallery")]
