"""Exchanges, queues and accounts of a partner on the broker: each has their own.

A partner's account writes to one exchange and reads one queue; it declares and binds nothing.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where one partner's letters go."""

    partner: str

    @property
    def said(self) -> str:
        """The exchange on which the partner speaks."""
        return f"partner.{self.partner}.said"

    @property
    def told(self) -> str:
        """The exchange on which the partner is spoken to."""
        return f"partner.{self.partner}.told"

    @property
    def inbox(self) -> str:
        """The queue which the partner reads."""
        return f"partner.{self.partner}.inbox"

    @property
    def account(self) -> str:
        """The partner's user on the broker."""
        return f"partner-{self.partner}"

    @property
    def rights(self) -> dict[str, str]:
        """What the broker lets this user do: configure nothing, write one place, read one."""
        return {
            "configure": "^$",
            "write": f"^{re.escape(self.said)}$",
            "read": f"^{re.escape(self.inbox)}$",
        }
