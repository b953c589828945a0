"""Addresses of the calendar: ids only, never a name."""

from django.urls import path

from maillage.collective_actions.views import calendar, editing, gestures, looking_back, reading

app_name = "collective_actions"
urlpatterns = [
    path("agenda/", calendar.agenda, name="agenda"),
    path("actions/", reading.actions, name="actions"),
    path("actions/new/", editing.add_action, name="add_action"),
    path("actions/ideas/", reading.ideas, name="ideas"),
    path("actions/ideas/new/", editing.add_idea, name="add_idea"),
    path("actions/<uuid:pk>/", reading.action, name="action"),
    path("actions/<uuid:pk>/change/", editing.change_action, name="change_action"),
    path("actions/<uuid:pk>/start/", gestures.start_action, name="start_action"),
    path("actions/<uuid:pk>/back-to-idea/", gestures.back_to_idea, name="back_to_idea"),
    path("actions/<uuid:pk>/end/", gestures.end_action, name="end_action"),
    path("actions/<uuid:pk>/reopen/", gestures.reopen_action, name="reopen_action"),
    path("actions/<uuid:pk>/withdraw/", gestures.withdraw_action, name="withdraw_action"),
    path("actions/<uuid:pk>/restore/", gestures.restore_action, name="restore_action"),
    path("actions/<uuid:pk>/rhythm/new/", editing.add_series, name="add_series"),
    path("actions/rhythms/<uuid:pk>/", editing.change_series, name="change_series"),
    path("actions/rhythms/<uuid:pk>/stop/", gestures.stop_series, name="stop_series"),
    path("actions/rhythms/<uuid:pk>/resume/", gestures.resume_series, name="resume_series"),
    path("actions/<uuid:pk>/reviews/new/", looking_back.add_review, name="add_review"),
    path("actions/<uuid:pk>/reviews/plan/", looking_back.plan_review, name="plan_review"),
    path("actions/reviews/<uuid:pk>/", looking_back.write_review, name="write_review"),
    path("actions/reviews/<uuid:pk>/withdraw/", gestures.withdraw_review, name="withdraw_review"),
    path("actions/reviews/<uuid:pk>/restore/", gestures.restore_review, name="restore_review"),
    path("events/to-evaluate/", looking_back.to_evaluate, name="to_evaluate"),
    path("events/new/", editing.add_event, name="add_event"),
    path("events/<uuid:pk>/", reading.event, name="event"),
    path("events/<uuid:pk>/change/", editing.change_event, name="change_event"),
    path("events/<uuid:pk>/evaluation/", looking_back.evaluate, name="evaluate"),
    path("events/<uuid:pk>/idea/", looking_back.grow_idea, name="grow_idea"),
    path("events/<uuid:pk>/held/", gestures.hold_event, name="hold_event"),
    path("events/<uuid:pk>/cancel/", gestures.cancel_event, name="cancel_event"),
    path("events/<uuid:pk>/plan/", gestures.plan_event, name="plan_event"),
    path("events/<uuid:pk>/withdraw/", gestures.withdraw_event, name="withdraw_event"),
    path("events/<uuid:pk>/restore/", gestures.restore_event, name="restore_event"),
    path("events/<uuid:pk>/help/", editing.ask_help, name="ask_help"),
    path("events/help/<uuid:pk>/withdraw/", gestures.withdraw_help, name="withdraw_help"),
    path("events/help/<uuid:pk>/restore/", gestures.restore_help, name="restore_help"),
    path("events/help/<uuid:pk>/offer/", gestures.offer_help, name="offer_help"),
    path("events/help/<uuid:pk>/take-back/", gestures.take_back_offer, name="take_back_offer"),
]
