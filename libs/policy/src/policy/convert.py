"""From what TOML can write to what the rules need, refusing anything that only looks alike."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from kernel.month import Month

__all__ = ["Misread", "build", "convert"]

C = TypeVar("C")


class Misread(ValueError):
    """A raw value that is not what its place needs."""


def convert(kind: Any, raw: object) -> Any:
    """Read a raw TOML value as `kind`; raises ValueError saying what was expected."""
    if isinstance(kind, UnionType):
        return convert(get_args(kind)[0], raw)
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            raise Misread(f"a list is expected, not {raw!r}")
        return tuple(convert(get_args(kind)[0], item) for item in raw)
    return _PARSERS[kind](raw)


def build(cls: type[C], payload: Mapping[str, object], **given: object) -> C:
    """Make a dataclass from the keys of a row; raises ValueError on unknown or absent keys."""
    kind: Any = cls
    hints = _hints(kind)
    specs = {spec.name: spec for spec in fields(kind) if spec.name not in given}
    if unknown := sorted(payload.keys() - specs.keys()):
        raise ValueError(f"unknown key {', '.join(unknown)}")
    needed = {n for n, s in specs.items() if s.default is MISSING and s.default_factory is MISSING}
    if absent := sorted(needed - payload.keys()):
        raise ValueError(f"missing key {', '.join(absent)}")
    values = {}
    for name, raw in payload.items():
        try:
            values[name] = convert(hints[name], raw)
        except ValueError as wrong:
            raise ValueError(f"{name}: {wrong}") from None
    return cls(**values, **given)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Misread(f"true or false is expected, not {raw!r}")
    return raw


def _integer(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Misread(f"a whole number is expected, not {raw!r}")
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise Misread(f"text is expected, not {raw!r}")
    return raw


def _decimal(raw: object) -> Decimal:
    # A TOML float has already lost its last digits, so decimals are written as text.
    try:
        number = Decimal(raw) if isinstance(raw, str) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise Misread(f"a decimal in quotes is expected, not {raw!r}") from None
    if not number.is_finite():
        raise Misread(f"a finite number is expected, not {raw!r}")
    return number


def _day(raw: object) -> date:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise Misread(f"a date is expected, not {raw!r}")
    return raw


def _month(raw: object) -> Month:
    return Month.parse(_text(raw))


_PARSERS: dict[Any, Callable[[object], Any]] = {
    bool: _flag,
    int: _integer,
    str: _text,
    Decimal: _decimal,
    date: _day,
    Month: _month,
}
