"""What must be true of the dossier before anybody may decide on it (数据比对、当面核查)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kernel.errors import Conflict

__all__ = [
    "Freshness",
    "Outcome",
    "awaited",
    "being_asked",
    "must_be_checked",
    "must_be_fresh",
    "must_be_read",
    "must_not_be_blocked",
]

PASSED, PENDING = "PASS", "PENDING"
SENTENCES = {"FAIL": "该项比对未通过。", "NO_DATA": "该项比对未查到相应记录。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The standing of one check; `severity` is block, warn or info, or their first letter."""

    code: str
    severity: str
    result: str
    overridden: bool = False
    answered_on: date | None = None

    @property
    def blocks(self) -> bool:
        """A blocking check that has not passed; no answer is not a pass."""
        return self.severity[:1].lower() == "b" and self.result != PASSED

    @property
    def unexplained(self) -> bool:
        """A failed warning without its written explanation."""
        return self.severity[:1].lower() == "w" and self.result == "FAIL" and not self.overridden

    @property
    def sentence(self) -> str:
        """Why it bars, to read aloud."""
        if self.unexplained:
            return "该项提示比对不符，尚未作书面说明。"
        return SENTENCES.get(self.result, "该项比对尚无结果。")


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the second post waits for, `why` by code, and the names of all checks it rests on."""

    why: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def must_be_read(read: int, current: int) -> None:
    """Refuses a decision on a dossier that has been corrected since it was read."""
    if read != current:
        sentence = f"当前材料为第{current}版，请重新阅卷后再办。"
        raise Conflict(
            "申请材料已有更新。" + sentence,
            code="dossier-changed",
            fields={"dossier_version": sentence},
        )


def must_not_be_blocked(blocked: bool, outcomes: Iterable[Outcome]) -> None:
    """Refuses while a blocking check has not passed (domain 6.1, row 4)."""
    if blocked:
        barring = [each for each in outcomes if each.blocks or each.unexplained]
        fields = {outcome.code: outcome.sentence for outcome in barring}
        sentence = "存在未通过的必查比对项，不能通过审核。"
        if being_asked(barring):
            sentence = "必查比对项已重新查询，答复后方可办理。"
        raise Conflict(sentence, code="checks-block", fields=fields)


def being_asked(barring: Iterable[Outcome]) -> bool:
    """Whether all that bars is that answers have not come yet."""
    return {outcome.result for outcome in barring} == {PENDING}


def awaited(
    outcomes: Iterable[Outcome], names: Mapping[str, str], fresh: Callable[[date], bool]
) -> dict[str, str]:
    """Code -> why its answer is waited for: too old, or asked for again.

    `names`: the blocking checks of the run before the second post, by code. What has an answer
    that bars is not waited for.
    """
    return {
        outcome.code: _why(outcome)
        for outcome in outcomes
        if outcome.code in names and _is_awaited(outcome, fresh)
    }


def must_be_fresh(answers: Freshness) -> None:
    """Refuses the second post while an answer it rests on is awaited.

    Registries are asked again by themselves when publicity ends: nobody has to do anything.
    """
    if answers.why:
        these = "、".join(answers.names[code] for code in answers.why)
        raise Conflict(
            f"比对结果已过有效期，系统正在重新查询，答复后方可办理第二次复核确认：{these}。",
            code="checks-outdated",
            fields=answers.why,
        )


def _is_awaited(outcome: Outcome, fresh: Callable[[date], bool]) -> bool:
    if outcome.result == PENDING:
        return True
    return outcome.result == PASSED and not (outcome.answered_on and fresh(outcome.answered_on))


def _why(outcome: Outcome) -> str:
    if outcome.result == PENDING:
        return "已重新查询，尚未答复。"
    if outcome.answered_on is None:
        return "答复日期不明，待重新查询。"
    return f"{outcome.answered_on:%Y-%m-%d}的答复已过有效期，待重新查询。"


def must_be_checked(
    matched: bool, blocked: bool, outcomes: Iterable[Outcome], face_checked_on: date | None
) -> None:
    """Refuses before matching is complete, while it blocks, and without the face-to-face check."""
    if not matched:
        raise Conflict("数据比对尚未全部返回，不能初审。", code="checks-pending")
    must_not_be_blocked(blocked, outcomes)
    if face_checked_on is None:
        raise Conflict("尚未登记当面核查情况，不能初审。", code="face-check-missing")
