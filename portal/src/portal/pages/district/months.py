"""The month a page is about: as asked for, else the month that the API's day lies in."""

from flask import request
from werkzeug.exceptions import NotFound

from kernel.month import Month
from portal import codes


def parsed(text: str) -> Month | None:
    """A month as a form or an address has it; None where it is none."""
    try:
        return Month.parse(text)
    except ValueError:
        return None


def asked(ahead: int = 0) -> Month:
    """?month=2019-05; without it this month, or one so many months ahead. Raises NotFound."""
    text = request.args.get("month", "")
    if not text:
        return Month.parse(str(codes.today())[:7]) + ahead
    found = parsed(text)
    if found is None:
        raise NotFound
    return found
