"""An approval opens an entitlement; intake tells whose it is, in whatever order."""

from typing import Any

from contracts import wire
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
)
from contracts.review import ApplicationApproved
from kernel.month import Month
from payments.domain.states import ACTIVE, LIVE, START_CHECK
from payments.domain.stops import BY_THE_PERSON, Stop, first_month_without
from payments.handlers.common import queue
from payments.handlers.ending import TWO_FAILURES, say_stopped
from payments.handlers.moving import await_start, bring_forward
from payments.handlers.retirement import arm_retirement
from payments.handlers.second import hold_second, rekey
from payments.handlers.turning import decide_stop
from payments.rows import NEVER, ApplicantRow, EntitlementRow


def note_accepted(event: ApplicationAccepted, uow: Any) -> None:
    """受理: remembers the person; opens the entitlement if the approval came first."""
    uow.persons.stand_still()
    row = uow.applicants.get_or_add(event.application_id)
    row.number = event.number
    _know(row, event, uow)
    if row.approval is not None:
        _open(row, uow)


def note_corrected(event: ApplicationCorrected, uow: Any) -> None:
    """补正: the newest dossier is the one that counts, also when the approval has overtaken it."""
    uow.persons.stand_still()
    row = uow.applicants.get_or_add(event.application_id)
    _know(row, event, uow)
    entitlement = uow.entitlements.get(event.application_id)
    if entitlement is None:
        return
    if row.person_key != entitlement.person_key:
        rekey(entitlement, row.person_key, uow)
    if entitlement.state == ACTIVE:
        arm_retirement(entitlement, uow)
        queue(entitlement, uow)


def note_withdrawn(event: ApplicationWithdrawn, uow: Any) -> None:
    """撤回 that crossed the approval: nothing is opened any more; what lives ends (S10)."""
    uow.applicants.get_or_add(event.application_id).withdrawn = True
    row = uow.entitlements.get(event.application_id)
    if row is None or not (row.state in LIVE or row.stop_code == TWO_FAILURES):
        return
    uow.note(row.application_id, "withdrawn", "申请人撤回申请，享受资格终止")
    decide_stop(row, BY_THE_PERSON, _end_for_withdrawn(row, uow), uow)
    queue(row, uow)


def note_approved(event: ApplicationApproved, uow: Any) -> None:
    """区复核确认: opens the entitlement and the street's start check."""
    uow.persons.stand_still()
    row = uow.applicants.get_or_add(event.application_id)
    if row.approval is not None:
        return
    row.approval = wire.dump(event)
    if row.withdrawn:  # the approval was told to the person: so is its end
        start = Month.parse(event.proposed_start)
        title = "批准前申请人已撤回，不再开通享受资格"
        uow.note(row.application_id, "withdrawn_before_approval", title, clause=uow.step("start"))
        say_stopped(row.application_id, Stop(BY_THE_PERSON, start), 0, uow)
        return
    if row.facts and row.number:
        _open(row, uow)


def _know(row: ApplicantRow, event: ApplicationAccepted | ApplicationCorrected, uow: Any) -> None:
    if event.dossier_version >= row.dossier_version:
        row.dossier_version, row.facts = event.dossier_version, wire.dump(event.facts)
        row.person = event.person
        row.person_key = uow.persons.key_of(event.person_key or row.person_key)
        row.next_person, row.next_from = None, ""


def _end_for_withdrawn(row: EntitlementRow, uow: Any) -> Month:
    """The start month while nothing was enjoyed; then as the stop table says for S10."""
    start = Month.parse(row.start_month or row.proposed_start)
    if row.state in LIVE and row.state != ACTIVE and not uow.ledgers.results(row.application_id):
        return start
    effective = uow.policy.on(uow.today).stop(BY_THE_PERSON).effective
    end = start + max(row.months, 1) - 1
    return first_month_without(effective, Month.of(uow.today), start, end)


def _open(row: ApplicantRow, uow: Any) -> None:
    uow.session.flush()
    if uow.entitlements.view(row.application_id) is not None or row.withdrawn:
        return
    event = wire.load(ApplicationApproved, row.approval or {})
    entitlement = EntitlementRow(
        application_id=row.application_id,
        number=row.number,
        street_code=row.facts["street_code"],
        agency=row.facts["agency"],
        person_key=row.person_key,
        state=START_CHECK,
        approved_on=event.approved_at.astimezone(uow.now.tzinfo).date(),
        granted=event.months,
        months=event.months,
        proposed_start=event.proposed_start,
        next_due_at=NEVER,
    )
    if other := uow.entitlements.other_living(entitlement):
        hold_second(entitlement, other, uow)
        return
    uow.entitlements.add(entitlement)
    since = Month.parse(event.proposed_start).chinese()
    title = f"批准享受，拟自{since}起{event.months}个月，待社保状态确认"
    uow.note(row.application_id, "entitlement_opened", title, clause=uow.step("start"))
    bring_forward(entitlement, uow)  # a late second post: at once to a month still open
    if entitlement.proposed_start == event.proposed_start:
        await_start(entitlement, uow)
    queue(entitlement, uow)
