"""What a list of actors may say, and how each cell is understood."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.imports import cells
from maillage.kit.imports.importable import Column, Read
from maillage.network import hours
from maillage.network.models import Access, Actor, ContactPerson, Cost, Papers, Site
from maillage.network.models.actors import LANGUAGES
from maillage.network.phones import normalise
from maillage.territory.models import Postcode
from maillage.territory.places import resolve_place

#: The headers people give their columns, in French, Dutch and English.
SYNONYMS = {
    "name_fr": (
        "nom | naam | name | name fr | nom fr | organisation | organisatie | organization | acteur | actor | "
        "dénomination | benaming | intitulé | association | service"
    ),
    "name_nl": "nom néerlandais | naam nl | nom nl | name nl | nederlandse naam",
    "acronym": "acronyme | sigle | afkorting | acroniem | abréviation",
    "aliases": "alias | autres noms | andere namen | alternate name",
    "kind": "type | catégorie | soort | categorie | category | type d'acteur",
    "themes": "thèmes | thématiques | thema's | services | diensten | domaines | activités | taxonomy",
    "publics": "public | publiek | doelgroep | pour qui | audience",
    "languages": "langues | langue | talen | taal",
    "papers": "papiers | papieren | documents | documenten | required document",
    "cost": "prix | coût | prijs | kosten | tarif | fees",
    "access": "rendez-vous | accès | afspraak | toegang | appointment",
    "conditions_fr": "conditions | voorwaarden | eligibility",
    "conditions_nl": "conditions nl | voorwaarden nl",
    "specifics_fr": (
        "spécificités | remarques | remarque | commentaire | description | opmerkingen | beschrijving | "
        "bon à savoir | notes"
    ),
    "specifics_nl": "description nl | beschrijving nl",
    "enterprise_number": "numéro d'entreprise | bce | kbo | ondernemingsnummer | n° entreprise",
    "street": "adresse | adres | rue | straat | address | rue et numéro | address 1",
    "postcode": "code postal | cp | zip | postal code",
    "town": "commune | ville | gemeente | stad | localité | city",
    "neighbourhood": "quartier | wijk | buurt",
    "latitude": "lat",
    "longitude": "lon | lng | long",
    "opening_hours": "horaire | horaires | heures d'ouverture | openingsuren | uren | schedule",
    "hours_note_fr": "remarque horaire",
    "accessibility": "accessibilité | toegankelijkheid",
    "phone": "téléphone | téléphones | tél | gsm | telefoon | numéro | phone number | mobile",
    "email": "mail | courriel | e-mailadres | adresse mail",
    "web": "site | site web | website | url | site internet | www",
    "function": "fonction | functie | rôle | contact function",
    "person": "personne de contact | contact | contactpersoon | responsable",
    "is_public": "openbaar | annuaire public | public directory",
    "id": "identifiant | uuid | identifier",
}


def _column(name: str, label: Any) -> Column:
    return Column(name, label, tuple(SYNONYMS[name].split(" | ")), required=name == "name_fr")


def _of(model: type[Model], *names: str) -> list[Column]:
    """Columns that are called as the fields of the sheet."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [_column(field.name, field.verbose_name) for field in fields]


COLUMNS = (
    *_of(Actor, "name_fr", "name_nl", "acronym"),
    _column("aliases", gettext_lazy("Other names")),
    *_of(Actor, "kind", "themes", "publics"),
    _column("languages", gettext_lazy("Languages spoken there")),
    *_of(Actor, "papers", "cost", "access", "conditions_fr", "conditions_nl", "specifics_fr", "specifics_nl"),
    *_of(Actor, "enterprise_number"),
    *_of(Site, "street", "postcode", "town", "neighbourhood", "latitude", "longitude", "opening_hours"),
    *_of(Site, "hours_note_fr", "accessibility"),
    _column("phone", gettext_lazy("phone")),
    _column("email", gettext_lazy("e-mail")),
    _column("web", gettext_lazy("website")),
    *_of(ContactPerson, "function"),
    _column("person", gettext_lazy("Contact person")),
    *_of(Actor, "is_public"),
    _column("id", gettext_lazy("Number of the sheet")),
)

#: Words people write for what the sheet knows as a choice.
SAID: dict[str, dict[str, str]] = {
    "papers": dict.fromkeys(("non", "nee", "no", "sans", "aucun", "none"), Papers.NONE.value)
    | dict.fromkeys(("oui", "ja", "yes"), Papers.SOME.value),
    "cost": dict.fromkeys(("0", "gratuit", "gratis"), Cost.FREE.value)
    | dict.fromkeys(("payant", "betalend"), Cost.PAID.value),
    "access": dict.fromkeys(("non", "nee", "no", "sans"), Access.WALK_IN.value)
    | dict.fromkeys(("oui", "ja", "yes"), Access.APPOINTMENT.value),
}
NUMBERS = re.compile(r"[,;]|\s+/\s+|\s+-\s+|\bou\b|\bof\b")
SITE_TEXTS = frozenset({"street", "town", "hours_note_fr", "accessibility"})


def reader() -> Read:
    """A function (column, text) → value for one run; each vocabulary and place is asked once a word."""
    term, places = cache(cells.present_term), cache(resolve_place)
    codes = dict(Postcode.objects.values_list("code", "pk"))
    readers: dict[str, Callable[[str], Any]] = {
        "kind": lambda text: term("actor_type", text),
        "themes": lambda text: cells.terms(term, "theme", text),
        "publics": lambda text: cells.terms(term, "actor_public", text),
        "postcode": lambda text: _postcode(text, codes),
        "neighbourhood": lambda text: places(text),
        "languages": lambda text: cells.languages(LANGUAGES, text),
        "papers": lambda text: cells.choice(Papers, text, SAID["papers"]),
        "cost": lambda text: cells.choice(Cost, text, SAID["cost"]),
        "access": lambda text: cells.choice(Access, text, SAID["access"]),
        "aliases": cells.parts_of,
        "opening_hours": lambda text: cells.short(Site, "opening_hours", hours.checked(text)),
        "latitude": lambda text: _degrees("latitude", text),
        "longitude": lambda text: _degrees("longitude", text),
        "phone": lambda text: [normalise(part) for part in NUMBERS.split(text) if part.strip()],
        "email": _emails,
        "web": _web,
        "is_public": cells.yes,
        "id": lambda text: Actor._meta.pk.to_python(text),
        "person": lambda text: cells.short(ContactPerson, "name", text),
        "function": lambda text: cells.short(ContactPerson, "function", text),
        "enterprise_number": lambda text: cells.short(Actor, "enterprise_number", re.sub(r"\D", "", text)),
    }

    def read(column: str, text: str) -> Any:
        if column in readers:
            return readers[column](text)
        return cells.short(Site if column in SITE_TEXTS else Actor, column, text)

    return read


def _postcode(text: str, codes: dict[str, Any]) -> Any:
    """The key of a postcode of ours; the digits alone for one elsewhere in Belgium."""
    code = re.sub(r"^B-?\s*", "", text)
    if not re.fullmatch(r"[1-9]\d{3}", code):
        raise ValidationError(_("“%(word)s” is no Belgian postcode.") % {"word": text})
    return codes.get(code, code)


def _degrees(name: str, text: str) -> float:
    field: Any = Site._meta.get_field(name)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValidationError(_("“%(word)s” is not a number.") % {"word": text}) from None
    field.run_validators(value)
    return value


def _emails(text: str) -> list[str]:
    found = [part for part in re.split(r"[;,|\s]+", text) if part]
    for email in found:
        validate_email(email)
    return found


def _web(text: str) -> str:
    url = text if "://" in text else f"https://{text}"
    URLValidator(["http", "https"])(url)
    return url
