"""Recording facts: lock the case, add what the letter says, keep it with its derived state."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from reporting.domain.case import Case
from reporting.handlers.freezing import expect_roster


def record(application_id: UUID, uow: Any, change: Callable[[Case], Case]) -> Case:
    """Applies one letter to its case; a letter that came first makes the case."""
    before = uow.cases.lock(application_id)
    case = change(before)
    if uow.incoming:
        case = case.heard(uow.incoming.event, uow.incoming.occurred_at)
    uow.cases.save(case)
    where = (case.street_code, case.moves)
    if where != (before.street_code, before.moves):
        uow.months.place(case)
    if case.number and case.terms != before.terms:
        expect_roster(case, uow)
    return case


def facts(application_id: UUID, uow: Any, **said: Any) -> Case:
    """The same for facts that do not depend on what is known already."""
    return record(application_id, uow, lambda case: case.with_(**said))
