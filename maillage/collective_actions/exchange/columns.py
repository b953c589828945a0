"""What lists of actions and events may say, and how each cell is understood."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import Action, Event, EventState, Stage
from maillage.collective_actions.models.events import LANGUAGES
from maillage.kit.imports import cells
from maillage.kit.imports.importable import Column, Read
from maillage.kit.words import fold
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.places import resolve_commune, resolve_place
from maillage.territory.sources import DOCUMENTS

#: The headers people give their columns, in French, Dutch and English.
ACTION_WORDS = {
    "name_fr": (
        "nom | naam | name | action | actie | action collective | collectieve actie | activité | activiteit "
        "| libellé | label | intitulé"
    ),
    "aliases": "autres noms | alias | andere namen | other names | alternate names",
    "categories": "champs | champ | domaine | domein | field | fields | catégorie | catégories | category",
    "recurrence": "récurrence | fréquence | herhaling | recurrence | ponctuelle ou récurrente",
    "public": "public | publiek | doelgroep | avec qui | met wie | audience | with whom",
    "open_to_all": "pour tous | ouvert à tous | voor iedereen | open | open to all",
    "is_discreet": "lieu discret | discrete plaats | discreet place | discret",
    "stage": "étape | état | statut | stand | fase | status | state | stage",
    "origin": "origine | naissance | oorsprong | origin",
    "aims": "objectif | objectifs | but | doel | doelstelling | aim | aims | goal",
    "rhythm": "rythme | ritme | rhythm",
    "scheme": "dispositif | dispositif existant | initiatief | scheme",
    "contributions": "notre part | bijdrage | contribution | contributions",
    "name_nl": "nom néerlandais | naam nl | nom nl | name nl | nederlandse naam",
    "source": "source | bron",
    "id": "numéro | identifiant | nummer | uuid | identifier",
}
EVENT_WORDS = {
    "action": (
        "action | actie | action collective | collectieve actie | activité | activiteit | activity | libellé "
        "| label | nom de l'action | intitulé"
    ),
    "day": "date | jour | datum | dag | day",
    "start": "début | heure de début | heure | begin | beginuur | uur | start | from",
    "end": "fin | heure de fin | einde | einduur | end | until",
    "commune": "commune | gemeente | code postal | cp | postcode | postal code | municipality | ville | town",
    "neighbourhood": "quartier | wijk | buurt | neighbourhood",
    "place": "lieu | endroit | plaats | locatie | adresse | place | where",
    "title": "titre | titel | title",
    "raqs": "raq | raqs | collègues | collega's | colleagues",
    "other_professionals": "autres professionnels | andere professionals | other professionals",
    "interpreter": "interprète | tolk | interpreter",
    "participants": "participants | participant·e·s | participants présents | deelnemers | aantal | nombre",
    "new_participants": "nouveaux | nouveaux participants | nieuwe deelnemers | newcomers",
    "themes": "thèmes | thème | thema's | thema | themes | topics",
    "materials": "matériel | objets-liens | supports | materiaal | materials",
    "description": "description | remarques | commentaire | beschrijving | opmerkingen | notes",
    "state": "état | statut | staat | toestand | status | state",
    "cancelled_because": "raison | pourquoi annulé | motif | reden | reason",
    "source": "source | bron",
    "invented_day": "date inventée | verzonnen datum | invented date | date approximative",
    "id": "numéro | identifiant | nummer | uuid | identifier",
}

#: Words people write for a stage or a state.
STAGES = {
    **dict.fromkeys(("idee", "idea"), Stage.IDEA.value),
    **dict.fromkeys(("en cours", "lopend", "bezig"), Stage.UNDER_WAY.value),
    **dict.fromkeys(("terminee", "termine", "finie", "fini", "afgelopen", "over"), Stage.ENDED.value),
}
STATES = {
    **dict.fromkeys(("prevu", "planifie", "gepland"), EventState.PLANNED.value),
    **dict.fromkeys(
        ("a eu lieu", "eu lieu", "fait", "realise", "tenu", "gehouden", "done"), EventState.HELD.value
    ),
    **dict.fromkeys(("annule", "afgelast", "geannuleerd", "canceled"), EventState.CANCELLED.value),
}


def _columns(model: type[Model], words: dict[str, str], labels: dict[str, Any], *required: str) -> Any:
    """Columns called as the fields they fill, unless `labels` says otherwise."""
    return tuple(
        Column(
            name,
            labels[name] if name in labels else model._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            tuple(said.split(" | ")),
            required=name in required,
        )
        for name, said in words.items()
    )


NUMBER = gettext_lazy("Number of the sheet")
ACTION_COLUMNS = _columns(
    Action,
    ACTION_WORDS,
    {"aliases": gettext_lazy("Other names"), "id": NUMBER},
    "name_fr",
)
EVENT_COLUMNS = _columns(
    Event, EVENT_WORDS, {"invented_day": gettext_lazy("invented date"), "id": NUMBER}, "action", "day"
)


# --- Actions ------------------------------------------------------------------------------------------------


def action_reader() -> Read:
    """A function (column, text) → value of a line about an action."""
    term = cache(cells.term_meant)
    readers: dict[str, Callable[[str], Any]] = {
        "aliases": lambda text: [cells.short(Action, "name_fr", part) for part in cells.parts_of(text)],
        "categories": lambda text: cells.terms(term, "collective_category", text),
        "contributions": lambda text: cells.terms(term, "scheme_contribution", text),
        "recurrence": lambda text: term("recurrence", text),
        "scheme": lambda text: term("reinforced_scheme", text),
        "open_to_all": cells.yes,
        "is_discreet": cells.yes,
        "stage": lambda text: cells.choice(Stage, text, STAGES),
        "source": source,
        "id": lambda text: Action._meta.pk.to_python(text),
    }

    def read(column: str, text: str) -> Any:
        return readers[column](text) if column in readers else cells.short(Action, column, text)

    return read


def source(text: str) -> str:
    """Where it comes from; the name of a document we know is kept as its code."""
    for code, name in DOCUMENTS.items():
        if text == code or fold(text) in cells.every_language(name):
            return code
    return cells.short(Event, "source", text)


# --- Events -------------------------------------------------------------------------------------------------


def event_reader() -> Read:
    """A function (column, text) → value of a line about an event; each label and place is asked once."""
    labels, term = Labels(), cache(cells.term_meant)
    action = cache(labels.with_events)
    commune, place, people = cache(_commune), cache(resolve_place), cache(_people)
    readers: dict[str, Callable[[str], Any]] = {
        "action": action,
        "day": cells.day,
        "start": cells.hour,
        "end": cells.hour,
        "commune": commune,
        "neighbourhood": lambda text: place(text),
        "raqs": lambda text: [_person(part, people()) for part in re.split(r"\s*[;|,\n]\s*", text) if part],
        "interpreter": lambda text: _language(text),
        "participants": cells.number,
        "new_participants": cells.number,
        "themes": lambda text: cells.terms(term, "theme", text),
        "materials": lambda text: cells.terms(term, "objet_lien", text),
        "state": lambda text: cells.choice(EventState, text, STATES),
        "cancelled_because": lambda text: term("cancellation_reason", text),
        "source": source,
        "invented_day": cells.yes,
        "id": lambda text: Event._meta.pk.to_python(text),
    }

    def read(column: str, text: str) -> Any:
        return readers[column](text) if column in readers else cells.short(Event, column, text)

    return read


def _commune(text: str) -> Any:
    """« Schaerbeek », « 1030 », « 1030 Schaerbeek »."""
    code = re.match(r"(?:B-?\s*)?([1-9]\d{3})\b", text)
    return resolve_commune(code[1] if code else text)


def _people() -> dict[str, Person]:
    """Colleagues who are or were RAQ, by name; nobody whose name two of them have."""
    found: dict[str, list[Person]] = {}
    for person in Person.objects.filter(memberships__role=Role.RAQ).distinct().order_by("pk"):
        found.setdefault(fold(person.display_name), []).append(person)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}


def _person(text: str, known: dict[str, Person]) -> Person:
    name = f"RAQ {text}" if text.isdigit() else text
    if fold(name) not in known:
        raise ValidationError(_("I know no RAQ called “%(name)s”.") % {"name": text})
    return known[fold(name)]


def _language(text: str) -> str:
    found = cells.languages(LANGUAGES, text)
    if len(found) != 1:
        raise ValidationError(_("One language here, please: I read “%(word)s”.") % {"word": text})
    return found[0]
