"""Finds the line a fault of a pack stands on; tomllib keeps none once the text is read."""

import re
from collections.abc import Iterator

__all__ = ["line_of", "line_of_syntax"]

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)(\.[\w-]+)?\s*\]")
_SETTING = re.compile(r"\s*([\w-]+)\s*=\s*(\S*)")
_WORD = re.compile(r"[\w-]+")
_SYNTAX = re.compile(r"at line (\d+)")

Lines = list[tuple[int, str]]


def line_of(
    text: str, section: str, row: int, reason: str, *, inherited: bool = True
) -> int | None:
    """The line (from 1) of the first key or date of `reason` that is set in that row of a section.

    A row inherits from the head of its section, so the head is searched after it, unless
    `inherited` is false. Without such a key it is the line of the row's own header, and that of
    the section for row 0; None when the section is not in the text.
    """
    blocks = list(_blocks(text, section))
    if not blocks:
        return _line_of_key(text, section)
    head, rows = blocks[0], blocks[1:]
    own = rows[row - 1] if 0 < row <= len(rows) else head
    if row == 0:
        return own[0][0]
    settings = [
        (number, match)
        for number, line in [*own, *(head if inherited else [])]
        if (match := _SETTING.match(line))
    ]
    for word in _WORD.findall(reason):
        for number, setting in settings:
            if word in (setting[1], setting[2]):
                return number
    return own[0][0]


def line_of_syntax(message: str) -> int | None:
    """The line tomllib names in its own message, if it does."""
    found = _SYNTAX.search(message)
    return int(found[1]) if found else None


def _line_of_key(text: str, key: str) -> int | None:
    for number, line in enumerate(text.splitlines(), 1):
        setting = _SETTING.match(line)
        if setting and setting[1] == key:
            return number
    return None


def _blocks(text: str, section: str) -> Iterator[Lines]:
    """The head of a section, then each of its rows, as numbered lines."""
    current: Lines = []
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            if current:
                yield current
            current = [(number, line)] if header[2] == section else []
        elif current:
            current.append((number, line))
    if current:
        yield current
