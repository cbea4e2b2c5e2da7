"""One living benefit for one person: a second is not opened, and none is resumed beside another."""

from typing import Any

from contracts.payments import StartRefused
from payments.domain.states import LIVE, REFUSED, STARTING
from payments.handlers.common import queue
from payments.rows import EntitlementRow

ENJOYS_ALREADY = "CHK-JY-OTHER"  # 其他同类补贴


def hold_second(row: EntitlementRow, other: EntitlementRow, uow: Any) -> None:
    """Keeps a second entitlement without ever starting it; T2 is sent, a note tells the street."""
    row.state, row.months = REFUSED, 0
    uow.entitlements.add(row)
    _refuse(row, other, uow)


def rekey(row: EntitlementRow, person_key: str, uow: Any) -> None:
    """The identity number was corrected (补正, 重号更正): from now on this is that person's.

    Beside a living benefit of that person one that has not started ends; one that has runs on
    under its old key until the street has looked into it.
    """
    other = uow.entitlements.other_living(row, person_key) if row.state in LIVE else None
    if other is not None and row.state not in STARTING:
        title = f"补正后的身份证号另有享受资格（{other.number}），请街道（乡镇）核实"
        uow.note(row.application_id, "second_benefit", title, clause=uow.step("start"))
        return
    if other is not None:
        row.state, row.months, row.request_id, row.refund_id = REFUSED, 0, None, None
        uow.deadlines.cancel_all(row.application_id)
        _refuse(row, other, uow)
    row.person_key = person_key
    uow.note(row.application_id, "person_corrected", "身份证号已补正，按补正后的本人办理")


def _refuse(row: EntitlementRow, other: EntitlementRow, uow: Any) -> None:
    checks = uow.policy.on(uow.today).checks
    reason = next(check.reason for check in checks if check.code == ENJOYS_ALREADY)
    uow.emit(
        StartRefused(
            application_id=row.application_id, reason_code=ENJOYS_ALREADY, reason_text=reason
        )
    )
    title = f"不予享受：{reason}（{other.number}），请街道（乡镇）核实"
    uow.note(row.application_id, "second_benefit", title, clause=uow.step("start"))
    queue(row, uow)


def bar_resumption(row: EntitlementRow, uow: Any) -> bool:
    """Makes a stop final that would be lifted while the person enjoys another benefit."""
    other = uow.entitlements.other_living(row)
    if other is None:
        return False
    row.decided_code, row.decided_month = row.stop_code, row.stop_month
    title = f"补扣成功，但申请人正在享受同类补贴（{other.number}），不恢复享受，请街道（乡镇）核实"
    uow.note(row.application_id, "resumption_barred", title, clause=uow.step("deductions"))
    return True
