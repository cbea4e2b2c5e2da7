"""From which month a benefit no longer runs (停止享受), by the kind of its cause; domain §6.3."""

from dataclasses import dataclass

from kernel.month import Month

__all__ = ["BY_THE_PERSON", "OFFICER_CODES", "Stop", "earliest", "first_month_without"]

OFFICER_CODES = ("S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11")
BY_THE_PERSON = "S10"  # 本人申请停止

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


def earliest(decided: Stop | None, failures: Stop | None) -> Stop | None:
    """The stop that counts when both an officer's (or a deadline's) and two failures are there."""
    if decided is None or failures is None:
        return decided or failures
    return failures if failures.month < decided.month else decided
