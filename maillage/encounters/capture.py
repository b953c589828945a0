"""Meetings and reminders noted without network: the form of the page, and the page that opens without."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.encounters.forms import BlankMeetingForm, MeetingForm
from maillage.encounters.models import Intervention, Reminder
from maillage.encounters.reminders import DAYS, KIND, ReminderForm
from maillage.kit.captures import Capture, offer
from maillage.people.models import Person

VERSION = 1
REMINDER_VERSION = 1


def blank() -> tuple[str, dict[str, Any]]:
    """The form of nobody: no colleague, actor or event is named in it."""
    shown = {"form": BlankMeetingForm(), "version": VERSION, "is_new": True, "research_open": False}
    return "encounters/offline.html", shown


offer(
    Capture(
        "encounters.meeting",
        _("I met somebody"),
        VERSION,
        Intervention,
        MeetingForm,
        page="encounters:note",
        blank=blank,
    )
)


def blank_reminder() -> tuple[str, dict[str, Any]]:
    """The form of nobody: the phone seals what is typed for its person."""
    context = {"form": ReminderForm(by=Person()), "version": REMINDER_VERSION, "days": DAYS}
    return "encounters/offline_reminder.html", context


offer(
    Capture(
        KIND,
        _("A reminder"),
        REMINDER_VERSION,
        Reminder,
        ReminderForm,
        page="encounters:write_reminder",
        blank=blank_reminder,
    )
)
