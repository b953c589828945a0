"""What people do to their own account."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from maillage.kit.history import changes_between, snapshot
from maillage.kit.operations import operation, tell
from maillage.people.models import Person, Skill, SpokenLanguage


@operation("people.profile.changed", _("%(who)s changed their profile"))
def change_profile(
    *, by: Person, values: dict[str, object], languages: Iterable[str], skills: Iterable[str]
) -> Person:
    """Keep my profile: what I am called, what I can do, and what colleagues may see of it."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    before = snapshot(person)
    for name, value in values.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save()
    changes = changes_between(before, person)
    if _replace_languages(person, set(languages)):
        changes["spoken_languages"] = None
    if _replace_skills(person, list(skills)):
        changes["skills"] = None
    tell(person, changes=changes)
    return person


def _replace_languages(person: Person, codes: set[str]) -> bool:
    known = set(person.spoken_languages.values_list("code", flat=True))
    person.spoken_languages.filter(code__in=known - codes).delete()
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(person=person, code=code) for code in sorted(codes - known)
    )
    return known != codes


def _replace_skills(person: Person, labels: list[str]) -> bool:
    known = list(person.skills.values_list("label", flat=True))
    if sorted(known) == sorted(labels):
        return False
    person.skills.all().delete()
    Skill.objects.bulk_create(Skill(person=person, label=label) for label in labels)
    return True


@operation("people.password.changed", _("%(who)s changed their password"))
def change_password(*, by: Person, password: str) -> None:
    """Replace my password."""
    by.set_password(password)
    by.save(update_fields=["password"])
    tell(by)
