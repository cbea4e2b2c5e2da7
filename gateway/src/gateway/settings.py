"""What an installation may set, and what every view reaches for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from flask import current_app
from sqlalchemy.orm import Session, sessionmaker

from contracts.caller import Caller
from contracts.message import Command
from gateway.genuine import Callback
from gateway.limits import Limits
from kernel.clock import Clock, SystemClock
from policy import Rules
from servicekit.desk import Desk
from servicekit.doors import Doors
from servicekit.forwarded import Network
from servicekit.signing.software import SoftwareKeys

MIB = 1024 * 1024


class Turnable(Protocol):
    """The demo's clock; exists nowhere else."""

    def turn(self, delta: timedelta) -> object:
        """Moves on by that much."""

    def set(self, now: datetime) -> object:
        """Jumps to an aware moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """Limits in bytes and hours. With `demo`, pages and routes for a demonstration exist.

    `quiet` says whether the house has nothing left to do, where one process knows.
    """

    demo: bool = False
    max_body: int = 12 * MIB
    max_json: int = 1 * MIB
    max_photo: int = 10 * MIB
    max_file: int = 64 * MIB
    session_max_hours: int = 12
    limits: Limits = Limits()
    proxies: tuple[Network, ...] = ()
    callbacks: Mapping[str, Callback] = field(default_factory=dict)
    turnable: Turnable | None = None
    quiet: Callable[[], bool] | None = None
    software: SoftwareKeys | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """What one application works with."""

    doors: Doors
    sessions: "sessionmaker[Session]"
    clock: Clock
    settings: GatewaySettings
    desk: Desk

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """Gives a command to its owner: a service, or the gateway's own desk."""
        owner = self.desk.perform if command.addressee == "gateway" else self.doors.ask
        return owner(command, caller, key)

    @property
    def rules(self) -> Rules:
        """The rules of keys, locks and sessions."""
        return self.desk.world.policy.on(self.session_clock.today())

    @property
    def session_clock(self) -> Clock:
        """What idleness and locks are measured with: turning a demo's clock signs nobody out."""
        return SystemClock() if self.settings.turnable is not None else self.clock


def here() -> Gateway:
    """The gateway that answers the present request."""
    found: Gateway = current_app.extensions["lingbu"]
    return found
