"""Rows that officers type, one to a line: contribution months, refused rows, days. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.api import Problem

PAYERS = {"本人": "self", "单位": "employer", "失业保险基金": "unemployment_insurance"}
MONTH = re.compile(r"(\d{4}-\d{2})\s+(\S+)")
REFUSED = re.compile(r"(\d+)\s+(\S+)\s+(.+)")
RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|\.\.|—|-)\s*(\d{4}-\d{2}-\d{2}))?")
MOST_DAYS = 60


def contributions(text: str) -> list[dict[str, Any]]:
    """`2019-05 本人`; raises `Problem` naming the line that cannot be read."""
    found = []
    for line in _lines(text):
        match = MONTH.fullmatch(line)
        if not match or match[2] not in PAYERS:
            raise misread("lines", line)
        found.append({"month": match[1], "payer": PAYERS[match[2]], "open_ended": False})
    return found


def refusals(text: str) -> list[dict[str, Any]]:
    """`3 E01 账号与姓名不符`; raises `Problem` naming the line that cannot be read."""
    found = []
    for line in _lines(text):
        match = REFUSED.fullmatch(line)
        if not match:
            raise misread("refused", line)
        found.append({"row": int(match[1]), "code": match[2], "reason": match[3]})
    return found


def days(name: str, text: str) -> list[date]:
    """`2020-10-01` or `2020-10-01 至 2020-10-08`, both ends; raises `Problem` likewise."""
    found: list[date] = []
    for line in _lines(text):
        match = RANGE.fullmatch(line)
        try:
            first = date.fromisoformat(match[1]) if match else None
            last = date.fromisoformat(match[2] or match[1]) if match else None
        except ValueError:
            first = last = None
        if first is None or last is None or not 0 <= (last - first).days <= MOST_DAYS:
            raise misread(name, line)
        found += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return found


def misread(name: str, line: str) -> Problem:
    """Told beside the field."""
    told = f"“{line[:40]}”这一行看不懂，请按提示的格式填写。"
    return Problem(422, {"code": "line-misread", "fields": {name: told}})


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
