"""What officers, and the person, see of an entitlement; masked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.common import Due
from contracts.payments import (
    EntitlementLine,
    EntitlementPage,
    EntitlementView,
    GetEntitlement,
    ListEntitlements,
    Suspicion,
)
from kernel.contact import mask_name
from payments.domain.start import TITLES
from payments.entitlement_store import Wanted
from payments.handlers.arrears import arrears_of, payable
from payments.handlers.claimwindows import claims_of
from payments.handlers.common import allowed_now, must_see
from payments.handlers.cursor import cursor_after, read_cursor
from payments.handlers.ending import months_used, recovery
from payments.handlers.extending import extendable
from payments.handlers.listview import mask_number
from payments.handlers.monthview import (
    differences_of,
    month_line,
    report_windows_of,
    streak_now,
)
from payments.rows import NEVER, ApplicantRow, EntitlementRow

DUES = {
    "start_check": "社保状态确认",
    "report_remind": "提醒报告就业情况",
    "report_stop": "就业情况报告截止",
    "month_turn": "月度台账结转",
    "yearly_amount": "七月缴费标准调整通知",
    "sums_missing": "补算补贴金额",
    "expiry_notice": "提醒即将期满",
    "retirement": "达到退休年龄停止享受",
    "transfer_due": "转移生效",
    "leaving_due": "报原区社保中心减员",
    "claim_remind": "提醒按季申请",
    "claim_lapse": "按季申请截止",
}

AS_STORED = (
    "application_id",
    "number",
    "state",
    "street_code",
    "agency",
    "proposed_start",
    "start_month",
    "end_month",
    "months",
    "finding",
    "stop_code",
    "stop_month",
    "enrol_refusal",
    "transfer_to",
    "transfer_month",
)


def get_entitlement(form: GetEntitlement, uow: Any) -> EntitlementView:
    """One entitlement with ledger, windows, dues and history; raises NotFound."""
    row = _visible(form.application_id, uow)
    person = _named(uow.applicants.view(row.application_id))
    months = uow.ledgers.months(row.application_id)
    return EntitlementView(
        **{name: getattr(row, name) for name in AS_STORED},
        name=mask_name(person.get("name", "")),
        id_number=mask_number(person.get("id_number", "")),
        months_used=months_used(row, uow),
        finding_detail=_detail(row),
        consecutive_failures=streak_now(months),
        ledger=tuple(month_line(months[name]) for name in sorted(months)),
        differences=differences_of(row, uow),
        arrears=arrears_of(row, uow),
        windows=report_windows_of(row, uow),
        claims=claims_of(row, uow),
        stop_reason=_stop_reason(row, uow),
        recovery=recovery(row, uow),
        suspicions=_suspicions(row, uow),
        dues=_dues(row, uow),
        history=uow.history(row.application_id),
        allowed=(*allowed_now(row, uow), *_more(row, uow)),
    )


def list_entitlements(form: ListEntitlements, uow: Any) -> EntitlementPage:
    """A page of the caller's jurisdiction, the nearest due date first."""
    limit = max(1, min(form.limit, 100))
    after = read_cursor(form.cursor) if form.cursor else None
    wanted = Wanted(state=form.state, suspected=form.suspected, work=form.work)
    rows = uow.entitlements.page(uow.caller, wanted, after, limit + 1)
    more = len(rows) > limit
    return EntitlementPage(
        items=lines(rows[:limit], uow),
        next_cursor=cursor_after(rows[limit - 1], form.work) if more else None,
    )


def _visible(application_id: UUID, uow: Any) -> EntitlementRow:
    return must_see(uow.entitlements.view(application_id), uow)


def _named(applicant: ApplicantRow) -> dict[str, str]:
    person: dict[str, str] = json.loads(applicant.person or "{}")
    return person


def _stop_reason(row: EntitlementRow, uow: Any) -> str:
    return str(uow.policy.on(uow.today).stop(row.stop_code).reason) if row.stop_code else ""


def _suspicions(row: EntitlementRow, uow: Any) -> tuple[Suspicion, ...]:
    return tuple(
        Suspicion(
            event_id=found.event_id,
            code=found.code,
            month=found.month,
            reporter=found.reporter,
            reported_at=found.reported_at.astimezone(uow.now.tzinfo).isoformat(),
            dismissed=found.dismissed,
        )
        for found in uow.ledgers.suspicions(row.application_id)
    )


def _more(row: EntitlementRow, uow: Any) -> Iterator[str]:
    if extendable(row, uow):
        yield "extend_benefit"
    if any(window.state == "open" for window in claims_of(row, uow)):
        yield "claim_subsidy"
    if payable(row, uow):
        yield "pay_arrears"
    if any(not found.dismissed for found in uow.ledgers.suspicions(row.application_id)):
        yield "dismiss_suspicion"


def _detail(row: EntitlementRow) -> str:
    title = TITLES.get(row.finding, "")
    return f"个人缴费已退还，{title}" if row.refunded and title else title


def _dues(row: EntitlementRow, uow: Any) -> tuple[Due, ...]:
    return tuple(
        Due(
            kind=due.kind,
            title=DUES.get(due.kind, due.kind),
            due_at=due.due_at.astimezone(uow.now.tzinfo).isoformat(),
            clause=due.rule,
            overdue=due.due_at < uow.now,
            provisional=due.provisional,
        )
        for due in uow.deadlines.of(row.application_id)
    )


def lines(rows: Sequence[EntitlementRow], uow: Any) -> tuple[EntitlementLine, ...]:
    """Rows of a list; whose they are is asked once for all of them."""
    persons = uow.applicants.of_many(row.application_id for row in rows)
    return tuple(_line(row, _named(persons[row.application_id]), uow) for row in rows)


def _line(row: EntitlementRow, person: Mapping[str, str], uow: Any) -> EntitlementLine:
    due = row.next_due_at.astimezone(uow.now.tzinfo) if row.next_due_at != NEVER else None
    return EntitlementLine(
        application_id=row.application_id,
        number=row.number,
        state=row.state,
        street_code=row.street_code,
        name=mask_name(person.get("name", "")),
        start_month=row.start_month,
        end_month=row.end_month,
        next_due=due.isoformat() if due else None,
        report_due=row.report_due,
        finding=row.finding,
    )
