"""A witness that has stopped: rows that nobody has seen for longer than its looks are apart."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from kernel.clock import SHANGHAI
from servicekit.audit.canonical import micros
from servicekit.audit.verify.finding import WITNESS, Finding

LIMIT = timedelta(minutes=10)  # a look is due each minute; a restart or an update takes a few


class Waiting(Protocol):
    """How many rows wait for a witness, and since when, in microseconds."""

    unkept: int
    waits: int


def check_silence(proof: Waiting, until: int, now: datetime) -> list[Finding]:
    """Names since when the witness looks no more; it kept something last at `until` (0: never)."""
    if not proof.waits or proof.waits >= micros(now - LIMIT):
        return []
    last = f"最后一次另存在{told_moment(until)}" if until else "从未另存"
    said = f"{last}；{told_moment(proof.waits)}以来有 {proof.unkept} 行没有见证，改动它们查不出来"
    return [Finding(kind=WITNESS, message=said)]


def told_moment(moment: int) -> str:
    """Microseconds as the report says them: day and minute in Beijing."""
    at = datetime.fromtimestamp(moment / 1_000_000, UTC).astimezone(SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M}"
