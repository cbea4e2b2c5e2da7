"""What an installation may set, and what every view reaches for."""

from dataclasses import dataclass, field

from flask import current_app

from portal.api import Api
from portal.sealing import Sealer
from servicekit.forwarded import Network

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSettings:
    """`key`: the portal's own secret. With `demo`, pages show and press the demo's keys."""

    key: str = field(repr=False)
    demo: bool = False
    proxies: tuple[Network, ...] = ()
    max_body: int = 34 * MIB  # three photographs of ten, and the form around them


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What one application works with."""

    api: Api
    settings: PortalSettings
    sealer: Sealer


def here() -> Portal:
    """The portal that answers the present request."""
    found: Portal = current_app.extensions["lingbu"]
    return found
