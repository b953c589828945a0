"""People, what they are in the project, how they come in, and what they ask about their data."""

from maillage.people.models.access import (
    AuthenticatorApp,
    Invitation,
    Passkey,
    RecoveryCode,
    SessionState,
    SignInSession,
    Throttle,
    WayBack,
)
from maillage.people.models.persons import (
    Person,
    PersonQuerySet,
    RoleMembership,
    Skill,
    SpokenLanguage,
    Theme,
    same_address,
)
from maillage.people.models.requests import (
    Erasure,
    RightsRequest,
    RightsRequestQuerySet,
)
from maillage.people.models.vault import VaultKey, VaultLock

__all__ = [
    "AuthenticatorApp",
    "Erasure",
    "Invitation",
    "Passkey",
    "Person",
    "PersonQuerySet",
    "RecoveryCode",
    "RightsRequest",
    "RightsRequestQuerySet",
    "RoleMembership",
    "SessionState",
    "SignInSession",
    "Skill",
    "SpokenLanguage",
    "Theme",
    "Throttle",
    "VaultKey",
    "VaultLock",
    "WayBack",
    "same_address",
]
