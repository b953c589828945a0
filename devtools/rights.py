"""`python -m devtools.rights`: docs/reference/rights.md, made from the policies themselves."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from devtools.places import DOCS

if TYPE_CHECKING:
    from maillage.kit.policy import Policy

PAGE = DOCS / "reference" / "rights.md"
HEAD = """# Who sees and who changes what

Made from the policies by `python -m devtools.rights`; a test fails when this page is stale.

**all**: every row. **some**: the rows the sentence above the table speaks of, or one's own. **–**: none, and
the address answers 404. Whoever sees a row without the right they ask for gets 403. Signed out: no right.
"""
ALL, SOME, NONE = "all", "some", "–"


@dataclass(frozen=True)
class Somebody:
    """A signed-in person with one role, enough to ask a policy."""

    role: str
    pk: UUID = UUID(int=0)
    is_authenticated: bool = True

    def has_role(self, *roles: str) -> bool:
        return self.role in roles


def extent(policy: Policy[Any], right: str, role: str) -> str:
    """How far a right reaches for a role, in one word."""
    from maillage.kit.policy import EVERY_ROW, NO_ROW

    asked = getattr(policy, right)(Somebody(role))
    if asked == EVERY_ROW:
        return ALL
    return NONE if asked == NO_ROW else SOME


def told(policy: Policy[Any]) -> str:
    """The policy in its own words, or those of the ground it shares."""
    from maillage.kit.policy import Policy

    shared = type(policy).__mro__[: type(policy).__mro__.index(Policy)]
    words = next((kind.__doc__ for kind in shared if kind.__doc__), "")
    return " ".join(words.split()) + "\n\n" if words else ""


def table(policy: Policy[Any], roles: list[tuple[str, str]]) -> str:
    rows = "".join(
        f"| {right.removeprefix('may_')} | "
        + " | ".join(extent(policy, right, role) for role, _label in roles)
        + " |\n"
        for right in sorted(policy.rights(), key=lambda right: (right != "may_view", right))
    )
    adds = " | ".join("yes" if policy.may_add(Somebody(role)) else NONE for role, _label in roles)
    head = "| | " + " | ".join(label for _role, label in roles) + " |\n|---|" + "---|" * len(roles) + "\n"
    return f"{head}{rows}| add | {adds} |\n"


def page() -> str:
    """One heading a room, one table a model, in alphabetical order."""
    from django.utils import translation

    from maillage.kit.policy import Policy
    from maillage.people.roles import Role

    with translation.override("en"):
        roles = [(str(role.value), str(role.label)) for role in Role]
        found = sorted(Policy.registry.items(), key=lambda pair: pair[0]._meta.label)
        parts = [HEAD]
        for room in sorted({model._meta.app_label for model, _policy in found}):
            parts.append(f"\n## {room}\n")
            for model, policy in found:
                if model._meta.app_label == room:
                    words = str(model._meta.verbose_name)
                    parts.append(
                        f"\n### {words[:1].upper()}{words[1:]}\n\n{told(policy)}{table(policy, roles)}"
                    )
    return "".join(parts)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.test")
    import django

    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
