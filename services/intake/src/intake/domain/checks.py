"""Data matching (数据比对): which checks apply, what an answer changes, where a case stands."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.clock import SHANGHAI
from kernel.errors import Conflict
from policy import Rules

__all__ = [
    "Asked",
    "BlockStands",
    "Planned",
    "Standing",
    "due_on",
    "must_be_warning",
    "outdated",
    "replaces",
    "standing",
]

ANSWERED = frozenset({"PASS", "FAIL", "NO_DATA"})  # the registry has spoken on the question
_LETTER = {"block": "B", "warn": "W", "info": "I"}


class BlockStands(Conflict):
    """A block (B) is not argued away: the data are corrected and asked again, or the case ends."""

    code = "block-cannot-be-overridden"


@dataclass(frozen=True, slots=True)
class Planned:
    """A check to be asked: code, Chinese name, severity B, W or I."""

    code: str
    title: str
    severity: str
    two_persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The current request of one check and its answer; PENDING until something is known."""

    request_id: UUID
    application_id: UUID
    code: str
    title: str
    severity: str
    asked_at: datetime
    dossier_version: int
    two_persons: bool = False
    result: str = "PENDING"
    answered_at: datetime | None = None
    detail: str = ""
    overridden_by: str = ""
    override_reason: str = ""
    seconded_by: str = ""

    @property
    def overridden(self) -> bool:
        """Whether the warning was explained, by two officers where the rules ask for two."""
        return bool(self.overridden_by) and (not self.two_persons or bool(self.seconded_by))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the matching of a case stands.

    `outcomes` are code, severity, result, overridden, and the day of the answer.
    """

    complete: bool
    blocked: bool
    outcomes: tuple[tuple[str, str, str, bool, date | None], ...]

    @property
    def title(self) -> str:
        """What has become known, as the history of the case says it."""
        if not self.blocked:
            return "数据比对完成"
        open_ = {
            result
            for _, letter, result, explained, _ in self.outcomes
            if (letter == "B" and result != "PASS")
            or (letter == "W" and result == "FAIL" and not explained)
        }
        if open_ == {"PENDING"}:
            return "已重新发起比对，等待答复"
        return "数据比对完成，存在未通过项"

    def fingerprint(self, dossier_version: int) -> str:
        """Tells one picture from another without storing it."""
        text = json.dumps([dossier_version, self.blocked, self.outcomes], default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def due_on(run: str, rules: Rules, category: str) -> tuple[Planned, ...]:
    """The checks asked on a run ("intake", "account-change") for this category, by these rules."""
    return tuple(
        Planned(check.code, check.name, _LETTER[check.severity], check.two_persons_override)
        for check in rules.checks_for(run, category)
    )


def standing(checks: Iterable[Asked]) -> Standing:
    """Complete when no mandatory check (B) is without an answer.

    Blocked when a B is anything but PASS — no data, an error or silence are no pass — or when a
    failed warning (W) still lacks its written explanation (附件1 三.2 and the reading of §10).
    """
    now = sorted(checks, key=lambda check: check.code)
    mandatory = [check for check in now if check.severity == "B"]
    unexplained = any(c.severity == "W" and c.result == "FAIL" and not c.overridden for c in now)
    return Standing(
        complete=all(check.result != "PENDING" for check in mandatory),
        blocked=unexplained or any(check.result != "PASS" for check in mandatory),
        outcomes=tuple((c.code, c.severity, c.result, c.overridden, _day(c)) for c in now),
    )


def outdated(
    planned: Iterable[Planned], checks: Iterable[Asked], fresh: Callable[[date], bool]
) -> tuple[Planned, ...]:
    """Of the checks of a run those whose last word is too old, or that nobody has asked yet.

    What is being asked is waited for, and an explained warning stays explained. Silence and
    errors age like answers.
    """
    known = {check.code: check for check in checks}
    return tuple(plan for plan in planned if _is_old(known.get(plan.code), fresh))


def _is_old(check: Asked | None, fresh: Callable[[date], bool]) -> bool:
    if check is None:
        return True
    if check.result == "PENDING" or check.overridden_by:
        return False
    return not fresh((check.answered_at or check.asked_at).astimezone(SHANGHAI).date())


def _day(check: Asked) -> date | None:
    return check.answered_at.astimezone(SHANGHAI).date() if check.answered_at else None


def replaces(known: str, answer: str) -> bool:
    """Whether an answer to the same request changes what is known.

    The first real answer stands; silence and errors give way to anything better. So duplicates
    and answers out of order come to the same end.
    """
    if known in ANSWERED:
        return False
    if answer in ANSWERED:
        return True
    return known == "PENDING"


def must_be_warning(check: Asked) -> None:
    """Raises BlockStands, or Conflict where there is nothing to explain."""
    if check.severity == "B":
        raise BlockStands("该项为必须通过的比对，不能以说明代替，请更正数据后重新比对。")
    if check.severity != "W" or check.result != "FAIL":
        raise Conflict("该项没有需要说明的不符结果。", code="nothing-to-override")
