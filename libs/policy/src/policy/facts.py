"""What is known of an applicant, and what an assessment answers."""

from dataclasses import dataclass
from datetime import date

from kernel.basis import Basis
from kernel.identity import Sex
from policy.retirement import RetireClass

__all__ = ["Assessment", "Facts", "Reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a person on the day of application; None means not known or not so."""

    category: str
    sex: Sex
    birth: date
    applied_on: date
    engaged_since: date
    agency: str
    local_household: bool
    hukou_code: str
    unemployed_since: date | None = None
    disability: str | None = None
    graduated_on: date | None = None
    first_employment: bool | None = None
    employed_by_unit: bool = False
    retire_class: RetireClass = "worker"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: the code and phrase for text T2, and the ground with what was compared."""

    code: str
    text: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Assessment:
    """Eligible when there is no reason against it."""

    reasons: tuple[Reason, ...]

    @property
    def eligible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons
