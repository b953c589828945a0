"""Who gets what of the notes of meetings: their author, and nobody else (P2)."""

from house_tests.doors.door import Arguments, Door, nowhere, only

MEETING: Arguments = lambda stage: {"pk": stage.town.meeting.pk}  # noqa: E731
REMINDER: Arguments = lambda stage: {"pk": stage.town.reminder.pk}  # noqa: E731
MINE = only("mirabelle", others=404)
RAQ = only("mirabelle")
COUNT = only("mirabelle", "coquelicot", "saule")


def gesture() -> list[Door]:
    """One tap on my note; to everybody else it does not exist."""
    return [
        Door(**only("mirabelle", status=302, others=404), method="post", arguments=MEETING),
        Door(405, arguments=MEETING),
    ]


ENCOUNTERS: dict[str, list[Door]] = {
    "encounters:mine": [
        Door(**RAQ, queries=16),
        *[Door(**RAQ, data={"span": span}, queries=16) for span in ("day", "all")],
        Door(403, {"mirabelle": 404}, data={"after": "yesterday"}),
    ],
    "encounters:note": [
        Door(**RAQ, queries=30),
        Door(**only("mirabelle", status=422), method="post"),
    ],
    "encounters:kept": [Door(**COUNT, queries=10)],
    "encounters:discreet": [Door(**only("mirabelle", status=302), method="post"), Door(405)],
    "encounters:one": [Door(**MINE, arguments=MEETING, queries=30), Door(404, arguments=nowhere)],
    "encounters:correct": [
        Door(**MINE, arguments=MEETING, queries=44),
        Door(**only("mirabelle", status=422, others=404), method="post", arguments=MEETING),
        Door(404, arguments=nowhere),
    ],
    "encounters:read": [
        Door(**MINE, method="post", arguments=MEETING),
        Door(405, arguments=MEETING),
    ],
    "encounters:reminders": [Door(**RAQ, queries=10)],
    "encounters:write_reminder": [
        Door(**RAQ, queries=10),
        Door(**only("mirabelle", status=422), method="post"),
    ],
    "encounters:read_reminders": [Door(**RAQ, method="post"), Door(405)],
    "encounters:erase_reminder": [
        Door(**only("mirabelle", status=302, others=404), method="post", arguments=REMINDER),
        Door(405, arguments=REMINDER),
        Door(404, method="post", arguments=nowhere),
    ],
    "encounters:withdraw": gesture(),
    "encounters:restore": gesture(),
}
