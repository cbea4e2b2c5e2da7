"""Whose step it is: roles by step, and by who holds the case."""

from collections.abc import Mapping
from datetime import date

from contracts.caller import DISTRICT_CLERK, POST_ONE, POST_TWO, STREET_CLERK, SYSTEM, Caller
from review.domain import moves
from review.domain.case import Case

__all__ = ["ROLES", "allowed", "in_hand"]

DECIDERS = (STREET_CLERK, POST_ONE, POST_TWO)
ROLES: Mapping[str, tuple[str, ...]] = {
    "pass_initial_review": (STREET_CLERK,),
    "pass_first_post": (POST_ONE,),
    "pass_second_post": (POST_TWO,),
    "return_case": DECIDERS,
    "reject_case": DECIDERS,
    "resolve_objection": (STREET_CLERK, DISTRICT_CLERK),
}


def in_hand(step: str, state: str, caller: Caller) -> bool:
    """Whether the case lies with the caller: street or district return and reject in their turn."""
    if caller.tier == SYSTEM:
        return True
    roles = ROLES[step]
    if roles == DECIDERS:
        roles = (STREET_CLERK,) if state in moves.STREET_HELD else (POST_ONE, POST_TWO)
    return bool(set(roles) & set(caller.roles))


def allowed(case: Case, caller: Caller, today: date) -> tuple[str, ...]:
    """The commands this caller may give on this case now."""
    if case.legacy:
        return ()
    steps = [step for step in moves.steps_at(case.state) if step in ROLES]
    found = [step for step in steps if in_hand(step, case.state, caller) and _ready(step, case)]
    if case.state in moves.OPEN and case.publicity and case.publicity.runs_on(today):
        found.append("file_objection")
    return tuple(found)


def _ready(step: str, case: Case) -> bool:
    if step == "pass_initial_review":
        return not case.blocked and case.face_checked_on is not None
    if step == "pass_first_post":
        return not case.first_passed and not case.blocked
    opposed = any(term.kind == "objection_check" for term in case.terms)
    if step == "pass_second_post":
        return case.first_passed and not opposed and not case.blocked
    return opposed if step == "resolve_objection" else True
