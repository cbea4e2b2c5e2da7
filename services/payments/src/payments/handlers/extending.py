"""延长享受 (京人社就发〔2020〕19号 第五条): by itself once in force, else by the district."""

from typing import Any

from contracts.common import Done
from contracts.payments import BenefitExtended, ExtendBenefit
from kernel.errors import MissingValue
from kernel.month import Month
from payments.domain.states import ACTIVE, COMPLETED
from payments.handlers.common import conflict, done, load
from payments.handlers.expiry import arm_expiry
from payments.handlers.ledger import settle
from payments.handlers.retirement import arm_retirement, retires_in
from payments.handlers.windows import arm_reports
from payments.rows import EntitlementRow
from policy import because
from policy.duration import Extension, extension


def extend_benefit(form: ExtendBenefit, uow: Any) -> Done:
    """延长1年 of a benefit that expired before the measure was in force (domain reading Q12)."""
    row = load(form.application_id, uow)
    found = _found(row, uow)
    if found is None or row.state not in (ACTIVE, COMPLETED):
        message = f"该享受资格不在可以延长的范围之内（{uow.step('extension')}）。"
        raise conflict(row, uow, "not-extendable", message)
    if uow.entitlements.other_living(row) is not None:
        raise conflict(row, uow, "already-enjoying", "该申请人已有另一项享受资格，不能延长。")
    sentence = f"{row.number} 享受期限延长至{found.end.chinese()}"
    uow.sign(form, sentence, end=row.end_month, new_end=str(found.end))
    _extend(row, found, uow, automatic=False, why=form.note)
    return done(row, uow)


def extend_by_itself(row: EntitlementRow, uow: Any) -> None:
    """Extends a running benefit as soon as the measure in force says so."""
    found = _found(row, uow)
    if found is not None and found.automatic and row.state == ACTIVE:
        _extend(row, found, uow, automatic=True)


def extendable(row: EntitlementRow, uow: Any) -> bool:
    """Whether the district may extend it now."""
    return row.state in (ACTIVE, COMPLETED) and _found(row, uow) is not None


def _found(row: EntitlementRow, uow: Any) -> Extension | None:
    if row.end_month is None:
        return None
    end, rules = Month.parse(row.end_month), uow.policy.on(uow.today)
    try:
        return extension(end, retires_in(row, uow), rules)
    except MissingValue:  # the measure is not in force yet
        return None


def _extend(
    row: EntitlementRow,
    found: Extension,
    uow: Any,
    *,
    automatic: bool,
    why: str = "",
) -> None:
    before = Month.parse(str(row.end_month))
    added = found.end - before
    row.end_month, row.months, row.granted = str(found.end), row.months + added, row.granted + added
    uow.emit(
        BenefitExtended(
            application_id=row.application_id,
            end_month=row.end_month,
            months=row.months,
            automatic=automatic,
        )
    )
    facts = {"原期满月份": before, "延长月数": added, "新期满月份": found.end}
    ground = because(f"期满仍未稳定就业，延长{added}个月。", found.clause, facts)
    title = f"享受期限延长{added}个月，至{found.end.chinese()}期满"
    clause = str(found.clause)
    uow.note(row.application_id, "extended", title, clause=clause, why=why, basis=(ground,))
    if row.state == ACTIVE:
        arm_reports(row, uow)
        arm_expiry(row, uow)
        arm_retirement(row, uow)
    else:
        row.decided_code, row.decided_month = "", ""
    settle(row, uow)
