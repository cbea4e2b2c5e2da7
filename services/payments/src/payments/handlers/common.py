"""What the handlers of payments share: load an entitlement, refuse, answer, stay in the queue."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts.caller import APPLICANT
from contracts.common import Done
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, MissingValue, NotFound
from kernel.month import Month
from payments.domain.start import Person, term
from payments.domain.states import STARTING, allowed
from payments.rows import NEVER, EntitlementRow
from policy import Contribution
from policy.duration import months_used


def load(application_id: UUID, uow: Any) -> EntitlementRow:
    """The entitlement, locked, if the caller may see it; raises NotFound."""
    row: EntitlementRow | None = uow.entitlements.get(application_id)
    return must_see(row, uow)


def must_see(row: EntitlementRow | None, uow: Any) -> EntitlementRow:
    """Absent, or neither the caller's own nor in the jurisdiction: the same words for all."""
    caller = uow.caller
    own = row and caller.tier == APPLICANT and caller.subject == str(row.application_id)
    if row is None or not (own or caller.covers(row.street_code, row.agency)):
        raise NotFound("没有找到该申请的享受资格。")
    return row


def about(row: EntitlementRow, uow: Any, *names: str, month: Month | None = None) -> str:
    """The named parts of the person as JSON, for a sealed field: the newest, or a month's."""
    applicant = uow.applicants.view(row.application_id)
    newest = applicant.next_person if month is None or applicant.next_from <= str(month) else None
    person = json.loads(newest or applicant.person or "{}")
    return json.dumps({name: person.get(name, "") for name in names}, ensure_ascii=False)


def conflict(row: EntitlementRow, uow: Any, code: str, message: str) -> Conflict:
    """The refusal to raise: what cannot be done now, and what can."""
    return Conflict(message, allowed=allowed_now(row, uow), code=code)


def allowed_now(row: EntitlementRow, uow: Any) -> tuple[str, ...]:
    """Commands that may be given now."""
    refusable = row.state in STARTING and term_from(Month.parse(row.proposed_start), row, uow) < 1
    return allowed(row.state, row.finding, refusable=refusable)


def done(row: EntitlementRow, uow: Any) -> Done:
    """Saves, takes its place in the queue by due date, and answers with the state."""
    queue(row, uow)
    return Done(application_id=row.application_id, state=row.state, number=row.number)


def queue(row: EntitlementRow, uow: Any) -> None:
    """Orders the entitlement by its nearest open deadline, and by the report that is owed."""
    due = uow.deadlines.of(row.application_id)
    row.next_due_at = due[0].due_at.astimezone(SHANGHAI) if due else NEVER
    stops = [one.due_at.astimezone(SHANGHAI) for one in due if one.kind == "report_stop"]
    row.report_due = stops[0].date() - timedelta(days=1) if stops else None  # it stops overnight
    uow.session.flush()


def ringing(deadline: Any, uow: Any) -> EntitlementRow | None:
    """The entitlement a deadline is about, locked."""
    row: EntitlementRow | None = uow.entitlements.get(UUID(deadline.subject))
    return row


def contribution(month: Month, uow: Any) -> Contribution:
    """What a month costs; a number that nobody published refuses loudly, by its name."""
    try:
        cost: Contribution = uow.policy.contribution(month)
    except MissingValue as missing:
        raise missing_number(missing) from None
    return cost


def missing_number(missing: MissingValue) -> Conflict:
    """The refusal to raise where a number that nobody published would be needed."""
    return Conflict(f"{missing}请联系市级政策维护人员补录。", code="policy-missing")


def term_from(start: Month, row: EntitlementRow, uow: Any) -> int:
    """Months from a start: those granted, or fewer if retirement comes first (附件3 二.4)."""
    return term(row.granted, start, person_of(row, uow), uow.policy.on(row.approved_on))


def person_of(row: EntitlementRow, uow: Any) -> Person:
    """What the months depend on; those enjoyed on earlier approvals are counted in our ledger."""
    facts = uow.applicants.view(row.application_id).facts
    rules = uow.policy.on(row.approved_on)
    fixed_on = facts.get("age_fixed_on")
    return Person(
        category=facts["category"],
        sex=facts["sex"],
        retire_class="cadre" if facts["retire_class"] == "cadre" else "worker",
        birth=date.fromisoformat(facts["birth_date"]),
        approved_on=date.fromisoformat(fixed_on) if fixed_on else row.approved_on,
        months_used=months_used(facts["category"], uow.entitlements.enjoyed(row), rules),
    )
