"""补差: what a base that was published late adds to a month already collected (domain §4.3)."""

from collections.abc import Mapping
from decimal import Decimal

from policy import Contribution, Share
from policy.contributions import INSURANCES
from policy.difference import Difference, difference

__all__ = ["due"]

Parts = Mapping[str, tuple[Decimal, Decimal]]


def due(collected: Parts, cost: Contribution) -> Difference:
    """What is due now minus what was collected; `collected` are personal and subsidised part by
    insurance, in yuan."""
    shares = (_share(name, *collected[name]) for name in INSURANCES)
    return difference(Contribution(cost.month, *shares), cost)


def _share(name: str, personal: Decimal, subsidy: Decimal) -> Share:
    """What was collected; on which base no longer matters."""
    return Share(name, Decimal(0), personal + subsidy, personal, True, ())
