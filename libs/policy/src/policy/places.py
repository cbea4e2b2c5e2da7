"""Reads the divisions of a pack: a table of comma-separated values, refused line by line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from importlib.resources.abc import Traversable

from policy.divisions import AGENCY_TIERS, ROOT_TIERS, TIERS, Division, Divisions
from policy.errors import PackError
from policy.words import refusal

__all__ = ["FILE", "divisions_in"]

FILE = "divisions.csv"
COLUMNS = ("code", "name", "tier", "parent", "valid_from", "valid_to")
PARENTS = {
    "city": ("province",),
    "district": ("province", "city"),
    "street": ("district",),
    "agency": ("street",),
}
DIGITS = {"province": 6, "city": 6, "district": 6, "street": 9}
LONGEST = 9  # characters of an agency's own code
_DAY = timedelta(days=1)

Rows = dict[str, list["_Line"]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One division and the line it stands on."""

    number: int
    division: Division


def divisions_in(directory: Traversable) -> Divisions:
    """The divisions of a pack; raises PackError with file, line and reason."""
    rows: Rows = {}
    for line in _lines(directory):
        rows.setdefault(line.division.code, []).append(line)
    for lines in rows.values():
        _in_order(lines)
    _belong_together(rows)
    found = {code: [line.division for line in lines] for code, lines in rows.items()}
    last = [each[-1] for each in found.values()]
    return Divisions(found, {row.parent: row.code for row in last if row.tier == "agency"})


def _lines(directory: Traversable) -> Iterator[_Line]:
    try:
        text = (directory / FILE).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise PackError(FILE, "file", "not in the pack") from None
    except UnicodeDecodeError:
        raise PackError(FILE, "file", "not written in UTF-8") from None
    table = csv.reader(text.splitlines())
    header = [name.strip() for name in next(table, [])]
    if tuple(header) != COLUMNS:
        raise _refuse(1, "header", _misnamed(header))
    for values in table:
        if any(values):
            yield _Line(table.line_num, _division(table.line_num, [v.strip() for v in values]))


def _misnamed(header: list[str]) -> str:
    strange = [name for name in header if name not in COLUMNS]
    close = get_close_matches(strange[0], COLUMNS, 1) if strange else []
    hint = f"; {strange[0]}: did you mean {close[0]}?" if close else ""
    return f"the columns are {','.join(COLUMNS)}{hint}"


def _division(number: int, values: list[str]) -> Division:
    if len(values) != len(COLUMNS):
        raise _refuse(number, values[0], f"{len(COLUMNS)} columns are expected, not {len(values)}")
    code, name, tier, parent, begins, ends = values
    if tier not in TIERS:
        raise _refuse(number, code, f"tier: {refusal(tier, TIERS)}")
    if not _is_code(code, tier):
        wanted = f"{DIGITS[tier]} digits" if tier in DIGITS else f"1 to {LONGEST} letters or digits"
        raise _refuse(number, code or "code", f"code: {wanted} are expected, not {code!r}")
    if not name:
        raise _refuse(number, code, "name: text is expected, not ''")
    if not parent and tier not in ROOT_TIERS:
        raise _refuse(number, code, f"parent: a {tier} needs one")
    first, last = _day(number, code, "valid_from", begins), _day(number, code, "valid_to", ends)
    if first and last and last < first:
        raise _refuse(number, code, f"valid_to {last} lies before valid_from {first}")
    return Division(code, name, tier, parent, first, last)


def _is_code(code: str, tier: str) -> bool:
    if not code.isascii():
        return False
    if tier in DIGITS:
        return code.isdigit() and len(code) == DIGITS[tier]
    return code.isalnum() and len(code) <= LONGEST


def _day(number: int, code: str, column: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _refuse(number, code, f"{column}: a date is expected, not {text!r}") from None


def _in_order(lines: list[_Line]) -> None:
    """A code that stands more than once: the same place, day after day without overlap or gap."""
    lines.sort(key=lambda line: line.division.valid_from or date.min)
    for before, after in zip(lines, lines[1:], strict=False):
        old, new = before.division, after.division
        if old.valid_to is None or new.valid_from is None or new.valid_from <= old.valid_to:
            reason = f"overlap: the code stands on line {before.number} for the same days"
            raise _refuse(after.number, new.code, reason)
        if new.valid_from != old.valid_to + _DAY:
            reason = f"gap: nothing between {old.valid_to} and {new.valid_from}"
            raise _refuse(after.number, new.code, f"{reason}; codes are never recycled")
        if (old.tier, old.parent) != (new.tier, new.parent):
            reason = f"tier and parent differ from line {before.number}: that is another place"
            raise _refuse(after.number, new.code, reason)


def _belong_together(rows: Mapping[str, list[_Line]]) -> None:
    every = [line for lines in rows.values() for line in lines]
    roots = {line.division.code: line for line in every if not line.division.parent}
    if len(roots) > 1:
        second = max(roots.values(), key=lambda line: line.number)
        raise _refuse(second.number, second.division.code, "parent: only one unit may have none")
    for line in every:
        _fits(line, rows)
    tiers = {line.division.tier for line in every}
    for needed, what in ((ROOT_TIERS, "province or city"), (AGENCY_TIERS, "district")):
        if not tiers & needed:
            raise PackError(FILE, "file", f"no {what}")
    if "street" not in tiers:
        raise PackError(FILE, "file", "no street: nobody could apply anywhere")


def _fits(line: _Line, rows: Mapping[str, list[_Line]]) -> None:
    own = line.division
    if not own.parent:
        return
    above = rows.get(own.parent)
    if above is None:
        raise _refuse(line.number, own.code, f"parent: there is no division {own.parent}")
    if (tier := above[-1].division.tier) not in PARENTS.get(own.tier, ()):
        raise _refuse(line.number, own.code, f"parent: {own.parent} is a {tier}")


def _refuse(line: int, place: str, reason: str) -> PackError:
    return PackError(FILE, place, reason, line)
