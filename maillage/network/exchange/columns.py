"""What a list of actors may say, and how each cell is understood."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.imports.importable import Column, Read
from maillage.kit.terms import Term
from maillage.kit.vocabularies import UnknownTermError, resolve
from maillage.kit.words import fold
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
CHOICES: dict[str, Any] = {"papers": Papers, "cost": Cost, "access": Access}
YES = frozenset({"1", "oui", "ja", "yes", "x", "true", "vrai"})
NO = frozenset({"0", "non", "nee", "no", "false", "faux"})
PARTS = re.compile(r"\s*[;|\n]\s*")
NUMBERS = re.compile(r"[,;]|\s+/\s+|\s+-\s+|\bou\b|\bof\b")
SITE_TEXTS = frozenset({"street", "town", "hours_note_fr", "accessibility"})


def parts_of(text: str) -> list[str]:
    """Several things in one cell: between semicolons, bars or lines."""
    return [part for part in PARTS.split(text) if part]


def every_language(words: Any) -> set[str]:
    """A text as it reads in French, Dutch and English, ready to be compared."""
    found = set()
    for code in ("fr", "nl", "en"):
        with translation.override(code):
            found.add(fold(str(words)))
    return found


def _term(vocabulary: str, word: str) -> Term:
    try:
        heirs = resolve(vocabulary, word, clock.today()).heirs
    except UnknownTermError:
        heirs = ()
    if len(heirs) != 1:
        raise ValidationError(_("“%(word)s” is not among our words for this.") % {"word": word})
    return heirs[0]


def _terms(term: Callable[[str, str], Term], vocabulary: str, text: str) -> list[Term]:
    """Several words of a vocabulary; commas part them only where no word holds them all."""
    words = parts_of(text)
    try:
        return [term(vocabulary, word) for word in words]
    except ValidationError:
        if "," not in text:
            raise
    parts = [part.strip() for word in words for part in word.split(",")]
    return [term(vocabulary, part) for part in parts if part]


def reader() -> Read:
    """A function (column, text) → value for one run; each vocabulary and place is asked once a word."""
    term, places = cache(_term), cache(resolve_place)
    codes = dict(Postcode.objects.values_list("code", "pk"))
    readers: dict[str, Callable[[str], Any]] = {
        "kind": lambda text: term("actor_type", text),
        "themes": lambda text: _terms(term, "theme", text),
        "publics": lambda text: _terms(term, "actor_public", text),
        "postcode": lambda text: _postcode(text, codes),
        "neighbourhood": lambda text: places(text),
        "languages": _languages,
        "papers": lambda text: _choice("papers", text),
        "cost": lambda text: _choice("cost", text),
        "access": lambda text: _choice("access", text),
        "aliases": parts_of,
        "opening_hours": lambda text: _short(Site, "opening_hours", hours.checked(text)),
        "latitude": lambda text: _degrees("latitude", text),
        "longitude": lambda text: _degrees("longitude", text),
        "phone": lambda text: [normalise(part) for part in NUMBERS.split(text) if part.strip()],
        "email": _emails,
        "web": _web,
        "is_public": _yes,
        "id": lambda text: Actor._meta.pk.to_python(text),
        "person": lambda text: _short(ContactPerson, "name", text),
        "function": lambda text: _short(ContactPerson, "function", text),
        "enterprise_number": lambda text: _short(Actor, "enterprise_number", re.sub(r"\D", "", text)),
    }

    def read(column: str, text: str) -> Any:
        if column in readers:
            return readers[column](text)
        return _short(Site if column in SITE_TEXTS else Actor, column, text)

    return read


def _short(model: type[Model], name: str, text: str) -> str:
    most = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    if most and len(text) > most:
        raise ValidationError(_("This is longer than %(most)d signs.") % {"most": most})
    return text


def _choice(column: str, text: str) -> str:
    asked = fold(text)
    for choice in CHOICES[column]:
        if asked == choice.value or asked in _labels(choice):
            return str(choice.value)
    if asked in SAID[column]:
        return str(SAID[column][asked])
    raise ValidationError(
        _("“%(word)s” is not one of: %(known)s.")
        % {"word": text, "known": ", ".join(str(choice.label) for choice in CHOICES[column])}
    )


@cache
def _labels(choice: Any) -> set[str]:
    return every_language(choice.label)


@cache
def _language_names() -> dict[str, str]:
    known: dict[str, str] = {}
    for code, label in LANGUAGES:
        for name in {code} | every_language(label):
            known[name] = code
            known.setdefault(name.split(" (")[0], code)
    return known


def _languages(text: str) -> list[str]:
    known, found = _language_names(), []
    for word in re.split(r"\s*[;|,/\n]\s*", text):
        if word and fold(word) not in known:
            raise ValidationError(_("I know no language called “%(word)s”.") % {"word": word})
        if word:
            found.append(known[fold(word)])
    return list(dict.fromkeys(found))


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


def _yes(text: str) -> bool:
    asked = fold(text)
    if asked not in YES | NO:
        raise ValidationError(_("Yes or no? I read “%(word)s”.") % {"word": text})
    return asked in YES
