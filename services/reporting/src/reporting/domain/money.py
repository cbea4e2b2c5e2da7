"""Sums by insurance in yuan, exact to the fen, and what one person's month costs the fund."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from policy import Contribution
from policy.contributions import INSURANCES

__all__ = ["NOTHING", "TITLES", "Money"]

TITLES = dict(zip(INSURANCES, ("养老", "失业", "医疗"), strict=True))
NOUGHT = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Money:
    """The subsidised parts of the three insurances."""

    pension: Decimal = NOUGHT
    unemployment: Decimal = NOUGHT
    medical: Decimal = NOUGHT

    @classmethod
    def of(cls, cost: Contribution) -> Self:
        """What the fund pays of one person's month."""
        return cls(cost.pension.subsidy, cost.unemployment.subsidy, cost.medical.subsidy)

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Self:
        """From `written`."""
        return cls(*(Decimal(kept[name]) for name in INSURANCES))

    def written(self) -> dict[str, str]:
        """As text by insurance."""
        return {name: f"{getattr(self, name):.2f}" for name in INSURANCES}

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.pension + self.unemployment + self.medical

    def __add__(self, other: Self) -> Self:
        pairs = ((getattr(self, name), getattr(other, name)) for name in INSURANCES)
        return type(self)(*(mine + theirs for mine, theirs in pairs))

    def __sub__(self, other: Self) -> Self:
        return self + other.times(-1)

    def times(self, count: int) -> Self:
        """The same for so many persons."""
        return type(self)(*(getattr(self, name) * count for name in INSURANCES))


NOTHING = Money()
