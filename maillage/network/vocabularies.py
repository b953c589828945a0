"""The vocabularies this room asks."""

from maillage.kit.vocabularies import uses

uses(
    "network",
    "actor_type",
    "actor_public",
    "theme",
    "service_blockage",
    "actor_known_through",
    "actor_first_meeting_initiator",
    "actor_first_outcome",
    "actor_refusal_reason",
    "actor_outside_reason",
)
