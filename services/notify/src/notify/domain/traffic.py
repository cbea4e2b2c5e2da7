"""Which provider gets the next text message, judged by what became of the last ones.

A provider is ill when many of its recent messages failed or went unanswered, or when its receipts
come slowly; its traffic goes to the next one in the installation's order. An ill one is tried
with a trickle, so that its recovery is seen. With nobody well, only the trickle goes out and the
rest waits: what a dead provider is given may lie in the dark until its receipt is overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["LOOK_BACK", "LOOKED_AT", "SLOW", "TRICKLE", "Past", "Record", "choose", "ill"]

LOOK_BACK = timedelta(minutes=30)  # older attempts tell nothing of today's provider
LOOKED_AT = 20  # attempts at most
FEWEST = 5  # attempts before a share means anything
MOST_FAILED = 0.3  # of them; numbers out of service alone are a tenth
SLOW = timedelta(minutes=10)  # a receipt usually comes within seconds
MOST_SLOW = 0.5
IN_A_ROW = 3  # alike and newest: whatever the share says
TRICKLE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Past:
    """One recent attempt; `heard` is when its receipt came. `failed`: no answer, no delivery."""

    began: datetime
    failed: bool = False
    heard: datetime | None = None

    def slow(self, now: datetime) -> bool:
        """The receipt took too long, or has not come for so long already."""
        return not self.failed and (self.heard or now) - self.began > SLOW

    def open(self, now: datetime) -> bool:
        """Nothing can be said of it yet."""
        return not self.failed and self.heard is None and not self.slow(now)


@dataclass(frozen=True, slots=True)
class Record:
    """A provider's recent attempts, newest first."""

    name: str
    past: tuple[Past, ...] = ()

    def quiet_for(self, span: timedelta, now: datetime) -> bool:
        """Nothing was sent for so long."""
        return not self.past or now - self.past[0].began >= span


def choose(records: Sequence[Record], now: datetime, *, again: bool = False) -> str:
    """The provider's name; empty when the message had better wait.

    `again`: the message has missed once already, so it is not the one to try an ill provider with.
    """
    sick = [record for record in records if ill(record, now)]
    well = [record.name for record in records if record not in sick]
    due = [record.name for record in sick if record.quiet_for(TRICKLE, now)]
    first, second = (well, due) if again else (due, well)
    return next(iter(first + second), "")


def ill(record: Record, now: datetime) -> bool:
    """Whether the provider should get no more than a trickle."""
    past = [one for one in record.past[:LOOKED_AT] if now - one.began <= LOOK_BACK]
    told = [one for one in past if not one.open(now)]
    bad = [one.failed or one.slow(now) for one in told]
    newest = bad[:IN_A_ROW]
    if len(newest) == IN_A_ROW and len({*newest}) == 1:
        return newest[0]
    if len(told) < FEWEST:
        return False
    failed = sum(one.failed for one in told) / len(told)
    slow = sum(one.slow(now) for one in told) / len(told)
    return failed >= MOST_FAILED or slow >= MOST_SLOW
