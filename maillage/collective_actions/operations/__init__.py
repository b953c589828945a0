"""What is done to actions, events and series, each an act by somebody, told once."""

from maillage.collective_actions.operations.actions import (
    add_action,
    back_to_idea,
    change_action,
    end_action,
    reopen_action,
    restore_action,
    start_action,
    withdraw_action,
)
from maillage.collective_actions.operations.continuum import (
    Seen,
    correct_placement,
    place_action,
    restore_placement,
    withdraw_placement,
)
from maillage.collective_actions.operations.events import (
    add_event,
    cancel_event,
    change_event,
    hold_event,
    plan_again,
    restore_event,
    withdraw_event,
)
from maillage.collective_actions.operations.feeds import make_feed, revoke_feed
from maillage.collective_actions.operations.help import (
    ask_help,
    offer_help,
    restore_help,
    take_back_offer,
    withdraw_help,
)
from maillage.collective_actions.operations.looking_back import (
    can_be_evaluated,
    evaluate_event,
    plan_review,
    restore_review,
    withdraw_review,
    write_review,
)
from maillage.collective_actions.operations.merging import merge_actions, part_actions
from maillage.collective_actions.operations.plannings import (
    give_back_planning,
    see_change,
    take_planning,
    unsee_change,
)
from maillage.collective_actions.operations.series import (
    add_series,
    change_series,
    plan_series,
    resume_series,
    stop_series,
)

__all__ = [
    "Seen",
    "add_action",
    "add_event",
    "add_series",
    "ask_help",
    "back_to_idea",
    "cancel_event",
    "can_be_evaluated",
    "change_action",
    "change_event",
    "change_series",
    "correct_placement",
    "end_action",
    "evaluate_event",
    "give_back_planning",
    "hold_event",
    "make_feed",
    "offer_help",
    "place_action",
    "merge_actions",
    "part_actions",
    "plan_again",
    "plan_review",
    "plan_series",
    "reopen_action",
    "restore_action",
    "restore_event",
    "restore_help",
    "restore_placement",
    "restore_review",
    "resume_series",
    "revoke_feed",
    "see_change",
    "start_action",
    "stop_series",
    "take_back_offer",
    "take_planning",
    "unsee_change",
    "withdraw_action",
    "withdraw_event",
    "withdraw_help",
    "withdraw_placement",
    "withdraw_review",
    "write_review",
]
