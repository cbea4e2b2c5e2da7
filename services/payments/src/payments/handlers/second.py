"""One living benefit for one person: a second is not opened, and none is resumed beside another."""

from typing import Any

from contracts.intake import NumbersMerged
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


def note_merged(event: NumbersMerged, uow: Any) -> None:
    """重号更正: months enjoyed, living benefits and reports of outside sources count as one's."""
    kept = uow.persons.key_of(event.kept_key)
    if uow.persons.key_of(event.other_key) == kept:
        return
    uow.persons.merge(kept, event.other_key)
    for row in uow.entitlements.of_person(kept):
        if row.person_key != kept:
            rekey(row, kept, uow)


def rekey(row: EntitlementRow, person_key: str, uow: Any) -> None:
    """The identity number was corrected (补正, 重号更正): from now on this is that person's.

    Of two living benefits one that has not started ends. Where both have, both run on until the
    street has looked into it, this one under its old key; no month is subsidised by both.
    """
    other = uow.entitlements.other_living(row, person_key) if row.state in LIVE else None
    if other is not None and row.state in STARTING:
        _end(row, other, uow)
    elif other is not None and _starting(other, uow):
        _end(other, row, uow)
    elif other is not None:
        for one, another in ((row, other), (other, row)):
            title = f"本人另有享受资格（{another.number}），请街道（乡镇）核实，同月补贴只计一次"
            uow.note(one.application_id, "second_benefit", title, clause=uow.step("start"))
        return
    row.person_key = person_key
    uow.note(row.application_id, "person_corrected", "身份证号已更正，按更正后的本人办理")


def _starting(row: EntitlementRow, uow: Any) -> bool:
    """Asked of the row as it stands now, locked."""
    uow.session.refresh(row, with_for_update=True)
    return row.state in STARTING


def _end(row: EntitlementRow, other: EntitlementRow, uow: Any) -> None:
    row.state, row.months, row.request_id, row.refund_id = REFUSED, 0, None, None
    uow.deadlines.cancel_all(row.application_id)
    _refuse(row, other, uow)


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
