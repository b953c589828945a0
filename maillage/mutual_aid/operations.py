"""What is done to the danger page: a new version, told once."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation
from maillage.kit.rows import add
from maillage.mutual_aid.models import DangerPage, danger_page
from maillage.people.models import Person


def _check(row: DangerPage) -> None:
    if row.checked_on > clock.today() or (row.lawyer_on and row.lawyer_on > clock.today()):
        raise RefusedError(_("This day is still to come."), field="checked_on")


@operation("mutual_aid.danger_page.written", gettext_lazy("%(who)s wrote a version of the danger page"))
def write_danger_page(*, by: Person, values: dict[str, Any], after: UUID | None) -> DangerPage:
    """A new version; `after` is the one its author had before their eyes (F33)."""
    hold("mutual_aid.danger_page")
    last = danger_page()
    if after != (None if last.is_shipped else last.pk):
        raise RefusedError(
            _("A colleague saved another version meanwhile. I open the page anew beside this one.")
        )
    return add(DangerPage(author=by, written_at=clock.now()), values, check=_check)
