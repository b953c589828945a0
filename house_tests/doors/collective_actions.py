"""Who gets what of the calendar."""

from typing import Any

from house_tests.doors.door import OUTSIDE, Arguments, Door, nowhere

#: RAQs and coordination write; the team and host partners read; to the operator nothing of it exists.
WRITERS = ("mirabelle", "coquelicot")
STRANGER = {"erable": 404}
#: What is the team's own: to hosts it does not exist either.
TEAM_ONLY = {"erable": 404, "orme": 404}


def of_calendar(name: str) -> Arguments:
    """The address of that part of the calendar."""
    return lambda stage: {"pk": getattr(stage.town.calendar, name).pk}


def writing(status: int, others: dict[str, int] = STRANGER) -> dict[str, Any]:
    """What writers get; the others may not, or find nothing."""
    return {"status": 403, "but": dict.fromkeys(WRITERS, status) | others}


def changing(name: str, queries: int, others: dict[str, int] = STRANGER) -> list[Door]:
    """A form on a part of the calendar."""
    return [
        Door(**writing(200, others), arguments=of_calendar(name), queries=queries),
        Door(**writing(422, others), method="post", arguments=of_calendar(name)),
        Door(404, arguments=nowhere),
    ]


def adding(queries: int) -> list[Door]:
    return [Door(**writing(200, {}), queries=queries), Door(**writing(422, {}), method="post")]


def gesture(name: str, others: dict[str, int] = STRANGER) -> list[Door]:
    """One tap, and never by reading."""
    return [
        Door(**writing(302, others), method="post", arguments=of_calendar(name)),
        Door(405, arguments=of_calendar(name)),
    ]


def reading(status: int) -> dict[str, Any]:
    """What the team reads of its opinions; to others the page says no."""
    return {"status": status, "but": dict.fromkeys(OUTSIDE, 403)}


def opining(status: int) -> dict[str, Any]:
    """Who may have an opinion: RAQs, coordination, research."""
    return {"status": status, "but": {"noisetier": 403, "orme": 403, "erable": 404}}


def its_author(status: int) -> dict[str, Any]:
    """An opinion is changed by whoever gave it."""
    return {"status": 403, "but": {"mirabelle": status} | TEAM_ONLY}


def own_change() -> list[Door]:
    """What a planning changed is told to one person, and is nobody else's."""
    return [
        Door(404, {"mirabelle": 302}, method="post", arguments=of_calendar("planning_change")),
        Door(405, arguments=of_calendar("planning_change")),
    ]


def two(stage: Any) -> dict[str, object]:
    """Two actions that may be one."""
    town = stage.town.calendar
    return {"pk": town.action.pk, "other": town.discreet.pk}


def a_list(name: str, form: str) -> Arguments:
    return lambda stage: {"name": name, "form": form}


COLLECTIVE_ACTIONS: dict[str, list[Door]] = {
    "collective_actions:agenda": [
        Door(queries=24),
        *[Door(data={"view": view}, queries=24) for view in ("week", "list", "day")],
        Door(422, data={"day": "someday"}),
    ],
    "collective_actions:my_feeds": [
        Door(but={"erable": 403}, queries=6),
        Door(422, {"erable": 403}, method="post"),
    ],
    "collective_actions:revoke_feed": [
        Door(404, {"mirabelle": 302}, method="post", arguments=of_calendar("feed")),
        Door(405, arguments=of_calendar("feed")),
    ],
    "collective_actions:feed": [Door(404, data={"key": "cut-short"}, signed_out=404)],
    "collective_actions:open_agenda": [
        Door(arguments=lambda stage: {"language": "fr"}, signed_out=200, file=True),
        Door(404, arguments=lambda stage: {"language": "xx"}, signed_out=404),
    ],
    "collective_actions:take_planning": adding(14),
    "collective_actions:see_change": own_change(),
    "collective_actions:unsee_change": own_change(),
    "collective_actions:actions": [Door(queries=12)],
    "collective_actions:add_action": adding(22),
    "collective_actions:ideas": [Door(queries=12)],
    "collective_actions:add_idea": adding(10),
    "collective_actions:action": [
        Door(but=STRANGER, arguments=of_calendar("action"), queries=34),
        Door(but=TEAM_ONLY, arguments=of_calendar("discreet")),
        Door(but=TEAM_ONLY, arguments=of_calendar("idea")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:change_action": changing("action", 36),
    "collective_actions:start_action": gesture("idea", TEAM_ONLY),
    "collective_actions:back_to_idea": gesture("action"),
    "collective_actions:end_action": gesture("action"),
    "collective_actions:reopen_action": gesture("action"),
    "collective_actions:withdraw_action": gesture("action"),
    "collective_actions:restore_action": gesture("action"),
    "collective_actions:continuum": [
        Door(**reading(200), queries=10),
        Door(**reading(200), data={"until": "2026-01-31"}),
        Door(**reading(422), data={"until": "someday"}),
    ],
    "collective_actions:place_action": [
        Door(**opining(200), arguments=of_calendar("action"), queries=12),
        Door(**opining(422), method="post", arguments=of_calendar("action")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:correct_placement": [
        Door(**its_author(200), arguments=of_calendar("placement"), queries=16),
        Door(**its_author(422), method="post", arguments=of_calendar("placement")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:withdraw_placement": [
        Door(**its_author(302), method="post", arguments=of_calendar("placement")),
        Door(405, arguments=of_calendar("placement")),
    ],
    "collective_actions:restore_placement": [
        Door(**its_author(302), method="post", arguments=of_calendar("placement")),
        Door(405, arguments=of_calendar("placement")),
    ],
    "collective_actions:choose_action": [
        Door(403, {"coquelicot": 200, **STRANGER}, arguments=of_calendar("action"), queries=14),
        Door(403, {"coquelicot": 200, **TEAM_ONLY}, arguments=of_calendar("discreet")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:merge_action": [
        Door(403, {"coquelicot": 200, **STRANGER}, arguments=two, queries=14),
        Door(403, {"coquelicot": 422, **STRANGER}, method="post", arguments=two),
    ],
    "collective_actions:part_actions": [
        Door(403, {"coquelicot": 302, **TEAM_ONLY}, method="post", arguments=of_calendar("merge")),
        Door(405, arguments=of_calendar("merge")),
    ],
    "collective_actions:lists": [Door(but={"erable": 403}, queries=8)],
    "collective_actions:list_file": [
        Door(but={"erable": 403}, arguments=a_list("actions", "csv"), file=True),
        Door(but={"erable": 403}, arguments=a_list("events", "xlsx"), file=True),
        Door(404, {"erable": 403}, arguments=a_list("people", "csv")),
    ],
    "collective_actions:add_series": changing("action", 16),
    "collective_actions:change_series": changing("series", 20),
    "collective_actions:stop_series": gesture("series"),
    "collective_actions:resume_series": gesture("series"),
    "collective_actions:add_event": adding(22),
    "collective_actions:event": [
        Door(but=STRANGER, arguments=of_calendar("event"), queries=40),
        Door(but=STRANGER, arguments=of_calendar("past_event")),
        Door(but=TEAM_ONLY, arguments=of_calendar("discreet_event")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:change_event": changing("event", 44),
    "collective_actions:hold_event": gesture("past_event"),
    "collective_actions:cancel_event": gesture("event"),
    "collective_actions:plan_event": gesture("past_event"),
    "collective_actions:withdraw_event": gesture("event"),
    "collective_actions:restore_event": gesture("event"),
    "collective_actions:to_evaluate": [
        Door(**writing(200, {}), queries=20),
        Door(**writing(200, {}), data={"whose": "all"}, queries=20),
    ],
    "collective_actions:evaluate": [
        Door(**writing(200), arguments=of_calendar("past_event"), queries=16),
        Door(**writing(422), method="post", arguments=of_calendar("past_event")),
        Door(**writing(302), arguments=of_calendar("event")),
        Door(404, arguments=nowhere),
    ],
    "collective_actions:grow_idea": gesture("past_event", TEAM_ONLY),
    "collective_actions:add_review": changing("action", 16),
    "collective_actions:plan_review": gesture("action"),
    "collective_actions:write_review": changing("review", 18, TEAM_ONLY),
    "collective_actions:withdraw_review": gesture("review", TEAM_ONLY),
    "collective_actions:restore_review": gesture("review", TEAM_ONLY),
    "collective_actions:ask_help": [
        Door(**writing(422), method="post", arguments=of_calendar("event")),
        Door(405, arguments=of_calendar("event")),
    ],
    "collective_actions:withdraw_help": gesture("wanted", TEAM_ONLY),
    "collective_actions:restore_help": gesture("wanted", TEAM_ONLY),
    "collective_actions:offer_help": gesture("wanted", TEAM_ONLY),
    "collective_actions:take_back_offer": gesture("wanted", TEAM_ONLY),
}
