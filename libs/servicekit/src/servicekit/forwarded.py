"""Who really asks: what proxies say of an address is believed of known proxies alone."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
TOLD = "HTTP_X_FORWARDED_FOR"
SCHEME = "HTTP_X_FORWARDED_PROTO"
TRACED = "HTTP_TRACEPARENT"  # a trace is gone on with only for those who are known
HEARSAY = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def networks(text: str) -> tuple[Network, ...]:
    """`10.0.0.5, 10.1.0.0/16`; raises ValueError for what is no network."""
    return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())


class Forwarded:
    """WSGI: puts the true address and scheme in their places, and removes all hearsay.

    The chain is read from its end: each known proxy vouches for the address before its own, and
    the first address that is no proxy is the one who asks, whatever was written before it.
    """

    def __init__(self, app: Callable[..., Any], proxies: Iterable[Network]) -> None:
        self.app, self.proxies = app, tuple(proxies)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        peer = environ.get("REMOTE_ADDR", "")
        chain = environ.get(TOLD, "").split(",")
        if self._known(peer):
            environ["REMOTE_ADDR"] = self._first(peer, [one.strip() for one in chain])
            if environ.get(SCHEME) == "https":
                environ["wsgi.url_scheme"] = "https"
        else:
            environ.pop(TRACED, None)
        for name in [name for name in environ if name.startswith(HEARSAY)]:
            del environ[name]
        return self.app(environ, start_response)

    def _first(self, peer: str, chain: list[str]) -> str:
        for before in reversed(chain):
            if not _is_address(before):
                return peer
            peer = before
            if not self._known(peer):
                return peer
        return peer

    def _known(self, address: str) -> bool:
        return within(address, self.proxies)


def within(address: str, among: Iterable[Network]) -> bool:
    """Whether it is an address in one of the networks."""
    if not _is_address(address):
        return False
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in among)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
