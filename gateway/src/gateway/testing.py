"""A stand-in for the services: remembers what it was asked, answers with a valid sample."""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.caller import Caller
from contracts.message import Command
from kernel.clock import SHANGHAI

_SAMPLES: dict[Any, Any] = {
    str: "2019-05",
    int: 1,
    bool: False,
    float: 1.0,
    date: date(2019, 4, 1),
    datetime: datetime(2019, 4, 1, 9, tzinfo=SHANGHAI),
    Decimal: Decimal("1.00"),
    UUID: UUID(int=7),
    object: None,
    Any: None,
}


def sample(kind: Any) -> Any:
    """A value of that type; a dataclass with one row in each list."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(**{f.name: _field(f.name, hints[f.name]) for f in dataclasses.fields(kind)})
    origin = typing.get_origin(kind)
    if origin is tuple:
        return (sample(typing.get_args(kind)[0]),)
    if origin is dict:
        return {}
    if isinstance(kind, types.UnionType):
        return sample(typing.get_args(kind)[0])
    return _SAMPLES[kind]


def _field(name: str, kind: Any) -> Any:
    moment = name == "at" or name.endswith("_at")
    return "2019-04-01T09:00:00+08:00" if moment and kind in (str, str | None) else sample(kind)


class FakeDoors:
    """`asked` holds (command, caller, key); `answers` gives what a command class is answered."""

    def __init__(self) -> None:
        self.asked: list[tuple[Command, Caller, str]] = []
        self.answers: dict[type[Command], Callable[[Any], Any]] = {}

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """The set answer (raised if it is an exception), or a sample."""
        self.asked.append((command, caller, key))
        answer = self.answers.get(type(command), lambda _: sample(command.answer))(command)
        if isinstance(answer, Exception):
            raise answer
        return answer
