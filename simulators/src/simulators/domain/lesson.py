"""Stand-in of outside systems: what they were taught about one synthetic person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

__all__ = ["ENROLMENT", "FINDINGS", "REFUND", "SILENT", "Lesson", "Line"]

ACCOUNT_CODES = ("02", "03", "04", "05")  # closed, frozen, another name, no agreement
SILENT = "SILENT"  # the registry never answers
REFUND, ENROLMENT = "REFUND", "ENROLMENT"  # taught as checks: the centre may be silent as well
FINDINGS = {
    "PASS": "比对一致",  # nosec B105 - a verdict, not a password
    "FAIL": "比对不一致",
    "NO_DATA": "查询无记录",
    "ERROR": "数据源返回错误",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One month with a contribution on record at the centre; month as YYYY-MM."""

    month: str
    payer: str
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One person's fate. An untaught person passes every check and pays every month."""

    checks: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    refund: bool = True
    deductions: Mapping[str, str] = field(default_factory=dict)
    refuse_enrolment: str = ""

    def finding(self, check_code: str) -> str:
        """PASS, FAIL, NO_DATA, ERROR or SILENT."""
        return self.checks.get(check_code, "PASS")

    def lines_from(self, month: str) -> tuple[Line, ...]:
        """Contributions of that month and after, oldest first."""
        later = (line for line in self.lines if line.month >= month)
        return tuple(sorted(later, key=lambda line: line.month))

    def refunded(self, month: str) -> Self:
        """The person's own contribution of that month is no longer on record."""
        kept = (line for line in self.lines if (line.month, line.payer) != (month, "self"))
        return replace(self, lines=tuple(kept))

    def deduction(self, month: str) -> str:
        """The bank's result code for that month, 00 unless taught otherwise."""
        return self.deductions.get(month, "00")[:2]

    def put_off(self, month: str) -> bool:
        """Whether the month may be paid later (暂缓缴)."""
        return self.deductions.get(month, "").endswith("d")

    def with_account_from(self, month: str) -> Self:
        """What the old account would have spoiled from that month on no longer fails."""
        kept = {
            each: code
            for each, code in self.deductions.items()
            if each < month or code not in ACCOUNT_CODES
        }
        return replace(self, deductions=kept)

    def known(self) -> tuple[str, ...]:
        """What was taught, one short word each."""
        return (
            *_pairs(self.checks.items()),
            *_pairs((line.month, line.payer) for line in self.lines),
            *(() if self.refund else ("refund=no",)),
            *_pairs(self.deductions.items()),
            *(("enrolment=refused",) if self.refuse_enrolment else ()),
        )


def _pairs(items: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in sorted(items))
