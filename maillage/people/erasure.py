"""What this room holds of a person (T16)."""

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.erasure import Held, tells
from maillage.kit.policy import Reader
from maillage.people.models import Person, RightsRequest

CARD = ("display_name", "email", "job_title", "phone", "experience")


@tells
def people(reader: Reader) -> list[Held]:
    """My card, roles, languages, skills, sessions, ways in and requests; never a password or a secret."""
    person = Person.objects.get(pk=reader.pk)
    fields = [field for field in Person._meta.concrete_fields if field.name in CARD]
    card = [(str(field.verbose_name), str(getattr(person, field.name) or "")) for field in fields]
    sessions = person.sessions.filter(expire_date__gt=clock.now()).order_by("-last_used_at", "pk")
    passkeys = [(each.name, clock.in_words(each.added_at)) for each in person.passkeys.all()]
    requests = RightsRequest.objects.filter(person=person)
    return [
        Held(_("My card"), [(label, value) for label, value in card if value]),
        Held(_("Roles"), [(each.get_role_display(), str(each.period)) for each in person.memberships.all()]),
        Held(_("Languages"), [(str(each), "") for each in person.spoken_languages.all()]),
        Held(_("Skills"), [(each.label, "") for each in person.skills.all()]),
        Held(
            _("Where I am signed in"),
            [(each.device, clock.in_words(each.last_used_at)) for each in sessions if each.last_used_at],
        ),
        Held(_("Passkeys"), passkeys),
        Held(
            _("My requests"),
            [(each.get_kind_display(), clock.in_words(each.received_on)) for each in requests],
        ),
    ]
