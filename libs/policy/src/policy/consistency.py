"""What the numbers of a pack say together on each day: one below another, boxes side by side."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from policy.pack import RawRow, Section

__all__ = ["days_of", "must_be_consistent", "on"]

BELOW = (
    ("working_age_min", "working_age_max_female"),
    ("working_age_min", "working_age_max_male"),
    ("trainee_age_min", "trainee_age_max"),
    ("cutoff_warn_day", "cutoff_day"),
    ("second_post_working_days", "second_post_limit_working_days"),
    ("matter_warn_working_days", "matter_working_days"),
    ("review_publicity_working_days", "matter_working_days"),
    ("extension_first_expiry", "extension_last_expiry"),
    ("extension_automatic_from", "extension_last_expiry"),
    ("deferral_first_month", "deferral_last_month"),
    ("pension_rate_personal", "pension_rate"),
    ("unemployment_rate_personal", "unemployment_rate"),
    ("medical_rate_personal", "medical_rate"),
    ("pension_base", "pension_base_ceiling"),
    ("sms_part_limit", "sms_single_limit"),
    ("sms_single_limit", "sms_hard_limit"),
    ("sms_window_open", "sms_window_close"),
)
"""The first is never more than the second."""

CLAIM = "T15"  # the text that calls for the application of a quarter
_DAY = timedelta(days=1)


def must_be_consistent(found: Mapping[str, Section]) -> None:
    """Raises PackError with file, line and reason."""
    for less, more in BELOW:
        _in_order(found[less], found[more])
    _boxes(found["income_bands"])
    _claims(found["claim_required"], found["messages"])


def days_of(*sections: Section) -> list[date]:
    """The days on which something begins or has ended: between them nothing changes."""
    rows = [raw for section in sections for raw in section.rows]
    ended = {raw.last + _DAY for raw in rows if raw.last is not None}
    return sorted({raw.first for raw in rows} | ended)


def on(section: Section, day: date) -> Iterator[RawRow]:
    """The rows in force on a day."""
    for raw in section.rows:
        if raw.first <= day and (raw.last is None or day <= raw.last):
            yield raw


def _in_order(less: Section, more: Section) -> None:
    for day in days_of(less, more):
        low, high = next(on(less, day), None), next(on(more, day), None)
        if low is None or high is None or not {"value"} <= low.payload.keys() & high.payload.keys():
            continue
        small, great = low.payload["value"], high.payload["value"]
        if _measure(small) > _measure(great):
            if low.first >= high.first:
                reason = f"value: {small} on {day} is more than {more.name}, {great}"
                raise less.refuse(low.place, reason, low.number)
            reason = f"value: {great} on {day} is less than {less.name}, {small}"
            raise more.refuse(high.place, reason, high.number)


def _measure(value: object) -> Any:
    """Rates are written in quotes and compared as numbers; months and times of day as they are."""
    text = str(value)
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else text


def _boxes(section: Section) -> None:
    for day in days_of(section):
        boxes, next_low = sorted(on(section, day), key=_low), 0
        for n, raw in enumerate(boxes, 1):
            low, high = _low(raw), raw.payload.get("high")
            if low != next_low:
                fault = "overlap" if low < next_low else "gap"
                raise section.refuse(
                    raw.place, f"low: {fault}: {next_low} follows, not {low}", raw.number
                )
            if n < len(boxes) and high is None:
                raise section.refuse(
                    raw.place, "code: only the highest box has no high", raw.number
                )
            if n == len(boxes) and high is not None:
                raise section.refuse(raw.place, "high: the highest box has no high", raw.number)
            next_low = int(str(high)) + 1 if high is not None else 0


def _low(raw: RawRow) -> int:
    return int(str(raw.payload["low"]))


def _claims(required: Section, messages: Section) -> None:
    for day in days_of(required, messages):
        told = any(raw.payload["code"] == CLAIM for raw in on(messages, day))
        for raw in on(required, day):
            if raw.payload.get("value") is True and not told:
                reason = f"value: messages has no {CLAIM} on {day}, which calls for the application"
                raise required.refuse(raw.place, reason, raw.number)
