"""Where the demo's colleagues see some actions, over two years, and a family of three."""

from datetime import date, timedelta

from maillage.collective_actions import operations
from maillage.collective_actions.models import Action
from maillage.collective_actions.operations import Seen
from maillage.kit.terms import Term
from maillage.people.models import Person

#: Action: who, how many days ago, where, discussed at, why, markers with what is said of each.
Opinion = tuple[str, int, int, str, str, dict[str, str]]
OPINIONS: dict[str, list[Opinion]] = {
    "Café des mots arabe - français": [
        ("mirabelle", 700, 12, "", "Nous proposons, les gens viennent.", {}),
        ("romarin", 420, 38, "jour collectif de l’automne", "", {"sharing": "Chacun·e enseigne sa langue."}),
        (
            "mirabelle", 60, 62, "jour collectif de la rentrée",
            "Les participantes ont choisi l’heure et préparent les thèmes.",
            {
                "community": "Des voisines, qui se savent voisines.",
                "co_construction": "Elles décident du programme.",
                "sharing": "",
            },
        ),
        ("garance", 45, 25, "", "Sans nous, il n’y aurait pas encore de café.", {"resources": ""}),
    ],
    "Groupe « Bien dans ses baskets »": [
        ("garance", 380, 50, "", "", {"community": "Un groupe qui se retrouve.", "positive_health": ""}),
        ("pivoine", 90, 75, "jour collectif de la rentrée", "Le groupe tient quand je n’y suis pas.", {}),
    ],
    "Marche des bancs publics": [
        ("genet", 21, 75, "", "Elles ont écrit à la commune.", {"determinants": "Le manque de bancs."}),
        ("myosotis", 12, 88, "réunion de zone", "", {"community": "", "intersectoral": "Avec la commune."}),
    ],
    "Stand infos Place Colignon": [("mirabelle", 35, 0, "", "Nous informons.", {})],
    "Fête de la rue des Cerisiers": [
        ("sureau", 300, 100, "", "Le comité de rue décide de tout.", {"community": "", "resources": ""}),
        ("romarin", 30, 38, "", "Un prétexte pour connaître le public, pour l’instant.", {}),
    ],
    "Vaccibus du canal (renfort)": [("tilleul", 10, 0, "", "Un dispositif qui existe sans nous.", {})],
}  # fmt: skip

#: What grew out of what.
FAMILY = {
    "Marche des bancs publics": "Groupe « Bien dans ses baskets »",
    "Thé du mardi, Bosnie": "Marche des bancs publics",
}


def place(people: dict[str, Person], today: date) -> None:
    """Load the opinions, and tie the family."""
    actions = {action.name_fr: action for action in Action.objects.order_by("pk")}
    markers = {term.code: term for term in Term.objects.filter(vocabulary__code="sepsac").with_help()}
    for name, opinions in OPINIONS.items():
        for who, days, position, discussed_at, words, seen in opinions:
            operations.place_action(
                by=people[who],
                action=actions[name],
                values={
                    "position": position,
                    "placed_on": today - timedelta(days=days),
                    "discussed_at": discussed_at,
                    "words": words,
                },
                markers=[
                    Seen(markers[code], said, getattr(markers[code].current_help, "number", None))
                    for code, said in seen.items()
                ],
            )
    for name, origin in FAMILY.items():
        operations.change_action(by=None, action=actions[name], values={"derived_from": actions[origin]})
