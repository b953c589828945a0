"""Who gets what of words, the operator's page and the gallery."""

from typing import Any

from house_tests.doors.door import OUTSIDE, TEAM_READS, Door, at, changing, gesture, nowhere, only

RESEARCH = ("saule",)  # keeps the words, too


def failed_run(stage: Any) -> dict[str, object]:
    return {"pk": stage.failed_run}


KIT: dict[str, list[Door]] = {
    "kit:gallery": [Door(queries=4)],
    "kit:imports": [Door(403, {"mirabelle": 200, "coquelicot": 200}, queries=8)],
    "kit:bring_import": [
        Door(
            403, {"mirabelle": 200, "coquelicot": 200}, arguments=lambda stage: {"name": "actors"}, queries=6
        ),
        Door(
            403,
            {"mirabelle": 422, "coquelicot": 422},
            method="post",
            arguments=lambda stage: {"name": "actors"},
        ),
        Door(404, arguments=lambda stage: {"name": "recipes"}),
    ],
    "kit:import": [
        Door(404, {"mirabelle": 200, "coquelicot": 200}, arguments=at("import_to_map"), queries=8),
        Door(404, {"mirabelle": 200, "coquelicot": 200}, arguments=at("import_to_read"), queries=32),
        Door(404, {"mirabelle": 200, "coquelicot": 200}, arguments=at("import_done"), queries=32),
    ],
    "kit:import_columns": [
        Door(404, {"mirabelle": 200, "coquelicot": 200}, arguments=at("import_to_read"), queries=8),
        Door(404, {"mirabelle": 302, "coquelicot": 302}, arguments=at("import_done")),
    ],
    **{
        f"kit:{name}": [
            Door(404, {"mirabelle": status, "coquelicot": status}, method="post", arguments=at(which)),
            Door(405, arguments=at(which)),
        ]
        for name, which, status in (
            ("set_import_columns", "import_to_map", 422),
            ("choose_import", "import_to_read", 302),
            ("undo_import", "import_done", 302),
            ("drop_import", "import_to_map", 302),
        )
    },
    "kit:healthz": [Door(204, signed_out=204)],
    "kit:operator": [Door(**only("erable"), queries=12)],
    "kit:try_again": [
        Door(**only("erable", status=302, others=404), method="post", arguments=failed_run),
        Door(405, arguments=failed_run),
    ],
    "kit:vocabularies": [Door(but={"orme": 403, "erable": 403}, queries=6)],
    "kit:vocabulary": [
        Door(but=TEAM_READS, arguments=at("vocabulary"), queries=12),
        Door(404, arguments=nowhere),
    ],
    "kit:change_vocabulary": changing("vocabulary", OUTSIDE, RESEARCH),
    "kit:add_term": changing("vocabulary", OUTSIDE, RESEARCH),
    "kit:term": [
        Door(but=TEAM_READS, arguments=at("term"), queries=14),
        Door(but=TEAM_READS, arguments=at("retired_term"), queries=14),
        Door(but=TEAM_READS, arguments=at("proposed_term"), queries=14),
        Door(404, arguments=nowhere),
    ],
    "kit:change_term": changing("term", OUTSIDE, RESEARCH),
    "kit:merge_term": changing("term", OUTSIDE, RESEARCH),
    "kit:split_term": changing("term", OUTSIDE, RESEARCH),
    "kit:retire_term": gesture("term", OUTSIDE, saule=302),
    "kit:restore_term": gesture("retired_term", OUTSIDE, saule=302),
    "kit:move_term": gesture("term", OUTSIDE, saule=302),
    "kit:take_proposal": gesture("proposed_term", OUTSIDE, saule=302),
    "kit:set_proposal_aside": gesture("proposed_term", OUTSIDE, saule=302),
}
