"""Samples as they are answered, with what was found by district."""

from collections import Counter
from decimal import Decimal
from typing import Any

from contracts.reporting import Sample, Stratum
from kernel.clock import SHANGHAI
from reporting.sampled import SampleRow, UnitRow


def view(row: SampleRow, uow: Any) -> Sample:
    """The sample."""
    units = uow.samples.units(row.sample_id)
    failed = [one.application_id for one in units if one.outcome == "failed"]
    claims = (Decimal(case.recovery or 0) for case in uow.plans.cases(failed))
    return Sample(
        sample_id=row.sample_id,
        agency=row.agency,
        month=row.month,
        state=row.state,
        algorithm=row.algorithm,
        rate=f"{row.rate.normalize():f}",
        least=row.least,
        population=len(units),
        population_hash=row.population_hash,
        source=row.source,
        value_on=row.value_on,
        value=row.value,
        seed=row.seed,
        announced_by=row.announced_by,
        announced_at=row.announced_at.astimezone(SHANGHAI).isoformat(),
        drawn_by=row.drawn_by,
        drawn_at=row.drawn_at.astimezone(SHANGHAI).isoformat() if row.drawn_at else "",
        claimed=f"{sum(claims, Decimal(0)):.2f}",
        strata=tuple(_stratum(code, units, uow) for code in sorted({one.agency for one in units})),
    )


def _stratum(code: str, units: list[UnitRow], uow: Any) -> Stratum:
    mine = [one for one in units if one.agency == code]
    found = Counter(one.outcome for one in mine if one.drawn)
    return Stratum(
        agency=code,
        agency_name=uow.policy.divisions.agency(code).name,
        population=len(mine),
        drawn=sum(one.drawn for one in mine),
        passed=found["passed"],
        flawed=found["flawed"],
        failed=found["failed"],
    )
