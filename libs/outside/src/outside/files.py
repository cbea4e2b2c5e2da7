"""The file of a month's deduction results (扣款结果文件): its one written form, line by line.

`docs/deduction-files.md` is the contract. There is exactly one way to write a row, so that the
hash can be made again from the rows as they were kept: what is posted is what was signed.
No row names a person: `reference` is Lingbu's number of the benefit, as in `deduct.result`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

__all__ = [
    "FIRST_ROW",
    "LARGEST",
    "Header",
    "Row",
    "faults",
    "is_trailer",
    "read_header",
    "write",
]

EDITION = "1"
FIRST_ROW = 2  # the header is line 1
LARGEST = 64 * 1024 * 1024  # bytes of one file

_MONTH = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"
_SUM = r"(?:0|[1-9][0-9]{0,12})\.[0-9]{2}"
_HEADER = re.compile(
    rf"H,{EDITION},([0-9]{{6,12}}),({_MONTH}),([1-9][0-9]{{0,3}}),(0|[1-9][0-9]{{0,6}}),({_SUM})"
)
_TRAILER = re.compile(rf"T,(0|[1-9][0-9]{{0,6}}),({_SUM})")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ROW = re.compile(
    rf"{_UUID},{_MONTH},[1-9][0-9]?,(?:00|01|02|03|04|05|09|99),"
    r"(?:0|[1-9][0-9]{0,6})\.[0-9]{2},[01],(?:month|difference)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says, and the letter that announces the file."""

    agency: str
    month: str
    sequence: int
    lines: int
    total: Decimal

    def __str__(self) -> str:
        places = (EDITION, self.agency, self.month, self.sequence, self.lines, self.total)
        return "H," + ",".join(map(str, places))

    @property
    def trailer(self) -> str:
        """The last line: count and sum once more, so that a file cut off is seen."""
        return f"T,{self.lines},{self.total}"


@dataclass(frozen=True, slots=True)
class Row:
    """One deduction; in the file by reference, month, purpose and attempt, ascending."""

    reference: str
    month: str
    attempt: int
    code: str
    deducted: Decimal
    deferred: bool = False
    purpose: str = "month"

    def __str__(self) -> str:
        end = f"{self.deducted},{int(self.deferred)},{self.purpose}"
        return f"{self.reference},{self.month},{self.attempt},{self.code},{end}"

    @property
    def place(self) -> tuple[str, str, str, int]:
        """Where it stands among the others."""
        return self.reference, self.month, self.purpose, self.attempt


def read_header(line: str) -> Header | None:
    """The first line, or None where it is none."""
    found = _HEADER.fullmatch(line)
    if found is None:
        return None
    agency, month, sequence, lines, total = found.groups()
    return Header(agency, month, int(sequence), int(lines), Decimal(total))


def is_trailer(line: str) -> bool:
    """Whether it is the last line of a file, right or wrong in its sums."""
    return _TRAILER.fullmatch(line) is not None


def faults(rows: Iterable[str]) -> Iterator[int]:
    """Which of these lines are not written as a row, counted from 0."""
    match = _ROW.fullmatch
    return (n for n, row in enumerate(rows) if match(row) is None)


def write(header: Header, rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a file, each with its end; the rows as they stand."""
    yield f"{header}\n"
    for row in rows:
        yield f"{row}\n"
    yield f"{header.trailer}\n"
