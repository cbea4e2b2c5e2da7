"""Values that hold from one day to another, each with the clause it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from kernel.errors import MissingValue

__all__ = ["Clause", "Row", "Series", "Trust", "disorder"]

T = TypeVar("T")

Trust = Literal["stated", "computed", "reading", "weak", "example"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a value comes from: document (文号), paragraph, and how far it can be trusted.

    "stated": printed in the document; "computed": follows from it by arithmetic; "reading": our
    own reading where it is silent or ambiguous; "weak": from an unofficial or unverified source;
    "example": invented, for demonstrations alone.
    """

    document: str
    paragraph: str
    trust: Trust

    def __str__(self) -> str:
        return f"{self.document} {self.paragraph}".strip()


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One value over its days, both ends included; `value` is None where nobody published one.

    `published_to` is set on an open-ended value that is due to be replaced: afterwards it is still
    used, but only provisionally.
    """

    value: T | None
    first: date
    last: date | None
    clause: Clause
    published_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies between the first and the last day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def provisional_on(self, day: date) -> bool:
        """Whether the value is used past the period it was published for."""
        return self.published_to is not None and day > self.published_to


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """All values of one name in the order of their days, without gap or overlap."""

    name: str
    rows: tuple[Row[T], ...]

    def row_on(self, day: date) -> Row[T]:
        """The row in force; raises MissingValue with the name and the day when there is none."""
        for row in self.rows:
            if row.holds_on(day):
                return row
        raise MissingValue(self.name, day)

    def on(self, day: date) -> T:
        """The value in force; raises MissingValue when there is none or it was never published."""
        value = self.row_on(day).value
        if value is None:
            raise MissingValue(self.name, day)
        return value


def disorder(rows: Iterable[Row[T]]) -> tuple[Row[T], str] | None:
    """The first row whose days are wrong, and why in a few words; None when all are in order."""
    before: Row[T] | None = None
    for row in sorted(rows, key=lambda row: row.first):
        if row.last is not None and row.last < row.first:
            return row, f"to {row.last} lies before from {row.first}"
        if before is not None:
            if before.last is None or row.first <= before.last:
                return (
                    row,
                    f"overlap: {row.first} is covered by the row from {before.first}",
                )
            if row.first != before.last + _DAY:
                return row, f"gap: nothing between {before.last} and {row.first}"
        before = row
    return None
