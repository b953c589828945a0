"""What this room holds of a person (T16)."""

from django.utils.translation import gettext as _

from maillage.kit.erasure import Held, tells
from maillage.kit.policy import Reader
from maillage.territory.models import Absence, Assignment


@tells
def territory(reader: Reader) -> list[Held]:
    """Which zones they covered, and which days they were away."""
    assignments = Assignment.objects.filter(person=reader.pk).with_names()
    absences = Absence.objects.filter(person=reader.pk)
    return [
        Held(_("Assignments"), [(str(each.zone), str(each.period)) for each in assignments]),
        Held(_("Days away"), [(str(each.period), "") for each in absences]),
    ]
