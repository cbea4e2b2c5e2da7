"""Dates, money and codes as people read them; Jinja filters."""

from datetime import datetime
from typing import Any

from kernel.clock import SHANGHAI

BANDS = {"A": "1000元以下", "B": "1001—2000元", "C": "2001—4999元", "D": "5000元以上"}
SEXES = {"male": "男", "female": "女"}


def day(text: str | None) -> str:
    """A day or month as 2019年4月1日; of a moment its day in Beijing; an end of day is that day."""
    if not text:
        return ""
    if len(text) == len("2019-04"):
        year, month = text.split("-")
        return f"{year}年{int(month)}月"
    if len(text) > len("2019-04-01"):
        text = datetime.fromisoformat(text).astimezone(SHANGHAI).date().isoformat()
    year, month, number = text.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def moment(text: str | None) -> str:
    """A moment to the minute; the last minute of a day is that day."""
    if not text or len(text) <= len("2019-04-01"):
        return day(text)
    at = datetime.fromisoformat(text).astimezone(SHANGHAI)
    ends = (at.hour, at.minute) == (23, 59)
    return day(text) + ("" if ends else at.strftime(" %H:%M"))


def money(amount: Any) -> str:
    """1,234.50元; a dash where there is none."""
    return "—" if amount in (None, "") else f"{amount}元"


FILTERS = {"day": day, "moment": moment, "money": money}
WORDS = {"BANDS": BANDS, "SEXES": SEXES}
