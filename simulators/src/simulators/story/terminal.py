"""Telling a story in a terminal: days, who does what, the clause, the letter sent, small tables."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TextIO

__all__ = ["Broken", "Teller", "must", "pad", "width"]

WEEKDAYS = "一二三四五六日"
INDENT, WHO, CLAUSE_AT = 2, 14, 84


class Broken(Exception):
    """The story did not go as it must; the sentence says where."""


def must(holds: object, sentence: str) -> None:
    """Ends the story unless what it promises is so."""
    if not holds:
        raise Broken(sentence)


def width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """Blanks on the right up to so many columns."""
    return text + " " * max(columns - width(text), 0)


class Teller:
    """Writes the story line by line as it happens."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def title(self, text: str, *lines: str) -> None:
        bar = "═" * 92
        self._say(bar, text, *lines, bar)

    def day(self, moment: datetime, text: str) -> None:
        """A new day in the house."""
        weekday = WEEKDAYS[moment.weekday()]
        self._say("", f"▌{moment:%Y年%m月%d日} 星期{weekday} {moment:%H:%M}　{text}")

    def does(self, who: str, what: str, clause: str = "") -> None:
        """Somebody does something, and the clause it rests on."""
        line = " " * INDENT + pad(who, WHO) + what
        self._say(pad(line, CLAUSE_AT) + f"〔{clause}〕" if clause else line)

    def then(self, text: str) -> None:
        """What follows from it by itself."""
        self._say(" " * (INDENT + WHO) + "→ " + text)

    def refused(self, who: str, what: str, sentence: str, clause: str) -> None:
        """Somebody tries what must not be done."""
        self.does(who, f"✗ {what}", clause)
        self.then(f"系统拒绝：{sentence}")

    def letter(self, template: str, address: str, text: str) -> None:
        """A text message to the applicant, word for word."""
        self._say(" " * INDENT + pad("短信", WHO) + f"✉ {template} 发往 {address}")
        self._say(*(" " * (INDENT + WHO + 2) + line for line in _folded(text, 72)))

    def table(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A small table with columns as wide as they need to be."""
        lines = [[str(cell) for cell in row] for row in (header, *rows)]
        widths = [max(width(line[n]) for line in lines) for n in range(len(header))]
        for place, line in enumerate(lines):
            cells = "  ".join(pad(cell, wide) for cell, wide in zip(line, widths, strict=True))
            self._say("    " + cells.rstrip())
            if place == 0:
                self._say("    " + "─" * (sum(widths) + 2 * len(widths) - 2))

    def _say(self, *lines: str) -> None:
        for line in lines:
            print(line, file=self._out, flush=True)


def _folded(text: str, columns: int) -> Iterable[str]:
    line = ""
    for letter in text:
        if width(line + letter) > columns:
            yield line
            line = ""
        line += letter
    yield line
