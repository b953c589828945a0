"""Addresses of figures: the code of the question, and what is asked of it."""

from django.urls import path

from maillage.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/definitions/", views.definitions_page, name="definitions"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/<slug:kind>/", views.export, name="export"),
]
