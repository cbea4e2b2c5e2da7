"""What one month costs, who pays which part, to the fen, insurance by insurance."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from kernel.errors import MissingValue
from kernel.money import cents
from kernel.month import Month
from policy.dated import Clause
from policy.rules import Rules

__all__ = ["INSURANCES", "Contribution", "Share", "Sums", "contribution", "share"]

INSURANCES = ("pension", "unemployment", "medical")  # 养老、失业、医疗


@dataclass(frozen=True, slots=True)
class Share:
    """One insurance in one month, in yuan: `subsidy` is what the person does not pay."""

    insurance: str
    base: Decimal
    total: Decimal
    personal: Decimal
    provisional: bool
    clauses: tuple[Clause, ...]

    @property
    def subsidy(self) -> Decimal:
        """Total minus personal (补贴)."""
        return self.total - self.personal


class Part(Protocol):
    """One insurance of a month, in yuan."""

    @property
    def total(self) -> Decimal: ...
    @property
    def personal(self) -> Decimal: ...
    @property
    def subsidy(self) -> Decimal: ...


class Sums:
    """The insurances of one month added up, in yuan."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Part]:
        raise NotImplementedError

    @property
    def total(self) -> Decimal:
        """Everything."""
        return sum((part.total for part in self), Decimal())

    @property
    def personal(self) -> Decimal:
        """On the person's account (个人应缴部分)."""
        return sum((part.personal for part in self), Decimal())

    @property
    def subsidy(self) -> Decimal:
        """On the fund (补贴)."""
        return sum((part.subsidy for part in self), Decimal())


@dataclass(frozen=True, slots=True)
class Contribution(Sums):
    """The three insurances of one month; provisional when a new base is due but not published."""

    month: Month
    pension: Share
    unemployment: Share
    medical: Share

    def __iter__(self) -> Iterator[Share]:
        return iter((self.pension, self.unemployment, self.medical))

    @property
    def provisional(self) -> bool:
        """Whether a difference may have to be collected or returned later (补差)."""
        return any(share.provisional for share in self)


def contribution(rules: Rules, month: Month) -> Contribution:
    """All three insurances; raises MissingValue when any base or rate is not published."""
    return Contribution(month, *(share(rules, month, name) for name in INSURANCES))


def share(rules: Rules, month: Month, insurance: str, chosen: Decimal | None = None) -> Share:
    """One insurance by the rules of that month, rounded half up to the fen each for itself.

    `chosen` is a base a person may choose (see `bases`); otherwise it is the floor. Raises
    MissingValue naming the base or rate and the month.
    """
    base_name, rate_name = f"{insurance}_base", f"{insurance}_rate"
    names = (base_name, rate_name, f"{rate_name}_personal")
    try:
        floor, rate, personal = (Decimal(getattr(rules, name)) for name in names)
    except MissingValue as missing:
        raise MissingValue(missing.name, month) from None
    base = floor if chosen is None else chosen
    return Share(
        insurance,
        cents(base),
        cents(base * rate),
        cents(base * personal),
        rules.provisional(base_name),
        tuple(rules.clause(name) for name in names),
    )
