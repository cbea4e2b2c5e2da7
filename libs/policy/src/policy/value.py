"""One value of a pack as an attribute of the rules in force on a day."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from policy.dated import Series
from policy.words import refusal

__all__ = ["Shape", "Value"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text is written, and how to say so."""

    says: str
    pattern: re.Pattern[str]


class Dated(Protocol):
    """Whatever has the series of all values and a day to read them on."""

    @property
    def day(self) -> date: ...
    @property
    def values(self) -> Mapping[str, Series[Any]]: ...


class Value(Generic[T]):
    """A value of the pack by its attribute name; reading it raises MissingValue if unpublished.

    A number lies from `least` to `most`, each number of a list likewise; a word is one of `words`,
    a text is written as `shape`. A list names something, and nothing twice.
    """

    def __init__(
        self,
        kind: Callable[..., T],
        *,
        least: int = 0,
        most: int | None = None,
        words: tuple[str, ...] = (),
        shape: Shape | None = None,
    ) -> None:
        self.kind, self.least, self.most = kind, least, most
        self.words, self.shape = words, shape

    def must_allow(self, value: object) -> None:
        """Raises ValueError for what has the right type and makes no sense."""
        if isinstance(value, tuple) and len({*value}) < max(len(value), 1):
            raise ValueError(f"at least one, and none twice, is expected, not {[*value]}")
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, int | Decimal) and part < self.least:
                raise ValueError(f"at least {self.least} is expected, not {part}")
            if isinstance(part, int | Decimal) and self.most is not None and part > self.most:
                raise ValueError(f"at most {self.most} is expected, not {part}")
            if self.words and part not in self.words:
                raise ValueError(refusal(str(part), self.words))
            if self.shape is not None and not self.shape.pattern.fullmatch(str(part)):
                raise ValueError(f"{self.shape.says} is expected, not {part!r}")

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, rules: None, owner: type) -> Self: ...
    @overload
    def __get__(self, rules: Dated, owner: type) -> T: ...
    def __get__(self, rules: Dated | None, owner: type) -> "Self | T":
        if rules is None:
            return self
        value: T = rules.values[self.name].on(rules.day)
        return value
