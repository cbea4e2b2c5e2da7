"""What must be true of the dossier before anybody may decide on it (数据比对、当面核查)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.errors import Conflict

__all__ = ["Outcome", "must_be_checked", "must_be_read", "must_not_be_blocked"]

PASSED = "PASS"
SENTENCES = {"FAIL": "该项比对未通过。", "NO_DATA": "该项比对未查到相应记录。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The standing of one check; `severity` is block, warn or info, or their first letter."""

    code: str
    severity: str
    result: str
    overridden: bool = False

    @property
    def blocks(self) -> bool:
        """A blocking check that has not passed; no answer is not a pass."""
        return self.severity[:1].lower() == "b" and self.result != PASSED

    @property
    def sentence(self) -> str:
        """Why it bars, to read aloud."""
        return SENTENCES.get(self.result, "该项比对尚无结果。")


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
        fields = {outcome.code: outcome.sentence for outcome in outcomes if outcome.blocks}
        raise Conflict("存在未通过的必查比对项，不能通过审核。", code="checks-block", fields=fields)


def must_be_checked(
    matched: bool, blocked: bool, outcomes: Iterable[Outcome], face_checked_on: date | None
) -> None:
    """Refuses before matching is complete, while it blocks, and without the face-to-face check."""
    if not matched:
        raise Conflict("数据比对尚未全部返回，不能初审。", code="checks-pending")
    must_not_be_blocked(blocked, outcomes)
    if face_checked_on is None:
        raise Conflict("尚未登记当面核查情况，不能初审。", code="face-check-missing")
