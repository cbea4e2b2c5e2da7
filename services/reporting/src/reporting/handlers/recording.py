"""Recording facts: lock the case, add what the letter says, keep it with its derived state."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from reporting.domain.case import Case


def record(application_id: UUID, uow: Any, change: Callable[[Case], Case]) -> None:
    """Applies one letter to its case; a letter that came first makes the case."""
    case = change(uow.cases.lock(application_id))
    if uow.incoming:
        case = case.heard(uow.incoming.event, uow.incoming.occurred_at)
    uow.cases.save(case)


def facts(application_id: UUID, uow: Any, **said: Any) -> None:
    """The same for facts that do not depend on what is known already."""
    record(application_id, uow, lambda case: case.with_(**said))
