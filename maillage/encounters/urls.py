"""Addresses of my notes: numbers only, and none of them answers anybody else."""

from django.urls import path

from maillage.encounters import views

app_name = "encounters"
urlpatterns = [
    path("encounters/", views.mine, name="mine"),
    path("encounters/new/", views.note, name="note"),
    path("encounters/kept/", views.kept, name="kept"),
    path("encounters/discreet/", views.discreet, name="discreet"),
    path("encounters/reminders/", views.reminders_mine, name="reminders"),
    path("encounters/reminders/new/", views.write_reminder, name="write_reminder"),
    path("encounters/reminders/read/", views.read_reminders, name="read_reminders"),
    path("encounters/reminders/<uuid:pk>/erase/", views.erase_reminder, name="erase_reminder"),
    path("encounters/<uuid:pk>/", views.one, name="one"),
    path("encounters/<uuid:pk>/correct/", views.correct, name="correct"),
    path("encounters/<uuid:pk>/read/", views.read, name="read"),
    path("encounters/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("encounters/<uuid:pk>/restore/", views.restore, name="restore"),
]
