"""抽查核查: opened by a draw, found by one, a failed one confirmed by another."""

from uuid import UUID

from contracts import inspections as shapes
from contracts.caller import DISTRICT, STREET
from contracts.inspections import (
    ConfirmInspection,
    InspectionClosed,
    InspectionPage,
    ListInspections,
    RecordInspection,
)
from contracts.reporting import SampleDrawn
from kernel.clock import SHANGHAI
from kernel.errors import NotFound
from policy import because
from review import paging
from review.domain.hands import key_missing
from review.domain.inspection import (
    FAILED,
    FLAWED,
    OPEN,
    PROPOSED,
    STATES,
    Inspection,
    Inspector,
    corrected_by,
    must_be_apart,
)
from servicekit.signing.decisions import Signed
from servicekit.uow import UnitOfWork


def open_inspections(event: SampleDrawn, uow: UnitOfWork) -> None:
    """Each drawn case is to be inspected."""
    for application_id in event.cases:
        case = uow.cases.get(application_id)
        if case is None or uow.inspections.lock(event.sample_id, application_id):
            continue
        uow.inspections.save(
            Inspection(
                sample_id=event.sample_id,
                application_id=application_id,
                owner=event.owner,
                number=case.number,
                street_code=case.street_code,
                agency=case.agency,
                opened_at=uow.now,
            )
        )
        title = f"抽中{event.month}复核确认的申请，待核查"
        uow.note(application_id, "inspection_opened", title, clause=uow.step("oversight"))


def record_inspection(form: RecordInspection, uow: UnitOfWork) -> shapes.Inspection:
    """登记抽查结果."""
    before = _take(form.sample_id, form.application_id, (OPEN, FLAWED), uow)
    name = STATES[form.outcome]
    signed = uow.sign(form, f"{before.number} 抽查{name}", sample=str(form.sample_id))
    after = before.found(form.outcome, form.findings, _hand(signed, uow))
    return _keep(after, f"抽查结果：{STATES[after.state]}", form.findings, uow)


def confirm_inspection(form: ConfirmInspection, uow: UnitOfWork) -> shapes.Inspection:
    """复核不合格, by another officer with another key; or back to be looked into again."""
    before = _take(form.sample_id, form.application_id, (PROPOSED,), uow)
    before.must_be_second(uow.caller.subject, uow.caller.key_serial)
    verb = "复核抽查不合格" if form.upheld else "退回抽查核查"
    signed = uow.sign(form, f"{before.number} {verb}", sample=str(form.sample_id))
    after = before.confirmed(form.upheld, form.findings, _hand(signed, uow))
    return _keep(after, verb, form.findings, uow)


def list_inspections(query: ListInspections, uow: UnitOfWork) -> InspectionPage:
    """Inspections of a state, oldest first; what was found is shown to those who may see it."""
    limit, after = paging.checked_limit(query.limit), paging.place_of(query.cursor, moment=True)
    caller, where = uow.caller, {}
    if caller.tier in (DISTRICT, STREET):
        where = {"agency" if caller.tier == DISTRICT else "street_code": caller.division}
    rows = uow.inspections.page(where, query.state, after, limit + 1)
    page, last = paging.cut(rows, limit)
    cursor = paging.cursor_of(last, page[-1].application_id) if last is not None else None
    return InspectionPage(items=tuple(_view(found, uow) for found in page), next_cursor=cursor)


def _take(
    sample_id: UUID, application_id: UUID, states: tuple[str, ...], uow: UnitOfWork
) -> Inspection:
    """The inspection, locked, for somebody with a key who had no hand in the approval.

    A city's sample is inspected by the city: a district does not judge its own confirmations.
    """
    found: Inspection | None = uow.inspections.lock(sample_id, application_id)
    if found is None or not uow.caller.covers(found.street_code, found.agency):
        raise NotFound("没有找到该抽查件。")
    if uow.caller.tier == DISTRICT and found.owner != uow.caller.division:
        raise NotFound("没有找到该抽查件。")
    found.must_be(*states)
    if not uow.caller.key_serial.strip():
        raise key_missing()
    posts = uow.posts.of(application_id)
    must_be_apart(uow.caller.subject, {post.officer for post in posts})
    return found


def _hand(signed: Signed, uow: UnitOfWork) -> Inspector:
    caller = uow.caller
    return Inspector(caller.subject, caller.key_serial, signed.fingerprint, uow.now)


def _keep(after: Inspection, title: str, words: str, uow: UnitOfWork) -> shapes.Inspection:
    uow.inspections.save(after)
    if after.state not in (OPEN, PROPOSED):
        uow.emit(
            InspectionClosed(
                application_id=after.application_id,
                sample_id=after.sample_id,
                outcome=after.state,
            )
        )
    clause = uow.step("promises" if after.state in (PROPOSED, FAILED) else "oversight")
    basis = (because(f"{title}。", clause, {"抽查结果": STATES[after.state]}),)
    action = f"inspection_{after.state}"
    uow.note(after.application_id, action, title, clause=clause, basis=basis, why=words)
    return _view(after, uow)


def _view(found: Inspection, uow: UnitOfWork) -> shapes.Inspection:
    times = {
        name: at.astimezone(SHANGHAI).isoformat() if at else ""
        for name, at in (
            ("inspected_at", found.inspected_at),
            ("confirmed_at", found.confirmed_at),
        )
    }
    days = uow.policy.on(uow.today).sampling_correction_working_days
    correct_by = corrected_by(found, uow.calendar, days)
    return shapes.Inspection(
        sample_id=found.sample_id,
        application_id=found.application_id,
        number=found.number,
        street_code=found.street_code,
        agency=found.agency,
        owner=found.owner,
        state=found.state,
        findings=found.findings,
        inspector=found.inspector,
        confirmer=found.confirmer,
        **times,
        correct_by=correct_by,
        overdue=correct_by is not None and uow.today > correct_by,
    )
