"""A version of the danger page, in the words it came with."""

from uuid import uuid4

from maillage.kit import clock
from maillage.mutual_aid.models import DangerPage, danger_page
from maillage.people.models import Person


def add_danger(by: Person) -> DangerPage:
    row = danger_page()
    row.pk, row.author, row.written_at = uuid4(), by, clock.now()
    row.save(force_insert=True)
    return row
