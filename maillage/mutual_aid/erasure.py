"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.erasure import Held, Subject, stays, tells
from maillage.mutual_aid.models import DangerPage


@tells
def danger_pages(subject: Subject) -> list[Held]:
    """The versions of the danger page they wrote."""
    rows = DangerPage.objects.filter(author=subject.pk)
    return [
        Held(_("Versions of the danger page I wrote"), [(clock.in_words(row.checked_on), "") for row in rows])
    ]


stays(
    DangerPage,
    "author",
    gettext_lazy("Versions of the danger page that this person wrote"),
    gettext_lazy("What the page said on a day must stay known. They lead to a number without a name."),
)
