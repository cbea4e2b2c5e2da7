"""Whether a callback comes from the provider it names: a secret both know, and where it comes from.

Kannel signs nothing, so the address we gave it carries a signature of its own for each reference:
who reads one line of a log can repeat that line's receipt and no other. The cloud provider signs
time and body. WeChat signs a moment with a token, as its documents prescribe.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Request

from servicekit.config import BadSetting, strong
from servicekit.forwarded import Network, networks, within

__all__ = ["Callback", "genuine", "read_callbacks"]

FRESH = 300  # seconds


@dataclass(frozen=True, slots=True)
class Callback:
    """What one provider is known by; without networks it may come from anywhere."""

    secret: str = field(repr=False)
    networks: tuple[Network, ...] = ()


def read_callbacks(values: Mapping[str, str]) -> dict[str, Callback]:
    """The doors that are open: those of providers whose secret is set."""
    secrets = {
        "kannel": ("KANNEL_CALLBACK_SECRET", values.get("KANNEL_CALLBACK_SECRET", "")),
        "cloud": ("CLOUD_SMS_CALLBACK_SECRET", values.get("CLOUD_SMS_CALLBACK_SECRET", "")),
        "wechat": ("WECHAT_CALLBACK_TOKEN", values.get("WECHAT_CALLBACK_TOKEN", "")),
    }
    return {
        provider: Callback(strong(name, secret), _networks(values, provider))
        for provider, (name, secret) in secrets.items()
        if secret
    }


def _networks(values: Mapping[str, str], provider: str) -> tuple[Network, ...]:
    name = f"{provider.upper()}_CALLBACK_FROM"
    try:
        return networks(values.get(f"{provider.upper()}_CALLBACK_FROM", ""))
    except ValueError:
        raise BadSetting(name, "应为地址或网段，以逗号分隔") from None


def genuine(provider: str, callback: Callback, request: Request) -> bool:
    """Whether this request may speak for the provider."""
    if callback.networks and not within(request.remote_addr or "", callback.networks):
        return False
    return _SIGNED[provider](callback.secret, request)


def _by_reference(secret: str, request: Request) -> bool:
    words = f"kannel:{request.args.get('ref', '')}"
    return _same(_mac(secret, words.encode()), request.args.get("sig", ""))


def _by_body(secret: str, request: Request) -> bool:
    stamp = request.headers.get("X-Timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and abs(time.time() - int(stamp[:12])) <= FRESH):
        return False
    words = stamp.encode() + b"\n" + request.get_data()
    return _same(_mac(secret, words), request.headers.get("X-Signature", ""))


def _by_token(token: str, request: Request) -> bool:
    words = sorted((token, request.args.get("timestamp", ""), request.args.get("nonce", "")))
    made = hashlib.sha1("".join(words).encode(), usedforsecurity=False).hexdigest()
    return _same(made, request.args.get("signature", ""))


def _mac(secret: str, words: bytes) -> str:
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()


def _same(made: str, given: str) -> bool:
    return hmac.compare_digest(made.encode(), given.encode())


_SIGNED: Mapping[str, Callable[[str, Request], bool]] = {
    "kannel": _by_reference,
    "cloud": _by_body,
    "wechat": _by_token,
}
