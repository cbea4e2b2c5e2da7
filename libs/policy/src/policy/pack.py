"""Reads rule packs: TOML files whose every row says from when, until when, and by which clause.

A section is a name. What stands in its head is inherited by each of its rows; a section without
rows is its own only row:

    [publicity_working_days]
    document = "京劳服失发〔2019〕1号"
    paragraph = "附件1 三.2"
    trust = "stated"
    from = 2019-04-01
    value = 5
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from typing import Any, get_args

from policy.convert import convert
from policy.dated import Clause, Row, Series, Trust, disorder
from policy.errors import PackError
from policy.lines import line_of, line_of_syntax
from policy.words import must_be_one_of

__all__ = ["RawRow", "Section", "hint", "read", "series"]

_FIRST, _LAST = date(1949, 10, 1), date(2099, 12, 31)  # any other year is a slip of the pen

_COMMON = frozenset({"from", "to", "document", "paragraph", "trust", "published_to", "introduced"})
_OF_A_ROW = ("code", "value", "missing")  # never the same for all rows


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as written: its number in the section, its days and clause; the rest not yet.

    `introduced`: a document later than the pack's first day brought it in.
    """

    number: int
    place: str
    first: date
    last: date | None
    published_to: date | None
    clause: Clause
    payload: Mapping[str, object]
    introduced: bool = False

    def holding(self, value: Any) -> Row[Any]:
        """The same days and clause with an understood value."""
        return Row(value, self.first, self.last, self.clause, self.published_to)


@dataclass(frozen=True, slots=True)
class Section:
    """One named section of one file, and the text of that file."""

    file: str
    name: str
    rows: tuple[RawRow, ...]
    text: str = field(repr=False)

    def refuse(self, place: str, reason: str, row: int = 1) -> PackError:
        """The error to raise about a place in this section, with the line if it is found."""
        return PackError(self.file, place, reason, line_of(self.text, self.name, row, reason))


def read(file: Traversable, known: Collection[str]) -> Iterator[Section]:
    """The sections of one file; raises PackError, first of all on a name that is not known."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        raise PackError(file.name, "file", "not written in UTF-8") from None
    except tomllib.TOMLDecodeError as broken:
        line = line_of_syntax(str(broken))
        raise PackError(file.name, "syntax", str(broken), line) from None
    for name, head in content.items():
        section = Section(file.name, name, (), text)
        if name not in known:
            raise section.refuse(name, f"unknown name{hint(name, known)}", 0)
        if not isinstance(head, dict):
            raise section.refuse(name, f"a section is expected, headed [{name}]", 0)
        yield replace(section, rows=tuple(_rows(section, head)))


def hint(word: str, known: Collection[str]) -> str:
    """What was probably meant."""
    close = get_close_matches(word, known, 1)
    return f"; did you mean {close[0]}?" if close else ""


def series(section: Section, name: str, rows: Sequence[tuple[RawRow, Row[Any]]]) -> Series[Any]:
    """Put rows in order; raises PackError on a gap, an overlap or days that run backwards."""
    if problem := disorder(row for _, row in rows):
        wrong, reason = problem
        number = next(raw.number for raw, row in rows if row is wrong)
        line = line_of(section.text, section.name, number, reason, inherited=False)
        raise PackError(section.file, name, reason, line)
    return Series(name, tuple(sorted((row for _, row in rows), key=lambda row: row.first)))


def _rows(section: Section, head: dict[str, object]) -> Iterator[RawRow]:
    listed = [key for key, value in head.items() if key != "row" and _is_rows(value)]
    if listed:
        raise section.refuse(listed[0], f"a row is headed [[{section.name}.row]]", 0)
    own = head.pop("row", [head])
    if not isinstance(own, list):
        raise section.refuse(section.name, "row is expected to be a list of tables")
    if own != [head] and all(isinstance(row, dict) for row in own):
        _must_be_a_head(section, head, len(own))
    for number, row in enumerate(own, 1):
        place = f"{section.name} row {number}"
        if not isinstance(row, dict):
            raise section.refuse(place, "a table is expected", number)
        try:
            yield _row(number, place, head | row)
        except ValueError as wrong:
            raise section.refuse(place, str(wrong), number) from None


def _must_be_a_head(section: Section, head: dict[str, object], rows: int) -> None:
    """A row whose heading was lost would be inherited by all the others, and be gone itself."""
    lost = [key for key in _OF_A_ROW if key in head]
    if lost and rows:
        reason = f"{lost[0]}: belongs to a row; is [[{section.name}.row]] missing before it?"
        raise section.refuse(section.name, reason, rows + 1)  # in the head itself
    if not rows:
        try:
            odd = [key for key in _row(0, section.name, head).payload if key not in _OF_A_ROW]
        except ValueError as wrong:
            raise section.refuse(section.name, str(wrong)) from None
        for key in odd:
            raise section.refuse(section.name, f"{key}: unknown key{hint(key, _COMMON)}")


def _is_rows(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(each, dict) for each in value)
    )


def _row(number: int, place: str, values: dict[str, object]) -> RawRow:
    for key in ("from", "document", "paragraph", "trust"):
        if key not in values:
            raise ValueError(f"missing key {key}")
    trust = convert(str, values["trust"])
    must_be_one_of("trust", trust, get_args(Trust))
    clause = Clause(_read(str, values, "document"), _read(str, values, "paragraph"), trust)
    first, last = _day(values, "from"), _day(values, "to") if "to" in values else None
    if last is not None and last < first:
        raise ValueError(f"to {last} lies before from {first}")
    until = _day(values, "published_to") if "published_to" in values else None
    if until is not None and until < first:
        raise ValueError(f"published_to {until} lies before from {first}")
    if until is not None and last is not None:
        raise ValueError("published_to: a row that ends (to) is not used provisionally after that")
    payload = {key: value for key, value in values.items() if key not in _COMMON}
    introduced = "introduced" in values and _read(bool, values, "introduced")
    return RawRow(number, place, first, last, until, clause, payload, introduced)


def _day(values: Mapping[str, object], key: str) -> date:
    day: date = _read(date, values, key)
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"{key}: a day from {_FIRST} to {_LAST} is expected, not {day}")
    return day


def _read(kind: type, values: Mapping[str, object], key: str) -> Any:
    try:
        return convert(kind, values[key])
    except ValueError as wrong:
        raise ValueError(f"{key}: {wrong}") from None
