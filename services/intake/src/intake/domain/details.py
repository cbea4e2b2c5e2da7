"""What of the commitment may change later without being signed again: account and contacts.

附件3 二.6: the person tells at once when the account changes. The commitment and its digest stay
as they were signed; these are the details that hold now.
"""

from dataclasses import dataclass
from typing import Self

from intake.domain.forms import Promise

__all__ = ["Details"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Where is collected from, and how the person is reached."""

    bank: str
    account: str
    account_type: str
    contact: str
    emergency_contact: str

    @classmethod
    def of(cls, promise: Promise) -> Self:
        """The details as they were promised."""
        return cls(**{name: getattr(promise, name) for name in cls.__slots__})
