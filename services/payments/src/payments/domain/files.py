"""A file of deduction results: its states, and what its lines and faults are called."""

from collections.abc import Mapping
from typing import Any

__all__ = ["KEPT_ONLY", "MOST_FAULTS", "SENTENCES", "added", "fault", "replaced"]

ANNOUNCED, RECEIVED, CHECKING, POSTING = "announced", "received", "checking", "posting"
STOPPED, DONE, REFUSED = "stopped", "done", "refused"
MOST_FAULTS = 100

SENTENCES = {
    "unknown-entitlement": "没有这一编号的享受资格。",
    "other-agency": "该享受资格不属于文件所属的区。",
    "difference-corrected": "补差结果的更正须人工核对。",
}
KEPT_ONLY = {
    "void": "该月不在享受期内，或已在本人另一享受资格中享受补贴；结果保留，不计补贴。",
    "waiting": "享受资格尚未开始；结果保留，开始享受时再计入。",
    "outweighed": "该月以另一次扣款结果为准；本次结果保留，不计入。",
}


def fault(line: int, code: str, sentence: str) -> dict[str, Any]:
    """One reason why a file is not used; line 0 is the file as a whole."""
    return {"line": line, "code": code, "message": sentence}


def added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Lines by outcome, a batch more."""
    return {name: counts.get(name, 0) + more.get(name, 0) for name in {*counts, *more}}


def replaced(before: str) -> tuple[str, str, bool]:
    """Code, sum and deferral that a correction replaces, as `before` keeps them."""
    code, deducted, deferred = before.split(" ")
    return code, deducted, deferred == "1"
