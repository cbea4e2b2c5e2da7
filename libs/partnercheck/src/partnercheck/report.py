"""What was found, one line for each thing looked at."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

__all__ = ["FAILED", "PASSED", "SKIPPED", "Finding", "as_json", "as_text", "judged", "skipped"]

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
WORDS = {PASSED: "通过", FAILED: "未过", SKIPPED: "未查"}
SHOWN = 3  # faults told in one line


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its code for programs, its title for people, and why not."""

    code: str
    title: str
    outcome: str
    detail: str = ""


def judged(code: str, title: str, faults: Iterable[str], remark: str = "") -> Finding:
    """Passed where nothing is wrong; `remark` is told then."""
    found = list(dict.fromkeys(faults))
    if not found:
        return Finding(code, title, PASSED, remark)
    more = f"；另有 {len(found) - SHOWN} 处" if len(found) > SHOWN else ""
    return Finding(code, title, FAILED, "；".join(found[:SHOWN]) + more)


def skipped(code: str, title: str, why: str) -> Finding:
    """Not looked at, and why."""
    return Finding(code, title, SKIPPED, why)


def as_text(head: str, findings: Sequence[Finding]) -> str:
    """For people."""
    width = max(len(one.code) for one in findings)
    rows = [
        f"[{WORDS[one.outcome]}] {one.code:{width}}  {one.title}"
        + (f"：{one.detail}" if one.detail else "")
        for one in findings
    ]
    sums = "，".join(f"{word} {_count(findings, outcome)}" for outcome, word in WORDS.items())
    return "\n".join([head, *rows, f"共 {len(findings)} 项：{sums}。"])


def as_json(partner: str, findings: Sequence[Finding]) -> str:
    """For programs."""
    sums = {outcome: _count(findings, outcome) for outcome in WORDS}
    whole = {"partner": partner, **sums, "findings": [asdict(one) for one in findings]}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _count(findings: Sequence[Finding], outcome: str) -> int:
    return sum(one.outcome == outcome for one in findings)
