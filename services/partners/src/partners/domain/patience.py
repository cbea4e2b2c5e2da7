"""How long is waited, by kind of waiting; the numbers come from the list of partners."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """With one partner."""

    answer_within: timedelta
    retries: tuple[timedelta, ...]
    horizon: timedelta
    failures: int
    probe: timedelta
    probe_longest: timedelta

    def retry_after(self, tries: int) -> timedelta:
        """The wait after that many tries, 1 being the first; the last wait repeats."""
        return self.retries[min(tries, len(self.retries)) - 1]
