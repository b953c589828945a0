from django.urls import path

from maillage.mutual_aid import views

app_name = "mutual_aid"
urlpatterns = [
    path("danger/", views.danger, name="danger"),
    path("danger/change/", views.change_danger, name="change_danger"),
    path("danger/<str:language>/", views.danger, name="danger_in"),
]
