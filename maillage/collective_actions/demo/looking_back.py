"""What the demo's team wrote after its events, and months later: made up (D19)."""

from datetime import date, timedelta
from itertools import cycle

from maillage.collective_actions import operations
from maillage.collective_actions.facts import OF_ACTIONS
from maillage.collective_actions.models import Action, Evaluation, Event, Review
from maillage.kit import clock
from maillage.kit.terms import Term

#: The three criteria, what worked, what next; two past events of three were evaluated.
SAID = [
    ("yes yes yes", "On a parlé plus longtemps que prévu. La salle est calme, tout le monde s’entend.", ""),
    ("partly yes yes", "Moins de monde à cause des vacances scolaires ; on a pris le temps.", ""),
    ("yes partly unknown", "Le matériel est arrivé en retard. L’accueil à deux a bien marché.", ""),
    (
        "no yes yes",
        "Le mot n’a pas circulé. Celles qui sont venues veulent continuer.",
        "Prévenir l’école.",
    ),
    ("yes yes partly", "", ""),
]
#: What was said after the last day of an action.
NEXT = {
    "Café des mots arabe - français": (
        "yes yes yes", "Les participantes ont mené la discussion elles-mêmes.",
        "Une sortie à la bibliothèque, proposée par le groupe. Le samedi convient mieux.",
    ),
    "Thé du mardi, Bosnie": (
        "partly yes yes", "Trois nouvelles personnes, venues par une voisine.",
        "Revenir avec une infirmière.",
    ),
}  # fmt: skip
#: Months ago, what it brought, in words; the last one is due.
REVIEWS = [
    ("Stand infos Place Colignon", 14, ("long_term_rights",), "« Je sais à quel guichet demander. »"),
    ("Stand infos Place Colignon", 2, ("long_term_rights", "long_term_health"),
     "Le stand est connu : on vient exprès, on amène une voisine."),
]  # fmt: skip
DUE = "Café des mots arabe - français"


def load(today: date) -> None:
    """Evaluations of some two thirds of what was held, two reviews written, one due, one idea."""
    ours = Event.objects.exclude(action__source__in=OF_ACTIONS)
    held = ours.held().filter(day__lt=today).select_related("action")
    events, said = held.order_by("day", "action__name_fr"), cycle(SAID)
    last = {event.action.name_fr: event for event in events}
    for number, event in enumerate(events):
        if last[event.action.name_fr] == event and event.action.name_fr in NEXT:
            _evaluate(event, *NEXT[event.action.name_fr])
        elif number % 3 != 1:
            _evaluate(event, *next(said))
    grown = Evaluation.objects.select_related("event__action").exclude(next="").order_by("-event__day", "pk")
    first = next(each for each in grown if each.event.action.name_fr == DUE)
    operations.add_action(by=first.written_by, values=first.as_idea())
    _reviews(today)


def _evaluate(event: Event, verdicts: str, worked: str, following: str) -> None:
    by = event.raqs.order_by("display_name")[0]
    names = ("enough_participants", "organisation", "satisfaction")
    answers = dict(zip(names, verdicts.split(), strict=True)) | {"worked": worked, "next": following}
    operations.evaluate_event(by=by, event=event, answers=answers)


def _reviews(today: date) -> None:
    for name, months, codes, words in REVIEWS:
        action = Action.objects.get(name_fr=name)
        day = today - timedelta(days=30 * months)
        operations.write_review(
            by=action.leads.order_by("display_name")[0],
            review=Review(action=action),
            values={"done_on": day, "words": words},
            results=Term.objects.filter(vocabulary__code="evaluation", code__in=codes),
        )
    action = Action.objects.get(name_fr=DUE)
    operations.plan_review(by=None, action=action, due_on=clock.today())
