"""The demo's people: plants, so that nobody can take them for anybody (D19)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from maillage.kit.words import fold
from maillage.people import departures, erasing, operations, vault
from maillage.people.models import (
    Person,
    RightsRequest,
    RoleMembership,
    Skill,
    SpokenLanguage,
    VaultKey,
    VaultLock,
)
from maillage.people.roles import Role

PASSWORD = "maillage-demo"  # noqa: S105
DOMAIN = "demo.example"
#: The password stands on the sign-in page: a dear lock would guard nothing, and take its time.
CHEAP = vault.Cost(passes=1, memory_kib=64, lanes=1)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo: name, role, languages, skills, and the language of their screen."""

    name: str
    role: Role
    languages: str = "fr"
    skills: tuple[str, ...] = ()
    screen: str = "fr"

    @property
    def slug(self) -> str:
        return fold(self.name)

    @property
    def email(self) -> str:
        return f"{self.slug}@{DOMAIN}"


RAQ = Role.RAQ
PEOPLE = [
    DemoPerson("Mirabelle", RAQ, "fr ar ary", ("travail de rue", "éducatrice spécialisée")),
    DemoPerson("Romarin", RAQ, "fr nl en", ("dessin et affiches", "animation de groupes")),
    DemoPerson("Garance", RAQ, "fr es", ("groupes de parole", "promotion de la santé")),
    DemoPerson("Tilleul", RAQ, "fr en ln sw", ("travail avec les jeunes",)),
    DemoPerson("Sureau", RAQ, "nl fr en", ("straathoekwerk",), "nl"),
    DemoPerson("Bruyère", RAQ, "fr tr", ("psychologue clinicienne",)),
    DemoPerson("Capucine", RAQ, "fr ary ber", ("aide alimentaire",)),
    DemoPerson("Muguet", RAQ, "fr pt es", ("logement",)),
    DemoPerson("Lavande", RAQ, "fr ff wo", ("médiation interculturelle",)),
    DemoPerson("Pivoine", RAQ, "fr ro", ("travail avec des personnes sans abri",)),
    DemoPerson("Genêt", RAQ, "fr pl ru", ("droit des étrangers",)),
    DemoPerson("Myosotis", RAQ, "fr ar ku", ("alphabétisation",)),
    DemoPerson("Réséda", RAQ, "fr it", ("réduction des risques",)),
    DemoPerson("Anémone", RAQ, "fr sfb", ("langue des signes",)),
    DemoPerson("Fougère", RAQ, "fr uk ru", ("accueil de familles",)),
    DemoPerson("Jasmin", RAQ, "fr ar fa", ("interprétariat social",)),
    DemoPerson("Mimosa", RAQ, "fr en", ("sport et quartier",)),
    DemoPerson("Verveine", RAQ, "fr nl", ("santé mentale",)),
    DemoPerson("Camomille", RAQ, "fr am ti", ("accompagnement aux soins",)),
    DemoPerson("Aubépine", RAQ, "fr es pt", ("budget et dettes",)),
    DemoPerson("Coquelicot", Role.COORDINATION, "fr nl en", ("coordination d'équipe",)),
    DemoPerson("Noisetier", Role.ADMINISTRATION, "fr nl"),
    DemoPerson("Saule", Role.RESEARCH, "fr en", ("entretiens", "analyse qualitative")),
    DemoPerson("Orme", Role.HOST_PARTNER, "fr"),
    DemoPerson("Érable", Role.OPERATOR, "fr en"),
]

#: One ready-made sign-in a role, and one in Dutch.
SIGN_INS = [
    next(p for p in PEOPLE if p.name == name)
    for name in ("Mirabelle", "Sureau", "Coquelicot", "Noisetier", "Saule", "Orme", "Érable")
]


#: Who left, and asked that what is held of them be erased.
LEFT = [DemoPerson("Bleuet", RAQ, "fr ar", ("photo",)), DemoPerson("Primevère", RAQ, "fr", ("cuisine",))]


def load(today: date) -> dict[str, Person]:
    """Make the demo's people, by the slug of their name; those who exist already stay as they are."""
    password = make_password(PASSWORD)
    known = Person.objects.filter(email=LEFT[0].email).exists()
    people = {each.slug: _person(each, password, today) for each in PEOPLE}
    if not known:
        _requests(people["coquelicot"], [_person(each, password, today) for each in LEFT], today)
    _vaults(list(people.values()))
    return people


def _vaults(people: list[Person]) -> None:
    """Everybody has theirs; signing in opens it."""
    without = [each for each in people if vault.key_of(each) is None]
    made = [vault.new_vault(each, PASSWORD, CHEAP) for each in without]
    for new in made:
        new.key.checked_at = new.key.made_at
    VaultKey.objects.bulk_create(new.key for new in made)
    VaultLock.objects.bulk_create(lock for new in made for lock in new.locks)


def _requests(coordination: Person, left: list[Person], today: date) -> None:
    """Both wait for an answer; for the second one, coordination asked and nobody confirmed."""
    for person in left:
        asked = operations.record_request(
            by=person,
            person=person,
            kind=RightsRequest.Kind.ERASURE,
            words="Je ne fais plus partie de l’équipe.",
            received_on=today - timedelta(days=6),
        )
        departures.note_departure(by=coordination, person=person)
    erasing.ask_erasure(by=coordination, request=asked)


def _person(each: DemoPerson, password: str, today: date) -> Person:
    person, new = Person.objects.get_or_create(
        email=each.email,
        defaults={"display_name": each.name, "language": each.screen, "password": password},
    )
    if new:
        RoleMembership.objects.create(person=person, role=each.role, first_day=today - timedelta(days=500))
        SpokenLanguage.objects.bulk_create(
            SpokenLanguage(person=person, code=code) for code in each.languages.split()
        )
        Skill.objects.bulk_create(Skill(person=person, label=label) for label in each.skills)
    return person
