"""The gateway: whose key (钥匙盘) is whose, for services that check signatures themselves."""

from dataclasses import dataclass
from datetime import datetime

from contracts.message import Event
from contracts.wire import described


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBound(Event):
    """An officer holds a key from now on; nobody else does."""

    source, aggregate = "gateway", "key_serial"

    key_serial: str
    officer: str = described("账号")
    kind: str = described("certificate, webauthn or software-demo")
    public: str = described("What its signatures are checked with: certificates as PEM")
    bound_at: datetime
    rebound: bool = described("Whether another officer has held it before")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUnbound(Event):
    """Nobody holds the key any more."""

    source, aggregate = "gateway", "key_serial"

    key_serial: str
    officer: str = described("账号")
    unbound_at: datetime
