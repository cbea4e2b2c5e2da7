"""One row of the table of contents, and where it may differ from the others."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.message import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """Where a route differs from "JSON in, door, JSON out".

    `read` makes command fields from a body that is no JSON; `handle` answers in the gateway
    itself or adds what only the gateway knows; `show` makes the response and `json` says whether
    that still is JSON; `doc` is merged into the operation's documentation.
    """

    read: Callable[[], dict[str, Any]] | None = None
    handle: Callable[[Any], Any] | None = None
    show: Callable[[Any], Any] | None = None
    json: bool = True
    doc: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table of contents."""

    method: str
    path: str
    command: type[Command]
    status: int = 200
    location: str = ""
    public: bool = False
    keyed: bool | None = None
    while_due: bool = False  # open too while the officer's password must be changed
    without: tuple[str, ...] = ()
    name: str = ""
    special: Special = Special()

    @property
    def needs_key(self) -> bool:
        """Whether the route writes: it does when its command does, unless the row says no."""
        return not self.command.reads_only if self.keyed is None else self.keyed

    @property
    def operation(self) -> str:
        """The operation's name in OpenAPI."""
        return self.name or self.command.command_name()

    @property
    def in_clear(self) -> bool:
        """Whether it can show personal data in clear, with the reason in a header."""
        return self.method == "GET" and "reason" in names(self.command)


def names(command: type) -> set[str]:
    """Names of a command's fields."""
    return {f.name for f in dataclasses.fields(command)}


def path_names(path: str) -> tuple[str, ...]:
    """Names of a path's parameters."""
    return tuple(re.findall(r"<(?:\w+:)?(\w+)>", path))
