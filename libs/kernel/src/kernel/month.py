"""Calendar months as values: benefits are granted, paid and stopped by the month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self, overload

__all__ = ["Month"]

_TEXT = re.compile(r"(\d{4})-?(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year; ordered, and counted in whole months."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day (or moment, by its own zone) lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2019-05" or the interface form "201905"; raises ValueError on anything else."""
        found = _TEXT.fullmatch(text)
        if not found:
            raise ValueError(f"a month is written 2019-05 or 201905, not {text!r}")
        return cls(int(found[1]), int(found[2]))

    @staticmethod
    def range(first: "Month", last: "Month") -> "Iterator[Month]":
        """Every month from `first` to `last`, both included; nothing when `last` is earlier."""
        return (first + step for step in range(last - first + 1))

    @property
    def first_day(self) -> date:
        """The first of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th, 29th, 30th or 31st."""
        return (self + 1).first_day - timedelta(days=1)

    def __add__(self, months: int) -> "Month":
        return _at(self._index + months)

    @overload
    def __sub__(self, other: int) -> "Month": ...
    @overload
    def __sub__(self, other: "Month") -> int: ...
    def __sub__(self, other: "int | Month") -> "Month | int":
        if isinstance(other, Month):
            return self._index - other._index
        return _at(self._index - other)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def compact(self) -> str:
        """The interface form, "201905"."""
        return f"{self.year:04d}{self.month:02d}"

    def dotted(self) -> str:
        """The form of the roster (花名册), "2019.05"."""
        return f"{self.year:04d}.{self.month:02d}"

    def chinese(self) -> str:
        """The form of letters and forms, "2019年05月"."""
        return f"{self.year:04d}年{self.month:02d}月"

    @property
    def _index(self) -> int:
        return self.year * 12 + self.month - 1


def _at(index: int) -> Month:
    return Month(index // 12, index % 12 + 1)
