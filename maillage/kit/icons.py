"""The drawings of the sprite `frontend/icons.svg`, by name: an unknown one never reaches a screen."""

ICONS = frozenset(
    {
        "calendar",
        "chart",
        "check",
        "clock",
        "cross",
        "device",
        "door",
        "down",
        "eye",
        "form",
        "globe",
        "hand",
        "housing",
        "info",
        "key",
        "knot-done",
        "knot-dotted",
        "knot-full",
        "knot-half",
        "knot-open",
        "left",
        "lock",
        "logbook",
        "mail",
        "menu",
        "moon",
        "more",
        "network",
        "note",
        "office",
        "offline",
        "person",
        "phone",
        "place",
        "plus",
        "print",
        "relay",
        "repeat",
        "reviewed",
        "right",
        "search",
        "send",
        "sent",
        "speech",
        "street",
        "team",
        "today",
        "undo",
        "up",
        "zone",
    }
)


def require_icon(name: str) -> str:
    """Give the name back if it is drawn; raise ValueError otherwise."""
    if name not in ICONS:
        raise ValueError(f"unknown icon {name!r}")
    return name
