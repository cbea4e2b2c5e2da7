"""The difference (补差) when a base is published late: July ran with the old one, provisionally."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kernel.month import Month
from policy.contributions import Contribution, Sums

__all__ = ["Difference", "ShareDifference", "difference"]


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """One insurance, in yuan: positive is still to be collected, negative to be returned."""

    insurance: str
    total: Decimal
    personal: Decimal

    @property
    def subsidy(self) -> Decimal:
        """The fund's part."""
        return self.total - self.personal


@dataclass(frozen=True, slots=True)
class Difference(Sums):
    """The three insurances of one month."""

    month: Month
    shares: tuple[ShareDifference, ...]

    def __iter__(self) -> Iterator[ShareDifference]:
        return iter(self.shares)

    @property
    def nothing(self) -> bool:
        """Whether every insurance stays as it was."""
        return all(share.total == share.personal == 0 for share in self)


def difference(charged: Contribution, due: Contribution) -> Difference:
    """What is due now minus what was charged, insurance by insurance.

    Raises ValueError for two different months.
    """
    if charged.month != due.month:
        raise ValueError(f"two months: {charged.month} and {due.month}")
    shares = (
        ShareDifference(new.insurance, new.total - old.total, new.personal - old.personal)
        for old, new in zip(charged, due, strict=True)
    )
    return Difference(due.month, tuple(shares))
