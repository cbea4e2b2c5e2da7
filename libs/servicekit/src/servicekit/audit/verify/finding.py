"""What the verifier found, named."""

from dataclasses import asdict, dataclass
from typing import Any

EDITED, REMOVED, INSERTED, REORDERED = "edited", "removed", "inserted", "reordered"
BACK_DATED, CHAIN_REMOVED = "back-dated", "chain-removed"
DAY, DAY_ROLLED_BACK, WITNESS = "day", "day-rolled-back", "witness"
PAST = "past"  # no finding: the record is whole again, and was not at some look

TITLES = {
    EDITED: "被改动",
    REMOVED: "被删除",
    INSERTED: "被插入",
    REORDERED: "次序被调换",
    BACK_DATED: "时间倒填",
    CHAIN_REMOVED: "整条链被删除",
    DAY: "日根不符",
    DAY_ROLLED_BACK: "被回退的一天",
    WITNESS: "见证不完整",
    PAST: "曾经不符",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was written.

    `n` is the row's number in its chain, `last` the end where only a range can be told.
    """

    kind: str
    message: str
    chain: str = ""
    n: int | None = None
    last: int | None = None
    day: str = ""

    def sentence(self) -> str:
        """For the report."""
        if self.day:
            where = f"{self.day}"
        elif self.n is None:
            where = f"链 {self.chain}" if self.chain else "—"
        elif self.last and self.last != self.n:
            where = f"链 {self.chain} 第 {self.n}–{self.last} 行"
        else:
            where = f"链 {self.chain} 第 {self.n} 行"
        return f"{TITLES[self.kind]}：{where}（{self.message}）"

    def plain(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}
