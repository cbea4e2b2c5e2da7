"""What the witness's looks at one chain say: when it grew, and whether it ever stood otherwise.

The first look at which a chain had so many rows dates them and says what they were. A later look
that found fewer, or others, dates nothing: it only tells what had been done by then.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from servicekit.audit.verify.silence import told_moment

Head = tuple[int, str, int, int]  # n, hash, since, at


@dataclass(slots=True)
class Looks:
    """`grown`: heads higher than all before them, in order; `after`: all others, by number."""

    grown: list[Head] = field(default_factory=list)
    after: dict[int, list[Head]] = field(default_factory=lambda: defaultdict(list))
    past: str = ""  # how the chain once stood otherwise, for the report; empty if it never did

    def meet(self, n: int, row_digest: str) -> None:
        """Holds a row against the later looks that found it at the end of the chain."""
        for _, kept_hash, _, at in self.after.get(n, ()):
            if kept_hash != row_digest and not self.past:
                self.past = f"{told_moment(at)}见证时第 {n} 行及以前不是现在这样"


def of_chain(kept: Sequence[Head]) -> Looks:
    """From the heads kept of one chain, in the order of the looks."""
    looks, most = Looks(), 0
    for head in kept:
        n, _, _, at = head
        if n > most:
            looks.grown.append(head)
            most = n
            continue
        looks.after[n].append(head)
        if n < most and not looks.past:
            looks.past = f"{told_moment(at)}见证时只有 {n} 行，此前已有 {most} 行"
    return looks
