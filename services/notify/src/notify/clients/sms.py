"""Who carries messages here: the providers this installation has chosen, in its order."""

from collections.abc import Callable, Mapping
from typing import Any

from notify.clients.cloud import CloudSms
from notify.clients.demo_phone import DemoPhone
from notify.clients.kannel import Kannel
from notify.clients.provider import Provider
from notify.clients.wechat import WeChat

__all__ = ["PROVIDERS", "has_wechat", "known_to", "provider_called", "provider_names"]

DEMO = "demo"
PROVIDERS: dict[str, Callable[[Mapping[str, str]], Provider]] = {
    DEMO: DemoPhone,
    "kannel": Kannel,
    "cloud": CloudSms,
    "wechat": WeChat,
}


def provider_names(uow: Any) -> tuple[str, ...]:
    """Providers of text messages in the order of choice (setting SMS_PROVIDER, comma between).

    Raises LookupError where real people would be told on a demonstration's screen.
    """
    values = uow.world.settings
    chosen = str(values.get("SMS_PROVIDER") or DEMO)
    names = tuple(name.strip() for name in chosen.split(",") if name.strip())
    if DEMO in names and values.get("AMQP_URI") and values.get("DEMO") != "1":
        raise LookupError("LINGBU_SMS_PROVIDER names no provider but the demo phone")
    return names


def provider_called(name: str, uow: Any) -> Provider:
    """That provider; raises LookupError for a name nobody knows and for settings that are missing,
    so that nothing is sent quietly."""
    try:
        return PROVIDERS[name](uow.world.settings)
    except SystemExit as missing:
        raise LookupError(str(missing)) from None


def has_wechat(uow: Any) -> bool:
    """Whether this installation speaks with WeChat."""
    return bool(uow.world.settings.get("WECHAT_ADDRESS"))


def known_to(uow: Any) -> tuple[str, ...]:
    """Everybody who may call back."""
    return (*provider_names(uow), *(("wechat",) if has_wechat(uow) else ()))
