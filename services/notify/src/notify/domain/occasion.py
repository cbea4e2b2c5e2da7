"""Why somebody is told something: template, occasion, and the values that are no personal data.

The texts themselves are the policy's, word for word (京劳服失发〔2019〕1号 附件4); here is only
what fills them. `occasion` makes a message unique: told again, it is the same message.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kernel.month import Month
from notify.domain.wording import plain
from policy import Rules
from policy.tables import REASON_LENGTH
from policy.texts import chinese_date

__all__ = [
    "APPROVED",
    "Occasion",
    "account_problem",
    "amount_changed",
    "approved",
    "choice_needed",
    "claim_due",
    "comes_late",
    "correction_needed",
    "deduction_failed",
    "expiry_near",
    "extended",
    "objection_resolved",
    "refused",
    "report_due",
    "resumed",
    "start_confirmed",
    "stopped",
]

APPROVED = "T1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing a person is told once; pointless after `last_day`, if there is one.

    `per_person`: once for the person, however many applications there are. `to_other`: the
    address of somebody else than the applicant, who is then named only by the surname.
    """

    template: str
    occasion: str
    values: Mapping[str, str] = field(default_factory=dict)
    last_day: date | None = None
    per_person: bool = False
    to_other: str = field(default="", repr=False)

    def key(self, application_id: object, person_key: str) -> str:
        """What no two messages share."""
        whose = person_key if self.per_person and person_key else application_id
        return f"{self.template}:{whose}:{self.occasion}"


def approved(start: Month, months: int) -> Occasion:
    """T1, and T1 again when the start moved (附件4 一)."""
    values = {**_month(start), "n": str(months)}
    return Occasion(template=APPROVED, occasion=str(start), values=values)


def comes_late(start: Month, approved_on: date, rules: Rules) -> bool:
    """Whether an approval came after the last day to confirm that start month (附件1 三.4).

    Payments then surely proposes a later one. On off-days before the 24th it depends on the
    holiday notices that payments has heard of: those count as in time here, for a T1 that is
    corrected is better than none.
    """
    last = rules.cutoff_day if rules.cutoff_inclusive else rules.cutoff_day - 1
    return approved_on > start.first_day.replace(day=last)


def refused(stage: str, reason: str) -> Occasion:
    """T2, by street, district, upheld objection or at the start check (附件4 二)."""
    return Occasion(template="T2", occasion=stage, values={"reason": _reason(reason)})


def report_due(due: date, stop: Month, days_left: int) -> Occasion:
    """T3, once for each reminder day of a window (附件4 三)."""
    values = {"date": chinese_date(due), **_month(stop)}
    return Occasion(template="T3", occasion=f"{due}+{days_left}", values=values, last_day=due)


def claim_due(first: Month, due: date, days_left: int) -> Occasion:
    """T15, once for each reminder day of a quarter that is open to be applied for."""
    values = {"date": chinese_date(due), **_month(first)}
    return Occasion(template="T15", occasion=f"{first}+{days_left}", values=values, last_day=due)


def deduction_failed(month: Month, pay_by: date) -> Occasion:
    """T4, once a month (附件4 四)."""
    values = {"date": chinese_date(pay_by)}
    return Occasion(template="T4", occasion=str(month), values=values, last_day=pay_by)


def amount_changed(first: Month, pay_by: date) -> Occasion:
    """T5, once a year and person; the printed text names no amount (附件4 五)."""
    return Occasion(
        template="T5",
        occasion=str(first.year),
        values={"date": chinese_date(pay_by)},
        last_day=pay_by,
        per_person=True,
    )


def start_confirmed(start: Month, amount: str) -> Occasion:
    """T6: what to keep in the account from which month (附件1 三.4)."""
    values = {**_month(start), "amount": amount}
    return Occasion(template="T6", occasion=str(start), values=values)


def stopped(code: str, first: Month, reason: str, phone: str) -> Occasion:
    """T7: why and from which month the benefit ends, and whom to call (附件1 三.5)."""
    values = {**_month(first), "reason": _reason(reason), "phone": phone}
    return Occasion(template="T7", occasion=f"{code}:{first}", values=values)


def choice_needed(month: Month, decide_by: date) -> Occasion:
    """T8: paid for the start month already, so 顺延 or 退费 (附件1 三.4)."""
    values = {**_month(month), "date": chinese_date(decide_by)}
    return Occasion(template="T8", occasion=str(month), values=values, last_day=decide_by)


def expiry_near(end: Month) -> Occasion:
    """T9: the last month draws near."""
    return Occasion(template="T9", occasion=str(end), values=_month(end))


def extended(end: Month) -> Occasion:
    """T13: the new last month (京人社就发〔2020〕19号 第五条)."""
    return Occasion(template="T13", occasion=str(end), values=_month(end))


def resumed(lifted: str, first: Month, end: Month) -> Occasion:
    """T14, once for each T7: the stop the person was told of no longer holds (附件3 二.1)."""
    return Occasion(template="T14", occasion=f"{lifted}:{first}", values=_month(end))


def objection_resolved(objection_id: object, upheld: bool, phone: str, contact: str) -> Occasion:
    """T10 to the objector: what became of the objection (附件1 三.2)."""
    values = {"result": "成立" if upheld else "不成立", "phone": phone}
    return Occasion(template="T10", occasion=str(objection_id), values=values, to_other=contact)


def account_problem(month: Month, reason: str, pay_by: date) -> Occasion:
    """T11 beside T4: no money in the account would help, the account must change (附件3 二.6)."""
    values = {"reason": _reason(reason), "date": chinese_date(pay_by)}
    return Occasion(template="T11", occasion=str(month), values=values, last_day=pay_by)


def correction_needed(round_: int) -> Occasion:
    """T12: the papers came back to the applicant; why is told at the street, not by text."""
    return Occasion(template="T12", occasion=f"round-{round_}")


def _month(month: Month) -> dict[str, str]:
    return {"yyyy": f"{month.year:04d}", "mm": f"{month.month:02d}"}


def _reason(text: str) -> str:
    return plain(text).strip()[:REASON_LENGTH] or "审核"
