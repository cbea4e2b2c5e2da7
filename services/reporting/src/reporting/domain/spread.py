"""How long cases took: counts by whole working days, and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["Spread"]

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Spread:
    """Working days and how many cases took so many; empty: none at all."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All cases."""
        return sum(self.counts.values())

    @property
    def average(self) -> str:
        """With one decimal; empty for none."""
        if not self.count:
            return ""
        days = sum(taken * count for taken, count in self.counts.items())
        return str((Decimal(days) / self.count).quantize(TENTH, ROUND_HALF_UP))

    @property
    def median(self) -> str:
        """Half took no longer: the middle one, or the mean of the two in the middle."""
        if not self.count:
            return ""
        low, high = self._at((self.count - 1) // 2), self._at(self.count // 2)
        middle = Decimal(low + high) / 2
        return str(int(middle) if middle == middle.to_integral_value() else middle)

    @property
    def longest(self) -> int | None:
        """The slowest; None for none."""
        return max(self.counts, default=None)

    def _at(self, place: int) -> int:
        """The days of the case at a place, the quickest first."""
        for taken in sorted(self.counts):
            place -= self.counts[taken]
            if place < 0:
                return taken
        raise IndexError(place)
