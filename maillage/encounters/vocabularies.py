"""The vocabularies this room asks."""

from maillage.kit.vocabularies import uses

uses(
    "encounters",
    "initiator",
    "third_party_kind",
    "meeting_place",
    "first_contact_setting",
    "theme",
    "action_done",
    "non_take_up",
    "right_lacking",
)
