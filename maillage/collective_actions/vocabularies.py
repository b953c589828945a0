"""The vocabularies this room asks."""

from maillage.kit.vocabularies import uses

uses(
    "collective_actions",
    "collective_category",
    "recurrence",
    "reinforced_scheme",
    "scheme_contribution",
    "cancellation_reason",
    "theme",
    "objet_lien",
    "help_request",
    "evaluation",
    "sepsac",
)
