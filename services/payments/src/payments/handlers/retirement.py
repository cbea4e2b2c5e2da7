"""达到退休年龄 (domain §3, §6.3 S05): the month in which a person retires, and its deadline.

The months granted were counted by the law and the papers of the approval. Whether a person
retires is asked again by those of the day: the law is delayed, a birth date is corrected.
"""

from datetime import date, timedelta
from typing import Any

from contracts.common import Basis
from kernel.clock import start_of_day
from kernel.month import Month
from payments.rows import EntitlementRow
from policy import because
from policy.retirement import retirement_month

STOP_AT = timedelta(minutes=7)  # after midnight of the first, before the ledger turns


def retires_in(row: EntitlementRow, uow: Any) -> Month:
    """The month of retirement by today's rules (gradual delay included) and papers."""
    facts = uow.applicants.view(row.application_id).facts
    birth = date.fromisoformat(facts["birth_date"])
    return retirement_month(birth, facts["sex"], facts["retire_class"], uow.policy.on(uow.today))


def arm_retirement(row: EntitlementRow, uow: Any) -> None:
    """Sets the stop for the month after retirement, unless the months are over before."""
    retires = retires_in(row, uow)
    uow.deadlines.cancel("retirement", row.application_id)
    if retires <= Month.parse(str(row.end_month)):
        due = start_of_day((retires + 1).first_day) + STOP_AT
        clause = str(_clause(row, uow))
        uow.deadlines.set("retirement", row.application_id, due, rule=clause)


def of_retirement(row: EntitlementRow, month: Month, uow: Any) -> tuple[Basis, ...]:
    """What the stop rests on."""
    facts = {"达到退休年龄月份": retires_in(row, uow), "首个不享受月份": month}
    facts |= {"批准的最后月份": Month.parse(str(row.end_month))}
    return (because("补贴享受至达到退休年龄当月。", _clause(row, uow), facts),)


def _clause(row: EntitlementRow, uow: Any) -> Any:
    facts = uow.applicants.view(row.application_id).facts
    kind = "male" if facts["sex"] == "male" else f"female_{facts['retire_class']}"
    return uow.policy.on(uow.today).clause(f"retire_age_{kind}")
