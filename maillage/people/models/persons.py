"""People, what they are in the project, what they speak and know."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.models import Record
from maillage.kit.periods import Dated, DatedQuerySet, on_q
from maillage.people.languages import SPOKEN
from maillage.people.names import NameField
from maillage.people.roles import Role


def same_address(typed: str) -> str:
    """An e-mail address in the one form in which it is kept, counted and looked up."""
    return typed.strip().lower()


class PersonQuerySet(models.QuerySet["Person"]):
    def with_role_on(self, role: str, day: date) -> "PersonQuerySet":
        """Only those who hold that role on that day."""
        held = RoleMembership.objects.filter(on_q(day), person=OuterRef("pk"), role=role)
        return self.filter(Exists(held))

    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True)


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def active(self) -> PersonQuerySet:
        return self.get_queryset().active()

    def with_role_on(self, role: str, day: date) -> PersonQuerySet:
        return self.get_queryset().with_role_on(role, day)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=same_address(username or ""))


class Theme(models.TextChoices):
    """Light of day, light of evening, or whatever the device says."""

    AUTO = "auto", _("Like my device")
    DAY = "day", _("Day")
    EVENING = "evening", _("Evening")


class Person(Record, AbstractBaseUser):
    """Somebody the project knows by name because they work in it or with it; never an inhabitant.

    Someone without an e-mail address cannot sign in: the eighteen RAQ of annex 1 are known by number only.
    """

    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    display_name = NameField(_("name I go by"), max_length=80)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    theme = models.CharField(_("light of the screen"), max_length=8, choices=Theme, default=Theme.AUTO)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(
        _("work phone"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 ./]{7,18}$", _("A phone number has digits only, such as 0470 12 34 56.")
            )
        ],
    )
    experience = models.TextField(_("earlier jobs and experience"), max_length=1000, blank=True)
    shows_phone = models.BooleanField(_("my work phone"), default=False)
    shows_languages = models.BooleanField(_("my languages"), default=True)
    shows_skills = models.BooleanField(_("my skills"), default=True)
    shows_experience = models.BooleanField(_("my experience"), default=False)
    erased_on = models.DateField(_("erased on"), null=True, editable=False)
    leaves_on = models.DateField(_("departure"), null=True, editable=False)

    #: When somebody last signed in is nobody's business (P3): the column of Django's base class is left out.
    last_login = None

    USERNAME_FIELD = "email"
    objects = PersonManager()

    history_keeps = frozenset({"is_active", "language", "theme", "leaves_on"})

    class Meta:
        verbose_name = _("person")
        ordering = ["display_name", "id"]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = same_address(self.email) if self.email else None
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today, asked once for each time the person is loaded."""
        return self.roles_on(clock.today())

    def roles_on(self, day: date) -> frozenset[str]:
        return frozenset(self.memberships.on(day).values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        return self.is_active and not self.left_by(clock.today()) and not self.roles.isdisjoint(roles)

    def left_by(self, day: date) -> bool:
        """Whether their last day is over on that day."""
        return self.leaves_on is not None and self.leaves_on < day


class RoleMembership(Record, Dated):
    """What a person is in the project, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    objects = DatedQuerySet["RoleMembership"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("role membership")
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class SpokenLanguage(Record):
    """A language a colleague can speak with somebody."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken_languages")
    code = models.CharField(_("language"), max_length=3, choices=list(SPOKEN.items()))

    class Meta:
        verbose_name = _("spoken language")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="people_language_once")]

    def __str__(self) -> str:
        return str(SPOKEN.get(self.code, self.code))


class Skill(Record):
    """Something a colleague knows how to do, in their own words."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    label = models.CharField(_("skill"), max_length=60)

    class Meta:
        verbose_name = _("skill")
        ordering = [Lower("label")]
        constraints = [models.UniqueConstraint("person", Lower("label"), name="people_skill_once")]

    def __str__(self) -> str:
        return self.label
