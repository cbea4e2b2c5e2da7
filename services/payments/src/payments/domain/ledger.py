"""The month ledger (月度台账): a fold over all deduction results, whatever order they came in.

The same set of results gives the same ledger; nothing depends on which came first. A late
success clears the failure of its month, and with it a stop that rested on that failure
(附件3 二.1; domain §5, §16.14).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel.errors import MissingValue
from kernel.month import Month
from policy import Rules
from policy.bases import may_defer

__all__ = ["Ledger", "Result", "Standing", "decisive", "deferrable", "fold", "streak"]

PAID, FAILED_BY_PERSON, DEFERRED_BY_LAW, OPEN = "paid", "failed", "deferred", "open"
PLANNED, DEDUCTED, FAILED, DEFERRED, VOID = "planned", "deducted", "failed", "deferred", "void"

STATE_OF = {PAID: DEDUCTED, FAILED_BY_PERSON: FAILED, DEFERRED_BY_LAW: DEFERRED, OPEN: PLANNED}


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One answer of the bank; outcome is paid, failed (by the person), deferred or open."""

    month: Month
    attempt: int
    code: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one month stands: planned, deducted, failed, deferred or void.

    `streak` counts the failed months in a row that end with this one.
    """

    month: Month
    state: str
    code: str
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every month that has a result, and the first month without benefit by failures alone."""

    standings: tuple[Standing, ...]
    stop: Month | None


def deferrable(month: Month, rules: Rules) -> bool:
    """Whether the contribution of that month may be put off (京人社就发〔2020〕19号 第七条).

    Before the measure is in force the centre's own word counts (domain §5.1).
    """
    try:
        return may_defer(month, rules)
    except MissingValue:
        return True


def fold(
    results: Iterable[Result], start: Month, end: Month, decided: Month | None, to_stop: int
) -> Ledger:
    """The ledger of a benefit from `start` to `end`.

    `decided` is the first month without benefit by a stop for another reason; `to_stop` the
    number of failed months in a row that stops it. What lies outside, or after either, is void.
    """
    top = decisive(results)
    last = min(end, decided - 1) if decided else end
    standings: list[Standing] = []
    stop: Month | None = None
    for month in sorted(top):
        result = top[month]
        inside = start <= month <= last and (stop is None or month < stop)
        state = STATE_OF[result.outcome] if inside else VOID
        run = _run(standings, month) if state == FAILED else 0
        standings.append(Standing(month, state, result.code, run))
        if run >= to_stop and month < last:
            stop = month + 1
    return Ledger(tuple(standings), stop)


def streak(standings: Sequence[Standing]) -> int:
    """Failed months in a row at the end of what counts; void months are passed over."""
    counted = [standing for standing in standings if standing.state != VOID]
    return counted[-1].streak if counted else 0


def _run(standings: Sequence[Standing], month: Month) -> int:
    """The failed months in a row that a failure of `month` makes."""
    follows = standings and standings[-1].month == month - 1
    return standings[-1].streak + 1 if follows else 1


def decisive(results: Iterable[Result]) -> dict[Month, Result]:
    """The result that counts of each month: a success, else the one of the highest attempt."""
    top: dict[Month, Result] = {}
    for result in results:
        if result.month not in top or _weight(result) > _weight(top[result.month]):
            top[result.month] = result
    return top


def _weight(result: Result) -> tuple[bool, int, str]:
    return result.outcome == PAID, result.attempt, result.code
