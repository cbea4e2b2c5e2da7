"""Walking the chains of one range: every row hashed again, heads and kept heads compared."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from servicekit.audit.canonical import HASHED, START, head_line, row_hash
from servicekit.audit.verify.diagnosis import HASH, PREV, N, diagnose
from servicekit.audit.verify.finding import (
    BACK_DATED,
    CHAIN_REMOVED,
    EDITED,
    INSERTED,
    PAST,
    REMOVED,
    Finding,
)
from servicekit.audit.verify.looks import of_chain

AT, WRITTEN = HASHED.index("at"), HASHED.index("written")
PATIENCE = 300_000_000  # microseconds: clocks of replicas differ, a transaction takes its time
DAY, BEIJING = 86_400_000_000, 8 * 3_600_000_000
CHAIN = itemgetter(0)
Row = Sequence[Any]


@dataclass(slots=True)
class DayPart:
    """What one range gives to one day."""

    rows: int = 0
    chains: int = 0
    fresh: int = 0
    lines: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Walked:
    """The outcome of one range."""

    rows: int = 0
    chains: int = 0
    unkept: int = 0
    waits: int = 0  # when the oldest row without a witness was written; 0 without one
    found: list[Finding] = field(default_factory=list)
    past: list[Finding] = field(default_factory=list)
    days: dict[int, DayPart] = field(default_factory=lambda: defaultdict(DayPart))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What else is known of the chains of a range; each by chain."""

    heads: dict[str, tuple[int, str]]
    kept: dict[str, list[tuple[int, str, int, int]]]  # n, hash, since, at: by look
    purged: dict[str, list[tuple[int, int, str, int]]]  # n, day, hash, rows: what stays of old rows
    until: int | None  # when the witness kept something last, 0 for never; None without a witness
    turned: bool  # the installation's clock can be turned: business time proves nothing


def walk(rows: Iterator[Row], known: Known) -> Walked:
    """Checks all chains of one range, in one pass."""
    walked = Walked()
    seen: set[str] = set()
    gone = sorted(known.purged, reverse=True)  # days are hashed in the order of the chains
    for chain, group in groupby(rows, CHAIN):
        while gone and gone[-1] < chain:
            _Chain(gone.pop(), known, walked).check(iter(()))
        if gone and gone[-1] == chain:
            gone.pop()
        seen.add(chain)
        _Chain(chain, known, walked).check(group)
    while gone:
        _Chain(gone.pop(), known, walked).check(iter(()))
    seen |= known.purged.keys()
    for chain in sorted((known.heads.keys() | known.kept.keys()) - seen):
        highest = max(
            [n for n, *_ in known.kept.get(chain, ())] + [known.heads.get(chain, (0,))[0]]
        )
        if highest:
            said = f"原有至少 {highest} 行"
            walked.found.append(Finding(kind=CHAIN_REMOVED, chain=chain, message=said))
    return walked


class _Chain:
    """One chain on its way through."""

    def __init__(self, chain: str, known: Known, walked: Walked) -> None:
        self.chain, self.known, self.walked = chain, known, walked
        self.n, self.hash, self.written, self.waits = 0, START, 0, 0
        self.looks = of_chain(known.kept.get(chain, ()))
        self.kept = self.looks.grown
        self.place, self.agreed = 0, 0  # in the kept heads; the newest row they agree on
        self.broken = False
        self.rewritten: Finding | None = None
        self.lasts: dict[int, tuple[int, str]] = {}
        self._take_purged()

    def _take_purged(self) -> None:
        for n, day, row_digest, rows in self.known.purged.get(self.chain, ()):
            part = self.walked.days[day]
            part.rows += rows
            part.fresh += self.n == 0
            self.n, self.hash = n, row_digest
            self.lasts[day] = (n, row_digest)
            self._compare(n, row_digest)
        self.after = self.n

    def check(self, rows: Iterator[Row]) -> None:
        remembered: list[Row] = []
        for row in rows:
            remembered.append(row)
            if len(remembered) > 100_000:  # one endless chain is not held in memory
                del remembered[:50_000]
            self._step(row)
        if self.broken:
            head = self.known.heads.get(self.chain, (0, ""))[1]
            after = remembered[0][N] - 1 if len(remembered) >= 50_000 else self.after
            named = diagnose(remembered, after, head)
            self.walked.found += named
            self.rewritten = None if named else self.rewritten
        self._end()

    def _step(self, row: Row) -> None:
        sound = row_hash(row[:HASH]) == row[HASH]
        if not sound or row[N] != self.n + 1 or row[PREV] != self.hash:
            self.broken = True
        self.n, self.hash = row[N], row[HASH]
        self._check_time(row)
        day = (row[WRITTEN] + BEIJING) // DAY
        part = self.walked.days[day]
        part.rows += 1
        part.fresh += row[N] == 1
        if self.n > self.lasts.get(day, (0, ""))[0]:
            self.lasts[day] = (self.n, self.hash)
        self._compare(self.n, self.hash)
        self.waits = 0 if self.agreed == self.n else self.waits or row[WRITTEN]
        self.walked.rows += 1

    def _check_time(self, row: Row) -> None:
        written = row[WRITTEN]
        if written < self.written - PATIENCE:
            self._tell(BACK_DATED, row[N], "早于前一行的写入时间")
        elif not self.known.turned and abs(row[AT] - written) > PATIENCE:
            self._tell(BACK_DATED, row[N], "业务时间与写入时间相差过大")
        elif self.place < len(self.kept) and written < self.kept[self.place][2] - PATIENCE:
            self._tell(BACK_DATED, row[N], "所称的写入时间之后，见证时尚无此行")
        elif self.place < len(self.kept) and written > self.kept[self.place][3] + PATIENCE:
            self._tell(BACK_DATED, row[N], "写入时间晚于见证时间")
        self.written = max(self.written, written)

    def _compare(self, n: int, row_digest: str) -> None:
        """The first kept head that is not met dates the change: all rows since the one before."""
        self.looks.meet(n, row_digest)
        while self.place < len(self.kept) and self.kept[self.place][0] <= n:
            kept_n, kept_hash, _, _ = self.kept[self.place]
            self.place += 1
            if kept_n < n or self.rewritten:
                continue
            if kept_hash == row_digest:
                self.agreed = n
            else:
                said = "与当时另存的散列不符：其后全部散列被重算过"
                self.rewritten = self._finding(EDITED, self.agreed + 1, said, last=n)

    def _end(self) -> None:
        self.walked.chains += 1
        for day, (n, row_digest) in self.lasts.items():
            self.walked.days[day].chains += 1
            self.walked.days[day].lines += head_line(self.chain, n, row_digest)
        if self.place < len(self.kept):
            highest = self.kept[-1][0]
            self._tell(REMOVED, self.n + 1, "见证中有，库中没有：链尾被删除", last=highest)
        elif not self.broken:
            self._check_head()
            self._tell_past()
        if self.rewritten:
            self.walked.found.append(self.rewritten)
        elif self.known.until is not None and self.n > self.agreed and not self.broken:
            self._check_unkept(self.known.until)

    def _tell_past(self) -> None:
        """All first looks are met again: what was done in between is told, and of no row."""
        if self.looks.past and not self.rewritten:
            said = f"{self.looks.past}；现在各行都与最初的见证相符"
            self.walked.past.append(Finding(kind=PAST, chain=self.chain, message=said))

    def _check_head(self) -> None:
        n, row_digest = self.known.heads.get(self.chain, (self.n, ""))
        if n > self.n:
            self._tell(REMOVED, self.n + 1, "链首指向的行不存在：链尾被删除", last=n)
        elif n < self.n:
            self._tell(INSERTED, n + 1, "链首没有指向它", last=self.n)
        elif row_digest != self.hash:
            self._tell(EDITED, n, "与链首的散列不符")

    def _check_unkept(self, until: int) -> None:
        """Rows the witness has not seen yet must be newer than its last look."""
        if self.place < len(self.kept):  # a look has seen these, and more
            return
        self.walked.unkept += self.n - self.agreed
        self.walked.waits = min(self.walked.waits or self.waits, self.waits or self.walked.waits)
        if self.written < until - PATIENCE:
            said = "自称写于见证之前，见证中没有"
            self._tell(BACK_DATED, self.agreed + 1, said, last=self.n)

    def _tell(self, kind: str, n: int, message: str, last: int | None = None) -> None:
        self.walked.found.append(self._finding(kind, n, message, last))

    def _finding(self, kind: str, n: int, message: str, last: int | None = None) -> Finding:
        return Finding(kind=kind, chain=self.chain, n=n, last=last, message=message)
