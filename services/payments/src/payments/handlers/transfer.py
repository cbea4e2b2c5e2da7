"""转移 between streets and districts: one benefit runs on, and belongs to another place.

Ledger, windows and months stay as they are. Between districts the old centre lets the person go
(S12 on its removal list of the month before) before the new district's list takes them.
"""

from datetime import timedelta
from typing import Any

from contracts.common import Done
from contracts.payments import BenefitTransferred, TransferBenefit
from kernel.clock import start_of_day
from kernel.errors import Invalid
from kernel.month import Month
from payments.domain.states import RUNNING
from payments.domain.transfer import (
    FIELDS,
    SENTENCES,
    TRANSFERRED,
    Destination,
    destination,
    obstacle,
)
from payments.handlers.common import conflict, done, load, queue, ringing
from payments.handlers.leaving import leave_old_centre
from payments.rows import EntitlementRow
from policy import because

MOVE_AT = timedelta(minutes=5)  # after midnight of the first, before the ledger turns


def transfer_benefit(form: TransferBenefit, uow: Any) -> Done:
    """转移 decided by the district the benefit is leaving; a later decision replaces it."""
    row = load(form.application_id, uow)
    if row.state not in RUNNING:
        message = "只有开始享受月份已确认、尚未结束的享受资格可以转移。"
        raise conflict(row, uow, "not-running", message)
    month = Month.parse(form.from_month)
    to = _destination(form.to_street, month, row, uow)
    title = f"自{month.chinese()}起转移至{to.name}"
    uow.sign(form, f"{row.number} {title}", from_street=row.street_code, agency=to.agency)
    row.transfer_to, row.transfer_month = to.street, str(month)
    cause = uow.policy.on(uow.today).stop(TRANSFERRED)
    clause = str(cause.clause)
    due = start_of_day(month.first_day) + MOVE_AT
    uow.deadlines.set("transfer_due", row.application_id, due, rule=clause)
    facts = {"转出街道": row.street_code, "转入街道": to.street, "转移月份": month}
    sentence = "转移自月初起生效，此前各月归原街道，享受期限和已享受月数不变。"
    ground = because(sentence, cause.clause, facts)
    uow.note(
        row.application_id,
        "transfer_decided",
        title,
        clause=clause,
        why=form.reason,
        basis=(ground,),
    )
    return done(row, uow)


def move_benefit(deadline: Any, uow: Any) -> None:
    """The first of the month has come: from now on the new street and its district own it."""
    row = ringing(deadline, uow)
    if row is None or row.state not in RUNNING or not row.transfer_to:
        return
    month = Month.parse(row.transfer_month)
    to = destination(row.transfer_to, month, uow.policy.divisions)
    if to is None:
        raise LookupError(f"street {row.transfer_to} has vanished since the decision")
    uow.emit(
        BenefitTransferred(
            application_id=row.application_id,
            from_street=row.street_code,
            from_agency=row.agency,
            to_street=to.street,
            to_agency=to.agency,
            from_month=str(month),
        )
    )
    row.street_code, row.agency = to.street, to.agency
    row.transfer_to, row.transfer_month = "", ""
    clause = str(uow.policy.on(uow.today).stop(TRANSFERRED).clause)
    title = f"已转移至{to.name}，{month.chinese()}及以后由其办理"
    uow.note(row.application_id, "transferred", title, clause=clause)
    leave_old_centre(row, uow)
    queue(row, uow)


def _destination(street: str, month: Month, row: EntitlementRow, uow: Any) -> Destination:
    to = destination(street, month, uow.policy.divisions)
    end = Month.parse(str(row.end_month))
    found = obstacle(row.street_code, to, month, Month.of(uow.today), end)
    if to is None or found:
        sentence = SENTENCES[found]
        raise Invalid(sentence, fields={FIELDS[found]: sentence}, code=found)
    return to
