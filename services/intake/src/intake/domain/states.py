"""Where an application may go: the one table that every command and letter asks."""

from collections.abc import Mapping

from kernel.errors import Conflict

__all__ = [
    "CHANGED",
    "COMMANDS",
    "MATCHED",
    "OPEN",
    "STATES",
    "NotNow",
    "allowed_in",
    "move",
    "must_move",
]

STATES = ("draft", "accepted", "returned", "reported", "approved", "rejected", "withdrawn")
OPEN = ("draft", "accepted", "returned", "reported")  # at most one of these for a person
CHANGED = ("accepted", "returned", "reported", "approved")  # account and contacts may change
MATCHED = ("accepted", "returned", "reported")  # data matching counts for these

_STAYS = {state: state for state in MATCHED}

# What may be ordered: step -> state before -> state after.
COMMANDS: Mapping[str, Mapping[str, str]] = {
    "attach_photo": {"draft": "draft", "returned": "returned"},
    "accept_application": {"draft": "accepted"},
    "record_face_check": {"accepted": "accepted", "returned": "returned"},
    "override_warning": _STAYS,
    "resend_check": _STAYS,
    "change_account": {state: state for state in CHANGED},
    "change_contacts": {state: state for state in CHANGED},
    "correct_application": {"returned": "accepted"},
    "withdraw_application": dict.fromkeys(OPEN, "withdrawn"),
}

# What review tells us: it decides, so its word holds from every state a case can be in there.
NEWS: Mapping[str, Mapping[str, str]] = {
    "case_returned": {"accepted": "returned", "reported": "returned"},
    "initial_review_passed": {"accepted": "reported", "returned": "reported"},
    "application_approved": dict.fromkeys(MATCHED, "approved"),
    "application_rejected": dict.fromkeys(MATCHED, "rejected"),
}

NAMES = {
    "draft": "草稿",
    "accepted": "已受理",
    "returned": "退回补正",
    "reported": "已上报",
    "approved": "已批准",
    "rejected": "未通过",
    "withdrawn": "已撤回",
}


class NotNow(Conflict):
    """The application is in a state that does not admit this step."""

    code = "not-in-this-state"


def move(step: str, state: str) -> str | None:
    """The state after a step, or None where the step has no place (any more)."""
    return {**COMMANDS, **NEWS}[step].get(state)


def must_move(step: str, state: str) -> str:
    """The state after a command; raises NotNow naming what may be done instead."""
    after = move(step, state)
    if after is None:
        raise NotNow(f"申请现为“{NAMES[state]}”，不能办理此项业务。", allowed=allowed_in(state))
    return after


def allowed_in(state: str) -> tuple[str, ...]:
    """Commands that may be given in a state."""
    return tuple(step for step, moves in COMMANDS.items() if state in moves)
