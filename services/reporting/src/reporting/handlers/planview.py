"""Plans as they are answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts import wire
from contracts.common import Basis
from contracts.reporting import CompiledLine, CompiledPlan, FundPlan, PlanFigures
from kernel.clock import SHANGHAI
from reporting.frozen import CompiledRow, PlanRow


def view(row: PlanRow, uow: Any) -> FundPlan:
    """A district's version."""
    return FundPlan(
        agency=row.agency,
        agency_name=uow.policy.divisions.agency(row.agency).name,
        month=row.month,
        version=row.version,
        state=row.state,
        figures=figures(row.figures),
        excluded=tuple(UUID(text) for text in row.excluded),
        reason=row.reason,
        returned=row.returned,
        planned_before=row.planned_before,
        actual_before=row.actual_before,
        basis=tuple(wire.load(Basis, ground) for ground in row.basis),
        digest=row.digest,
        made_by=row.made_by,
        made_at=_moment(row.made_at),
        submitted_by=row.submitted_by,
        submitted_at=_moment(row.submitted_at),
        decided_by=row.decided_by,
        decided_at=_moment(row.decided_at),
    )


def compiled_view(row: CompiledRow, uow: Any) -> CompiledPlan:
    """The city's version."""
    places = uow.policy.divisions
    lines = tuple(
        CompiledLine(
            agency=line["agency"],
            agency_name=places.agency(line["agency"]).name,
            version=line["version"],
            digest=line["digest"],
            dropped=line["dropped"],
            figures=figures(line["figures"]),
        )
        for line in row.lines
    )
    return CompiledPlan(
        month=row.month,
        version=row.version,
        lines=lines,
        missing=tuple(places.agency(code).name for code in row.missing),
        figures=figures(row.figures),
        digest=row.digest,
        compiled_by=row.compiled_by,
        compiled_at=_moment(row.compiled_at),
    )


def figures(kept: Mapping[str, Any]) -> PlanFigures:
    """The columns of a plan."""
    return PlanFigures(**kept)


def _moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).isoformat() if at else ""
