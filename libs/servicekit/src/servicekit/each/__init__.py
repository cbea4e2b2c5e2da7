"""What every service obeys for itself, so that administrators can ask each how it stands."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.message import Command
from contracts.operating import (
    DiscardLetters,
    GetCondition,
    GetParkedLetter,
    ListParkedLetters,
    RedriveLetters,
)
from contracts.runs import (
    GetRun,
    ListMovedDeadlines,
    ListRuns,
    ResumeRun,
    StopRun,
    VerifyAudit,
)
from servicekit.each.condition import get_condition
from servicekit.each.letters import (
    discard_letters,
    get_parked_letter,
    list_parked_letters,
    redrive_letters,
)
from servicekit.each.moved import list_moved_deadlines
from servicekit.each.runs import get_run, list_runs, resume_run, stop_run, verify_audit

__all__ = ["EACH"]

EACH: Mapping[type[Command], Callable[[Any, Any], Any]] = {
    GetCondition: get_condition,
    ListParkedLetters: list_parked_letters,
    GetParkedLetter: get_parked_letter,
    RedriveLetters: redrive_letters,
    DiscardLetters: discard_letters,
    ListRuns: list_runs,
    GetRun: get_run,
    VerifyAudit: verify_audit,
    StopRun: stop_run,
    ResumeRun: resume_run,
    ListMovedDeadlines: list_moved_deadlines,
}
