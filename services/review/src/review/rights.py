"""Whose step it is: by the table of rights, and by who holds the case."""

from collections.abc import Mapping, Sequence
from datetime import date

from contracts.caller import STREET, SYSTEM, Caller
from contracts.message import Command
from contracts.review import (
    Bar,
    PassFirstPost,
    PassInitialReview,
    PassSecondPost,
    RejectCase,
    ResolveObjection,
    ReturnCase,
)
from contracts.rights import RIGHTS
from review.domain import moves
from review.domain.bars import FIRST_STEP, SECOND_STEP, bar
from review.domain.case import Case
from review.domain.checks import Freshness
from review.domain.hands import Post

__all__ = ["allowed", "bars", "in_hand"]

STEPS: Mapping[str, type[Command]] = {
    step.command_name(): step
    for step in (
        PassInitialReview,
        PassFirstPost,
        PassSecondPost,
        ReturnCase,
        RejectCase,
        ResolveObjection,
    )
}
BY_TURNS = ("return_case", "reject_case")


def in_hand(step: str, state: str, caller: Caller) -> bool:
    """Whether the case lies with the caller: street or district return and reject in their turn."""
    if caller.tier == SYSTEM:
        return True
    if step in BY_TURNS and (caller.tier == STREET) != (state in moves.STREET_HELD):
        return False
    return bool(RIGHTS[STEPS[step]].posts & caller.posts)


def allowed(case: Case, caller: Caller, today: date) -> tuple[str, ...]:
    """The commands this caller may give on this case now."""
    if case.legacy:
        return ()
    steps = [step for step in moves.steps_at(case.state) if step in STEPS]
    found = [step for step in steps if in_hand(step, case.state, caller) and _ready(step, case)]
    if case.state in moves.OPEN and case.publicity and case.publicity.runs_on(today):
        found.append("file_objection")
    return tuple(found)


def bars(case: Case, made: Sequence[Post], caller: Caller, answers: Freshness) -> tuple[Bar, ...]:
    """What keeps this caller from a post of theirs that the case waits for."""
    found = []
    for step in (FIRST_STEP, SECOND_STEP):
        if not case.legacy and RIGHTS[STEPS[step]].posts & caller.posts:
            refusal = bar(step, case, made, caller.subject, caller.key_serial, answers)
            if refusal is not None:
                found.append(Bar(step=step, code=refusal.code, sentence=str(refusal)))
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
