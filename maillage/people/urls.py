from django.urls import path

from maillage.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.set_language, name="set_language"),
    path("session/lock/", views.lock, name="lock"),
    path("session/unlock/", views.unlock, name="unlock"),
    path("session/alive/", views.alive, name="alive"),
    path("me/", views.my_profile, name="my_profile"),
    path("me/password/", views.my_password, name="my_password"),
    path("me/sessions/", views.my_sessions, name="my_sessions"),
    path("me/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<uuid:public_id>/end/", views.end_session, name="end_session"),
    path("team/", views.team, name="team"),
    path("team/<uuid:pk>/", views.colleague, name="colleague"),
]
