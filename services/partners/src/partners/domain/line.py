"""The line to one partner, with a circuit breaker: who does not answer is left alone.

Closed, everything is said. After some unanswered tries in a row it opens: one question goes out
at a time, each after a longer wait. The first letter heard closes it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from partners.domain.patience import Patience

__all__ = [
    "CLOSED",
    "OPEN",
    "Line",
    "closed",
    "heard",
    "held",
    "is_news",
    "may_say",
    "missed",
    "probed",
]

CLOSED, OPEN = "closed", "open"
FRESH = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`failures` are unanswered tries in a row, `probes` the questions since it opened."""

    partner: str
    state: str = CLOSED
    failures: int = 0
    opened_at: datetime | None = None
    probe_at: datetime | None = None
    probes: int = 0
    heard_at: datetime | None = None
    error: str = ""


def may_say(line: Line, now: datetime) -> bool:
    """Whether a question may go out now."""
    return line.state == CLOSED or (line.probe_at is not None and line.probe_at <= now)


def held(line: Line, count: int, now: datetime) -> int:
    """Of so many questions that are due, how many stay here: an open line lets one out, when it
    is to be tried again."""
    if line.state == CLOSED:
        return 0
    return max(count - int(may_say(line, now)), 0)


def missed(line: Line, error: str, patience: Patience, now: datetime) -> Line:
    """A try stayed without an answer."""
    line = replace(line, failures=line.failures + 1, error=error)
    if line.state == OPEN or line.failures < patience.failures:
        return line
    return replace(line, state=OPEN, opened_at=now, probe_at=now + patience.probe, probes=0)


def probed(line: Line, patience: Patience, now: datetime) -> Line:
    """One question went out over an open line; the next waits longer."""
    if line.state == CLOSED:
        return line
    wait = min(patience.probe * 2 ** min(line.probes + 1, 16), patience.probe_longest)
    return replace(line, probes=line.probes + 1, probe_at=now + wait)


def heard(line: Line, now: datetime) -> Line:
    """The partner has spoken."""
    return Line(partner=line.partner, heard_at=now)


def closed(line: Line) -> Line:
    """Somebody knows that the partner is there again."""
    return Line(partner=line.partner, heard_at=line.heard_at)


def is_news(line: Line, now: datetime) -> bool:
    """Whether hearing the partner now changes what is known; else the row is left alone."""
    quiet = line.state == CLOSED and line.failures == 0
    return not quiet or line.heard_at is None or now - line.heard_at >= FRESH
