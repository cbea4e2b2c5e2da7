"""Counts, sums and single projections, each within the caller's jurisdiction."""

from typing import Any

from contracts.caller import APPLICANT
from contracts.reporting import (
    CaseProjection,
    Count,
    Counts,
    GetCounts,
    GetProjection,
    GetSubsidySums,
    SubsidyLine,
    SubsidySums,
)
from kernel.errors import NotFound
from reporting.handlers.labels import label


def get_counts(form: GetCounts, uow: Any) -> Counts:
    """Cases by one dimension; the parts add up to the total."""
    rules = uow.policy.on(uow.today)
    items = tuple(
        Count(key=key, label=label(form.by, key, rules, uow.policy.divisions), count=count)
        for key, count in uow.cases.counts(form.by, uow.caller)
    )
    return Counts(by=form.by, total=sum(item.count for item in items), items=items)


def get_subsidy_sums(form: GetSubsidySums, uow: Any) -> SubsidySums:
    """What was subsidised in a month, by district."""
    rules = uow.policy.on(uow.today)
    return SubsidySums(
        items=tuple(
            SubsidyLine(
                agency=sums.agency,
                agency_name=label("district", sums.agency, rules, uow.policy.divisions),
                month=form.month,
                persons=sums.persons,
                personal=f"{sums.personal:.2f}",
                subsidy=f"{sums.subsidy:.2f}",
                total=f"{sums.total:.2f}",
            )
            for sums in uow.months.sums(form.month, uow.caller)
        )
    )


def get_projection(form: GetProjection, uow: Any) -> CaseProjection:
    """One case as all services together have told it."""
    case = uow.cases.find(form.application_id)
    if case is None:
        raise NotFound("没有找到该申请。")
    if uow.caller.tier != APPLICANT or uow.caller.subject != str(form.application_id):
        uow.caller.must_see(*case.place)
    street, agency = case.place
    return CaseProjection(
        application_id=case.application_id,
        number=case.number,
        state=case.state,
        street_code=street,
        agency=agency,
        start_month=case.start or None,
        end_month=case.end_month or None,
        months=case.months,
        last_event=case.last_event,
        last_event_at=case.last_event_at.isoformat() if case.last_event_at else "",
    )
