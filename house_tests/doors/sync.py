"""Who gets what of what phones sent: its author alone; a phone proves itself by its token (T6)."""

from house_tests.doors.door import Arguments, Door, nowhere

MINE = dict.fromkeys(("coquelicot", "noisetier", "saule", "orme", "erable", "romarin"), 404)
FOREIGN = {name: 404 for name in MINE if name != "romarin"}
#: The operator knows of the device, to help, and changes nothing of it.
DEVICES = FOREIGN | {"erable": 403}


def of_phones(name: str) -> Arguments:
    """The address of that part of the phones."""
    return lambda stage: {"pk": getattr(stage.town.phones, name).pk}


def gesture(name: str, others: dict[str, int] = FOREIGN) -> list[Door]:
    """One tap by its person, and never by reading."""
    return [
        Door(302, others, method="post", arguments=of_phones(name)),
        Door(405, arguments=of_phones(name)),
        Door(404, method="post", arguments=nowhere),
    ]


SYNC: dict[str, list[Door]] = {
    "sync:worker": [Door(file=True, signed_out=200)],
    "sync:manifest": [Door(file=True, signed_out=200)],
    "sync:offline": [
        Door(file=True, signed_out=200, arguments=lambda stage: {"language": "nl"}),
        Door(404, signed_out=404, arguments=lambda stage: {"language": "en"}),
    ],
    "sync:offline_form": [
        Door(404, signed_out=404, arguments=lambda stage: {"language": "fr", "code": "tests.unheard_of"}),
    ],
    "sync:waiting": [Door(queries=12)],
    "sync:finish": [
        Door(200, FOREIGN, arguments=of_phones("envelope"), queries=12),
        Door(422, FOREIGN, method="post", arguments=of_phones("envelope")),
        Door(404, arguments=nowhere),
    ],
    "sync:put_away": gesture("envelope"),
    "sync:count_left": [
        Door(404, {"coquelicot": 302}, method="post", arguments=of_phones("envelope_left")),
        Door(405, arguments=of_phones("envelope_left")),
        Door(404, method="post", arguments=nowhere),
    ],
    "sync:take_up": gesture("envelope_away"),
    "sync:revoke_device": gesture("device", DEVICES),
    "sync:envelopes": [
        Door(401, method="post", file=True, signed_out=401),
        Door(405, file=True, signed_out=405),
    ],
    "sync:add_device": [Door(201, method="post", file=True), Door(405, file=True)],
}
