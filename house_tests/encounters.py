"""A meeting Mirabelle noted, with everything a note may say; and more of them years later."""

from datetime import timedelta

from maillage.encounters import reminders
from maillage.encounters.models import PURPOSE, Intervention, NonTakeUp, Reminder, SealedNote
from maillage.kit import clock, sealing
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person
from maillage.territory.models import Neighbourhood


def add_meeting(place: Neighbourhood, by: Person, colleague: Person, **more: object) -> Intervention:
    """A first meeting in the street, a help that lacks, a word sealed, an appointment."""
    today = clock.today()
    row = Intervention.objects.create(
        author=by,
        happened_on=today,
        neighbourhood=place,
        meeting_place=shipped_term("meeting_place", "street"),
        first_meeting="yes",
        initiator=shipped_term("initiator", "raq"),
        lacks_help="yes",
        language="fr",
        appointment_on=today + timedelta(days=3),
        recorded_at=clock.now(),
        **more,
    )
    row.themes.add(shipped_term("theme", "housing"))
    row.actions_done.add(shipped_term("action_done", "listen"))
    row.colleagues.add(colleague)
    lack = NonTakeUp.objects.create(intervention=row, right=shipped_term("right_lacking", "income"))
    lack.forms.add(shipped_term("non_take_up", "not_known"))
    _private, public = sealing.new_key_pair()
    sealed = sealing.seal("à revoir".encode(), public, purpose=PURPOSE, record=row.pk)
    SealedNote.objects.create(intervention=row, author=by, sealed=sealed, written_on=today)
    return row


def more_meetings(known: Intervention, number: int, person: Person) -> None:
    """Another meeting, and another version of the one the pages are about."""
    place = known.neighbourhood
    assert place is not None
    add_meeting(place, known.author, person)
    add_meeting(place, known.author, person, replaces=known, superseded_at=clock.now())
    add_reminder(known.author)


def add_reminder(by: Person) -> Reminder:
    """Who is to be called back, sealed."""
    today = clock.today()
    row = Reminder(author=by, made_on=today, erased_on=today + timedelta(days=30))
    _private, public = sealing.new_key_pair()
    row.sealed = sealing.seal(b"{}", public, purpose=reminders.PURPOSE, record=row.pk)
    row.save()
    return row
