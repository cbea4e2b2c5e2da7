"""Where a case may stand and which step may be taken there: the only place that says so."""

from collections.abc import Mapping, Sequence

from kernel.errors import Conflict

__all__ = [
    "DISTRICT_HELD",
    "FINAL",
    "FROM",
    "NAMES",
    "NOT_YET",
    "OPEN",
    "RETURNED",
    "STREET_HELD",
    "moved_on",
    "require",
    "steps_at",
]

WAITING, INITIAL = "waiting_checks", "initial_review"
PUBLICITY, SECOND = "publicity", "second_review"
TO_APPLICANT, TO_STREET = "returned_to_applicant", "returned_to_street"
APPROVED, REJECTED, WITHDRAWN = "approved", "rejected", "withdrawn"

NAMES: Mapping[str, str] = {
    WAITING: "等待数据比对",
    INITIAL: "待初审",
    PUBLICITY: "公示中",
    SECOND: "公示已结束、待区级复核",
    TO_APPLICANT: "已退回申请人补正",
    TO_STREET: "已退回街道（乡镇）",
    APPROVED: "已复核确认",
    REJECTED: "审核未通过",
    WITHDRAWN: "已撤回",
}
FINAL = frozenset({APPROVED, REJECTED, WITHDRAWN})
OPEN = frozenset(NAMES) - FINAL
RETURNED = frozenset({TO_APPLICANT, TO_STREET})
STREET_HELD = frozenset({WAITING, INITIAL}) | RETURNED
DISTRICT_HELD = OPEN - STREET_HELD

FROM: Mapping[str, frozenset[str]] = {
    "match": OPEN,
    "pass_initial_review": frozenset({INITIAL}),
    "close_publicity": OPEN,
    "pass_first_post": DISTRICT_HELD,
    "pass_second_post": frozenset({SECOND}),
    "return_case": frozenset({WAITING, INITIAL}) | DISTRICT_HELD,
    "correct": OPEN,
    "reject_case": OPEN,
    "file_objection": OPEN,
    "resolve_objection": OPEN,
    "withdraw": OPEN,
}

# Too early is not too late: the step's own rule says what is still missing.
NOT_YET = frozenset({("pass_initial_review", WAITING), ("pass_second_post", PUBLICITY)})


def steps_at(state: str) -> tuple[str, ...]:
    """The steps that may be taken in a state, in the order of the flow."""
    return tuple(step for step, states in FROM.items() if state in states)


def require(step: str, state: str, allowed: Sequence[str] = ()) -> None:
    """Refuses a step that the state does not allow; the answer names what is allowed instead."""
    if state not in FROM[step]:
        raise moved_on(state, allowed)


def moved_on(state: str, allowed: Sequence[str] = ()) -> Conflict:
    """The case is no longer where the person who decides believes it to be."""
    return Conflict(
        f"该申请目前状态为“{NAMES[state]}”，不能办理此项操作，请刷新后再办。",
        code="case-moved-on",
        fields={"state": NAMES[state]},
        allowed=allowed,
    )
