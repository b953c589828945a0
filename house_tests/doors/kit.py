"""Who gets what of words, the operator's page and the gallery."""

from typing import Any

from house_tests.doors.door import OUTSIDE, TEAM_READS, Door, at, changing, gesture, nowhere, only

RESEARCH = ("saule",)  # keeps the words, too


def failed_run(stage: Any) -> dict[str, object]:
    return {"pk": stage.failed_run}


KIT: dict[str, list[Door]] = {
    "kit:gallery": [Door(queries=4)],
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
