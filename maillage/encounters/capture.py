"""A meeting noted without network: the form of the page, and the page that opens without network."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.encounters.forms import BlankMeetingForm, MeetingForm
from maillage.encounters.models import Intervention
from maillage.kit.captures import Capture, offer

VERSION = 1


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
