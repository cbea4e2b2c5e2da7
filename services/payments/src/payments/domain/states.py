"""States of an entitlement (享受资格) and what may be done in each."""

from collections.abc import Sequence

__all__ = ["LIVE", "STARTING", "allowed"]

START_CHECK, QUERYING, FINDING = "start_check", "querying", "finding"
REFUND_PENDING, CONFIRMED, ENLISTED = "refund_pending", "confirmed", "enlisted"
ACTIVE, COMPLETED, STOPPED, REFUSED = "active", "completed", "stopped", "refused"

RUNNING = frozenset({CONFIRMED, ENLISTED, ACTIVE})  # the start is confirmed
STARTING = frozenset({START_CHECK, QUERYING, FINDING, REFUND_PENDING})  # start month open
LIVE = STARTING | RUNNING  # may still be stopped
ENDED = frozenset({COMPLETED, STOPPED})  # was granted, is over

_BY_STATE = {
    START_CHECK: ("check_contributions",),
    QUERYING: ("check_contributions",),
    REFUND_PENDING: ("postpone_start",),
    CONFIRMED: ("close_addition_list",),
    ACTIVE: ("file_report",),
}

_BY_FINDING = {
    "clean": ("confirm_start",),
    "self_paid": ("request_refund", "postpone_start"),
    "employer_ended": ("postpone_start",),
    "unemployment": ("postpone_start",),
    "employer_open": ("refuse_start",),
}


def allowed(state: str, finding: str, *, refusable: bool = False) -> tuple[str, ...]:
    """Names of the commands that may be given now; `refusable`: no month is left to grant."""
    commands: Sequence[str] = _BY_STATE.get(state, ())
    if state == FINDING:
        commands = (*_BY_FINDING[finding], "check_contributions")
    if refusable and state in STARTING:
        commands = ("refuse_start", *(c for c in commands if c != "refuse_start"))
    if state in RUNNING:
        commands = (*commands, "transfer_benefit")
    return (*commands, "stop_benefit") if state in LIVE else tuple(commands)
