"""The danger page opens without network, too."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.captures import OfflinePage, show
from maillage.mutual_aid.models import danger_page

LANGUAGES = ("fr", "nl")


def shown(language: str, ways: list[tuple[str, str]]) -> dict[str, Any]:
    """What the page shows; `ways` are its addresses by language."""
    row = danger_page()
    return {
        "danger": row,
        "numbers": row.numbers(language),
        "text": row.text(language).strip(),
        "ways": ways,
    }


def draw() -> tuple[str, dict[str, Any]]:
    """As a phone keeps it."""
    language = get_language() or LANGUAGES[0]
    ways = [(code, reverse("sync:offline_form", args=[code, "danger"])) for code in LANGUAGES]
    return "mutual_aid/danger.html", shown(language, ways)


show(OfflinePage("danger", _("Someone is in danger"), "mutual_aid:danger", draw))
