"""Why somebody is told something: template, occasion, and the values that are no personal data.

The texts themselves are the policy's, word for word (京劳服失发〔2019〕1号 附件4); here is only
what fills them. `occasion` makes a message unique: told again, it is the same message.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kernel.month import Month
from notify.domain.person import Person
from policy import Rules
from policy.tables import REASON_LENGTH
from policy.texts import chinese_date, placeholders, render

__all__ = [
    "Occasion",
    "amount_changed",
    "approved",
    "by_call",
    "deduction_failed",
    "refused",
    "report_due",
    "start_confirmed",
    "stopped",
    "wording",
]

_MARKS = str.maketrans("", "", "【】{}\n\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing a person is told once; pointless after `last_day`, if there is one."""

    template: str
    occasion: str
    values: Mapping[str, str] = field(default_factory=dict)
    last_day: date | None = None

    def key(self, application_id: object) -> str:
        """What no two messages share."""
        return f"{self.template}:{application_id}:{self.occasion}"


def approved(start: Month, months: int) -> Occasion:
    """T1, and T1 again when the start moved (附件4 一)."""
    values = {**_month(start), "n": str(months)}
    return Occasion(template="T1", occasion=str(start), values=values)


def refused(stage: str, reason: str) -> Occasion:
    """T2, by street, district, upheld objection or at the start check (附件4 二)."""
    return Occasion(template="T2", occasion=stage, values={"reason": _reason(reason)})


def report_due(due: date, stop: Month, days_left: int) -> Occasion:
    """T3, once for each reminder day of a window (附件4 三)."""
    values = {"date": chinese_date(due), **_month(stop)}
    return Occasion(template="T3", occasion=f"{due}+{days_left}", values=values, last_day=due)


def deduction_failed(month: Month, pay_by: date) -> Occasion:
    """T4, once a month (附件4 四)."""
    values = {"date": chinese_date(pay_by)}
    return Occasion(template="T4", occasion=str(month), values=values, last_day=pay_by)


def amount_changed(first: Month, pay_by: date) -> Occasion:
    """T5, once a year; the printed text names no amount (附件4 五)."""
    values = {"date": chinese_date(pay_by)}
    return Occasion(template="T5", occasion=str(first.year), values=values, last_day=pay_by)


def start_confirmed(start: Month, amount: str) -> Occasion:
    """T6: what to keep in the account from which month (附件1 三.4)."""
    values = {**_month(start), "amount": amount}
    return Occasion(template="T6", occasion=str(start), values=values)


def stopped(code: str, first: Month, reason: str, phone: str) -> Occasion:
    """T7: why and from which month the benefit ends, and whom to call (附件1 三.5)."""
    values = {**_month(first), "reason": _reason(reason), "phone": phone}
    return Occasion(template="T7", occasion=f"{code}:{first}", values=values)


def by_call(template: str, occasion: str) -> bool:
    """Nobody texts the phone of somebody who has died (S06): the street calls the family."""
    return template == "T7" and occasion.startswith("S06:")


def wording(template: str, values: Mapping[str, str], person: Person, rules: Rules) -> str:
    """The text to one person; raises policy.texts.TemplateError when something is missing."""
    known: dict[str, Any] = {
        "name": lambda: person.name.translate(_MARKS),
        "tail4": lambda: person.id_tail,
        "bank": lambda: rules.code("banks", person.bank).name,
        "tail": lambda: person.account_tail,
    }
    personal = {name: known[name]() for name in placeholders(template, rules) if name in known}
    return render(template, {**values, **personal}, rules)


def _month(month: Month) -> dict[str, str]:
    return {"yyyy": f"{month.year:04d}", "mm": f"{month.month:02d}"}


def _reason(text: str) -> str:
    return text.translate(_MARKS).strip()[:REASON_LENGTH] or "审核"
