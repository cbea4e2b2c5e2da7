"""What a month costs the fund for one person, as far as anybody has published it."""

from typing import Any

from kernel.errors import Conflict, MissingValue
from kernel.month import Month
from policy import Contribution
from reporting.domain.money import Money


def published(month: Month, uow: Any) -> Contribution:
    """The month's contribution; a number that nobody has published refuses by its name."""
    try:
        cost: Contribution = uow.policy.contribution(month)
    except MissingValue as missing:
        raise Conflict(f"{missing}请联系市级政策维护人员补录。", code="policy-missing") from None
    return cost


def known(month: Month, uow: Any) -> Money | None:
    """The subsidised parts; None while a base is missing."""
    try:
        return Money.of(uow.policy.contribution(month))
    except MissingValue:
        return None
