"""A street's open start months, reports and suspicions in one answer, all of them counted."""

from typing import Any

from contracts.payments import BenefitWork, EntitlementLine, ListBenefitWork
from payments.entitlement_store import Wanted
from payments.handlers.views import lines


def list_benefit_work(query: ListBenefitWork, uow: Any) -> BenefitWork:
    """For the street's list of today; every kind is counted, whichever lines are asked for."""
    limit = max(1, min(query.limit, 100))
    kinds = {
        "start": Wanted(work="start"),
        "report": Wanted(work="reports", until=query.report_until),
        "suspicion": Wanted(suspected=True),
    }

    def found(kind: str) -> tuple[EntitlementLine, ...]:
        if query.kind not in ("", kind):
            return ()
        return lines(uow.entitlements.page(uow.caller, kinds[kind], None, limit), uow)

    return BenefitWork(
        starts=found("start"),
        reports=found("report"),
        suspicions=found("suspicion"),
        counts=tuple(
            uow.worklist.count(kind, wanted, uow.caller) for kind, wanted in kinds.items()
        ),
    )
