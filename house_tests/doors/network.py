"""Who gets what of local actors."""

from typing import Any

from house_tests.doors.door import Arguments, Door, nowhere, only

#: RAQs and coordination write; the team and host partners read; to the operator nothing of it exists.
WRITERS = ("mirabelle", "coquelicot")


def of_actors(name: str) -> Arguments:
    """The address of that part of the sheet."""
    return lambda stage: {"pk": getattr(stage.town.actors, name).pk}


def written(**others: int) -> dict[str, int]:
    """What writers get; the operator finds nothing."""
    return dict.fromkeys(WRITERS, 200) | {"erable": 404} | others


def changing(name: str, queries: int = 18) -> list[Door]:
    """A form on a part of the sheet."""
    sent = dict.fromkeys(WRITERS, 422) | {"erable": 404}
    return [
        Door(403, written(), arguments=of_actors(name), queries=queries),
        Door(403, sent, method="post", arguments=of_actors(name)),
        Door(404, arguments=nowhere),
    ]


def gesture(name: str) -> list[Door]:
    """One tap, and never by reading."""
    return [
        Door(403, dict.fromkeys(WRITERS, 302) | {"erable": 404}, method="post", arguments=of_actors(name)),
        Door(405, arguments=of_actors(name)),
    ]


def two(stage: Any) -> dict[str, object]:
    """The address of two sheets side by side."""
    return {"pk": stage.town.actors.actor.pk, "other": stage.town.actors.twin.pk}


def own(name: str, queries: int) -> list[Door]:
    """A form on what one RAQ noted: theirs alone to change, read by RAQs and coordination (D4)."""
    readers = {"mirabelle": 200, "coquelicot": 403}
    return [
        Door(404, readers, arguments=of_actors(name), queries=queries),
        Door(404, {"coquelicot": 403, "mirabelle": 403}, arguments=of_actors(f"other_{name}")),
        Door(404, arguments=nowhere),
    ]


def own_gesture(name: str) -> list[Door]:
    """One tap on what one RAQ noted."""
    return [
        Door(404, {"mirabelle": 302, "coquelicot": 403}, method="post", arguments=of_actors(name)),
        Door(405, arguments=of_actors(name)),
    ]


NETWORK: dict[str, list[Door]] = {
    "network:actors": [Door(queries=15), Door(data={"words": "tournesol", "open_now": "on"}, queries=16)],
    "network:map": [Door(queries=16)],
    "network:offline_copy": [Door(but={"erable": 403}, file=True)],
    "network:add_actor": [
        Door(403, dict.fromkeys(WRITERS, 200), queries=14),
        Door(403, dict.fromkeys(WRITERS, 422), method="post"),
    ],
    "network:actor": [
        Door(but={"erable": 404}, arguments=of_actors("actor"), queries=24),
        Door(404, arguments=nowhere),
    ],
    "network:change_actor": changing("actor", 24),
    "network:withdraw_actor": gesture("actor"),
    "network:restore_actor": gesture("actor"),
    "network:export": [Door(but={"erable": 403}, queries=6)],
    "network:export_file": [
        Door(but={"erable": 403}, arguments=lambda stage: {"language": "fr", "name": "csv"}, file=True),
        Door(404, arguments=lambda stage: {"language": "fr", "name": "docx"}),
    ],
    "network:open_data": [Door(signed_out=200)],
    "network:open_file": [
        Door(arguments=lambda stage: {"language": "nl", "name": "geojson"}, signed_out=200, file=True),
        Door(404, arguments=lambda stage: {"language": "xx", "name": "csv"}, signed_out=404),
    ],
    "network:choose_twin": [
        Door(403, {"coquelicot": 200, "erable": 404}, arguments=of_actors("actor"), queries=20),
        Door(404, arguments=nowhere),
    ],
    "network:merge_actor": [
        Door(403, {"coquelicot": 200, "erable": 404}, arguments=two, queries=14),
        Door(403, {"coquelicot": 422, "erable": 404}, method="post", arguments=two),
    ],
    "network:part_actors": [
        Door(403, {"coquelicot": 302, "erable": 404}, method="post", arguments=of_actors("merge")),
        Door(405, arguments=of_actors("merge")),
    ],
    **{
        f"network:add_{kind}": changing("site" if kind == "room" else "actor")
        for kind in ("site", "way", "person", "room")
    },
    **{f"network:change_{kind}": changing(kind) for kind in ("site", "way", "person", "room")},
    **{f"network:withdraw_{kind}": gesture(kind) for kind in ("site", "way", "person", "room")},
    **{f"network:restore_{kind}": gesture(kind) for kind in ("site", "way", "person", "room")},
    "network:doubts": [Door(403, dict.fromkeys(WRITERS, 200), queries=14)],
    **{
        f"network:doubt_{about}": gesture("site" if about == "hours" else about)
        for about in ("way", "person", "site", "hours", "room")
    },
    "network:settle_doubt": gesture("doubt"),
    "network:reopen_doubt": gesture("doubt"),
    "network:verify_actor": gesture("actor"),
    "network:unverify_actor": gesture("actor"),
    "network:report_full": gesture("actor"),
    "network:add_report": changing("actor"),
    "network:change_report": [
        Door(403, {"coquelicot": 200, "erable": 404}, arguments=of_actors("report"), queries=18),
        Door(403, {"coquelicot": 422, "erable": 404}, method="post", arguments=of_actors("report")),
        Door(404, arguments=nowhere),
    ],
    "network:answer_report": [
        Door(403, written(), arguments=of_actors("report"), queries=18),
        Door(404, arguments=nowhere),
    ],
    **{f"network:{verb}_report": gesture("report") for verb in ("confirm", "end", "reopen")},
    **{
        f"network:{verb}_report": [
            Door(403, {"coquelicot": 302, "erable": 404}, method="post", arguments=of_actors("report")),
            Door(405, arguments=of_actors("report")),
        ]
        for verb in ("withdraw", "restore")
    },
    "network:add_contact": [
        Door(403, {"mirabelle": 200, "erable": 404}, arguments=of_actors("actor"), queries=24),
        Door(403, {"mirabelle": 422, "erable": 404}, method="post", arguments=of_actors("actor")),
        Door(404, arguments=nowhere),
    ],
    "network:change_contact": own("contact", queries=22),
    **{f"network:{verb}_contact": own_gesture("contact") for verb in ("withdraw", "restore")},
    "network:my_sheets": [Door(**only("mirabelle"), queries=14)],
    "network:change_personal_sheet": own("sheet", queries=30),
    "network:rooms": [
        Door(but={"erable": 403}, queries=14),
        Door(422, {"erable": 403}, data={"weekday": "9"}),
    ],
    "network:overview": [Door(**only("mirabelle", "coquelicot", "saule"), queries=34)],
    "network:for_host": [Door(**only("mirabelle", "orme"), queries=34)],
    "network:for_host_csv": [Door(**only("mirabelle", "orme"), file=True)],
}
