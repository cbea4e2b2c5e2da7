"""Which rows a caller may see, as a condition beside the wall of the database."""

from typing import Any

from sqlalchemy import ColumnElement, cast, false, true
from sqlalchemy import String as Text

from contracts.caller import APPLICANT, CITY, DISTRICT, STREET, SYSTEM, Caller


def seen_by(caller: Caller, street: Any, agency: Any, case: Any) -> ColumnElement[bool]:
    """By where the rows lie; an applicant's by their case."""
    if caller.tier in (CITY, SYSTEM):
        return true()
    ways: dict[str, ColumnElement[bool]] = {
        DISTRICT: agency == caller.division,
        STREET: street == caller.division,
        APPLICANT: cast(case, Text) == caller.subject,
    }
    return ways.get(caller.tier, false())
