"""The channel interface for text messages (短信), and who is behind it."""

from collections.abc import Callable
from typing import Any, Protocol

from notify.clients.demo_phone import DemoPhone

__all__ = ["ChannelRefused", "SmsProvider", "provider_for", "provider_name"]


class ChannelRefused(Exception):
    """The provider will never take this message: number barred, text refused. No retry."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsProvider(Protocol):
    """Hands a text to the mobile network; the receipt comes later as `TakeReceipt`.

    Gateways themselves are rarely idempotent, so this is the provider's promise: a reference that
    was accepted before is not sent again but answered as accepted.
    """

    name: str

    def send(self, reference: str, phone: str, text: str) -> str:
        """Returns the accepted reference; raises ChannelRefused, or anything else to try again."""
        ...


PROVIDERS: dict[str, Callable[[Any], SmsProvider]] = {"demo": DemoPhone}


def provider_name(uow: Any) -> str:
    """The provider this installation has chosen (setting SMS_PROVIDER)."""
    return str(uow.world.settings.get("SMS_PROVIDER") or "demo")


def provider_for(uow: Any) -> SmsProvider:
    """That provider; raises KeyError for a name nobody knows, so that nothing is sent quietly."""
    return PROVIDERS[provider_name(uow)](uow)
