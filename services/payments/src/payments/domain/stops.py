"""From which month a benefit no longer runs (停止享受), by the kind of its cause; domain §6.3."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kernel.month import Month

__all__ = [
    "BY_STATUS",
    "BY_THE_PERSON",
    "OFFICER_CODES",
    "Stop",
    "after_paid",
    "agreed",
    "earliest",
    "first_month_without",
    "outranks",
]

OFFICER_CODES = ("S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11")
BY_THE_PERSON = "S10"  # 本人申请停止
DEATH = "S06"
BY_STATUS = {
    "employment": "S04",
    "retirement": "S05",
    "death": DEATH,
    "household_left": "S07",
    "company": "S08",
    "custody": "S11",
    "enlistment": "S11",
    "schooling": "S11",
    "emigration": "S11",
}

_MONTHS_LATER = {
    "first-employer-month": 0,
    "transfer-month": 0,
    "month-after-event": 1,
    "next-month": 1,
    "month-after-second-failure": 1,
    "month-after-window": 1,
    "month-after-end": 1,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop code and the first month without benefit."""

    code: str
    month: Month


def first_month_without(effective: str, event: Month, start: Month, end: Month) -> Month:
    """The first month without benefit, never before the start nor after the month after the end.

    `effective` is the word of the stop table ("month-after-event", "from-start" …), `event` the
    month in which the cause arose. Raises KeyError for a word that is not in the table.
    """
    month = start if effective == "from-start" else event + _MONTHS_LATER[effective]
    return max(start, min(month, end + 1))


def outranks(new: Stop, standing: Stop | None, recover: bool) -> bool:
    """Whether a decision takes the place of the one that stands: an earlier month does, and at the
    same month one that makes the person pay back (追回) does; the same cause does not."""
    if standing is None:
        return True
    return new.month < standing.month or (recover and new.code != standing.code)


def agreed(reports: Iterable[tuple[str, Month]]) -> Month | None:
    """The month of death that two independent sources agree on (domain §10); else None.

    `reports` are pairs of source and month. Where they name different months, people decide.
    """
    sources: dict[Month, set[str]] = {}
    for source, month in reports:
        sources.setdefault(month, set()).add(source)
    return min((m for m, names in sources.items() if len(names) > 1), default=None)


def after_paid(stop: Month, paid: Collection[Month]) -> Month:
    """The first month from `stop` on that is not deducted yet: what was paid stays (§16.16)."""
    while stop in paid:
        stop += 1
    return stop


def earliest(decided: Stop | None, failures: Stop | None) -> Stop | None:
    """The stop that counts when both an officer's (or a deadline's) and two failures are there."""
    if decided is None or failures is None:
        return decided or failures
    return failures if failures.month < decided.month else decided
