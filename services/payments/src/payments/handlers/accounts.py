"""银行账户变更 (附件3 二.6): the next list carries it, or the centre hears of it by itself."""

from typing import Any

from contracts.intake import DetailsChanged
from contracts.outside import AccountUpdateSent
from kernel.month import Month
from payments.handlers.common import about
from payments.rows import EntitlementRow

KNOWN_THERE = ("listed", "enrolled", "removing")  # the centre has an account to collect from


def note_details(event: DetailsChanged, uow: Any) -> None:
    """Keeps the new account beside the old until its month; contacts are no matter of payments."""
    applicant = uow.applicants.get_or_add(event.application_id)
    if not event.account_from:
        return
    if applicant.next_from and applicant.next_from <= str(Month.of(uow.today)):
        applicant.person = applicant.next_person
    applicant.next_person, applicant.next_from = event.person, event.account_from
    row = uow.entitlements.get(event.application_id)
    if row is not None and row.enrolment in KNOWN_THERE:
        tell_account(row, uow)


def tell_account(row: EntitlementRow, uow: Any, after: Month | None = None) -> None:
    """Tells the centre the account it does not have from a list: of a later month than `after`."""
    applicant = uow.applicants.view(row.application_id)
    if not applicant.next_from or (after is not None and applicant.next_from <= str(after)):
        return
    uow.emit(
        AccountUpdateSent(
            application_id=row.application_id,
            from_month=applicant.next_from,
            subject=about(row, uow, "name", "id_number", "bank", "account"),
        )
    )
    first = Month.parse(applicant.next_from).chinese()
    title = f"已通知社保中心：自{first}起从变更后的账户扣款"
    uow.note(row.application_id, "account_told", title, clause=uow.step("account"))
