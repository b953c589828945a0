"""Addresses of the territory: ids only, never a name."""

from django.urls import path

from maillage.territory.views import editing, gestures, reading

app_name = "territory"
urlpatterns = [
    path("my-zone/", reading.my_zone, name="my_zone"),
    path("territory/", reading.territory, name="territory"),
    path("territory/zones/new/", editing.add_zone, name="add_zone"),
    path("territory/zones/<uuid:pk>/", reading.zone, name="zone"),
    path("territory/zones/<uuid:pk>/change/", editing.change_zone, name="change_zone"),
    path("territory/neighbourhoods/new/", editing.add_neighbourhood, name="add_neighbourhood"),
    path("territory/neighbourhoods/<uuid:pk>/", reading.neighbourhood, name="neighbourhood"),
    path(
        "territory/neighbourhoods/<uuid:pk>/change/",
        editing.change_neighbourhood,
        name="change_neighbourhood",
    ),
    path("territory/choices/new/", editing.choose_neighbourhood, name="choose_neighbourhood"),
    path("territory/choices/<uuid:pk>/change/", editing.change_choice, name="change_choice"),
    path("territory/choices/<uuid:pk>/withdraw/", gestures.withdraw_choice, name="withdraw_choice"),
    path("territory/choices/<uuid:pk>/restore/", gestures.restore_choice, name="restore_choice"),
    path("territory/communes/", reading.communes, name="communes"),
    path("territory/communes/<uuid:pk>/change/", editing.change_commune, name="change_commune"),
    path("territory/hosts/", reading.hosts, name="hosts"),
    path("territory/hosts/new/", editing.add_host, name="add_host"),
    path("territory/hosts/<uuid:pk>/", reading.host, name="host"),
    path("territory/hosts/<uuid:pk>/change/", editing.change_host, name="change_host"),
    path("territory/hosts/<uuid:pk>/contacts/new/", editing.add_contact, name="add_contact"),
    path("territory/contacts/<uuid:pk>/change/", editing.change_contact, name="change_contact"),
    path("territory/sites/new/", editing.add_site, name="add_site"),
    path("territory/sites/<uuid:pk>/change/", editing.change_site, name="change_site"),
    path("territory/assignments/", reading.assignments, name="assignments"),
    path("territory/assignments/new/", editing.open_assignment, name="open_assignment"),
    path("territory/assignments/<uuid:pk>/", reading.assignment, name="assignment"),
    path("territory/assignments/<uuid:pk>/change/", editing.change_assignment, name="change_assignment"),
    path("territory/assignments/<uuid:pk>/end/", gestures.end_assignment, name="end_assignment"),
    path(
        "territory/assignments/<uuid:pk>/withdraw/",
        gestures.withdraw_assignment,
        name="withdraw_assignment",
    ),
    path("territory/assignments/<uuid:pk>/restore/", gestures.restore_assignment, name="restore_assignment"),
    path("territory/absences/new/", editing.note_absence, name="note_absence"),
    path("territory/absences/<uuid:pk>/change/", editing.change_absence, name="change_absence"),
    path("territory/absences/<uuid:pk>/withdraw/", gestures.withdraw_absence, name="withdraw_absence"),
    path("territory/absences/<uuid:pk>/restore/", gestures.restore_absence, name="restore_absence"),
    path("territory/project/", reading.project, name="project"),
    path("territory/project/funding/new/", editing.add_funding, name="add_funding"),
    path("territory/project/funding/<uuid:pk>/change/", editing.change_funding, name="change_funding"),
]
