"""One value of a pack as an attribute of the rules in force on a day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from policy.dated import Series

__all__ = ["Value"]

T = TypeVar("T")


class Dated(Protocol):
    """Whatever has the series of all values and a day to read them on."""

    @property
    def day(self) -> date: ...
    @property
    def values(self) -> Mapping[str, Series[Any]]: ...


class Value(Generic[T]):
    """A value of the pack by its attribute name; reading it raises MissingValue if unpublished."""

    def __init__(self, kind: Callable[..., T]) -> None:
        self.kind = kind

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
