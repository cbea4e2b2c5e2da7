"""三方对账: every night while a month's files come, and whenever an officer asks."""

import hashlib
import json
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.caller import DISTRICT
from contracts.payments import (
    DistrictMonth,
    GetReconciliation,
    ListUnequalMonths,
    MonthDifference,
    ReconcileMonth,
    Reconciliation,
    UnequalMonth,
    UnequalMonths,
)
from kernel.clock import SHANGHAI, start_of_day
from kernel.contact import mask_name
from kernel.errors import NotFound
from kernel.month import Month
from payments.domain.reconciling import MOST, SENTENCES, reason
from payments.rows import ReconciliationRow

log = logging.getLogger(__name__)

KIND = "reconcile"
AT_NIGHT = timedelta(hours=2)
MONTHS_LOOKED_AT = 3  # a late deduction comes with the run of a month after
AS_KEPT = ("agency", "files", "ours", "centre", "bank", "digest")
SUMS = ("ours_personal", "centre_personal", "bank_personal")


def reconcile_month(form: ReconcileMonth, uow: Any) -> Reconciliation:
    """Compares each district of the caller's jurisdiction now."""
    month = str(Month.parse(form.month))
    _compare(month, uow)
    return _view(month, uow)


def get_reconciliation(form: GetReconciliation, uow: Any) -> Reconciliation:
    """The newest; raises NotFound where the month was never compared."""
    return _view(str(Month.parse(form.month)), uow)


def list_unequal(form: ListUnequalMonths, uow: Any) -> UnequalMonths:
    """The alarm list of a jurisdiction."""
    return UnequalMonths(
        items=tuple(
            UnequalMonth(
                month=row.month,
                agency=row.agency,
                since=row.since.astimezone(SHANGHAI).isoformat(),
                made_at=row.made_at.astimezone(SHANGHAI).isoformat(),
                differences=row.unequal,
                ours_personal=str(row.ours_personal),
                centre_personal=str(row.centre_personal) if row.files else "",
                bank_personal=str(row.bank_personal),
            )
            for row in uow.reconciliations.unequal(uow.caller)
        )
    )


def reconcile_by_night(deadline: Any, uow: Any) -> None:
    """The month and again tomorrow, until nothing of it is expected any more."""
    month = Month.parse(deadline.subject)
    _compare(str(month), uow)
    if Month.of(uow.today) <= month + MONTHS_LOOKED_AT:
        arm_reconciliation(str(month), uow)


def await_reconciliation(month: str, uow: Any) -> None:
    """The first result of a month, by whatever way, has it compared from the coming night on."""
    if not any(deadline.kind == KIND for deadline in uow.deadlines.of(month)):
        arm_reconciliation(month, uow)


def arm_reconciliation(month: str, uow: Any) -> None:
    """The coming night."""
    night = start_of_day(uow.today + timedelta(days=1)) + AT_NIGHT
    uow.deadlines.set(KIND, month, night, rule="三方对账")


def _compare(month: str, uow: Any) -> None:
    """All districts in a handful of statements, however many they are."""
    uow.reconciliations.take_time()
    own = [uow.caller.division] if uow.caller.tier == DISTRICT else None
    agencies = own or uow.reconciliations.agencies(month)
    sums = uow.reconciliations.sums(agencies, month) if agencies else ()
    unequal = [each.agency for each in sums if each.unequal]
    lines = uow.reconciliations.lines(unequal, month, MOST) if unequal else ()
    found: dict[str, list[Any]] = {}
    for agency, *line in lines:
        found.setdefault(agency, []).append(line)
    rows = [_made(month, each, found.get(each.agency, []), uow) for each in sums]
    uow.reconciliations.add(rows)
    _note(month, rows, uow)
    for agency in unequal:
        log.warning("reconciliation differs", extra={"month": month, "agency": agency})


def _made(month: str, sums: Any, found: list[Any], uow: Any) -> ReconciliationRow:
    row = ReconciliationRow(
        month=month,
        made_at=uow.now,
        made_by=uow.caller.subject,
        differences=found,
        **{name: getattr(sums, name) for name in ("number", *AS_KEPT[:-1], *SUMS, "unequal")},
    )
    kept = [month, row.agency, row.number, uow.now.isoformat(), row.made_by, found]
    kept += [str(getattr(sums, name)) for name in (*AS_KEPT[1:-1], *SUMS, "unequal")]
    row.digest = hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()
    return row


def _note(month: str, rows: list[ReconciliationRow], uow: Any) -> None:
    """One line of the record with the digest of every district's comparison."""
    if not rows:
        return
    unequal = sum(row.unequal for row in rows)
    said = f"{unequal}笔不一致" if unequal else "一致"
    where = rows[0].agency if len(rows) == 1 else f"{len(rows)}个区"
    title = f"{where}{month}三方对账：{said}"
    detail = {"digests": {row.agency: row.digest for row in rows}}
    uow.note(f"reconciliation/{month}", "reconciled", title, detail=detail)


def _view(month: str, uow: Any) -> Reconciliation:
    rows: list[ReconciliationRow] = uow.reconciliations.newest(uow.caller, month)
    if not rows:
        raise NotFound("该月尚未对账。", code="not-reconciled")
    of = uow.reconciliations.people([UUID(line[0]) for row in rows for line in row.differences])
    return Reconciliation(
        month=month,
        made_at=max(row.made_at for row in rows).astimezone(SHANGHAI).isoformat(),
        equal=not any(row.unequal for row in rows),
        districts=tuple(_district(row) for row in rows),
        differences=tuple(
            _line(row, of.get(UUID(line[0]), ("", "")), *line)
            for row in rows
            for line in row.differences
        ),
    )


def _district(row: ReconciliationRow) -> DistrictMonth:
    return DistrictMonth(
        **{name: getattr(row, name) for name in AS_KEPT},
        **{name: str(getattr(row, name)) for name in SUMS},
        equal=not row.unequal,
        differences=row.unequal,
    )


def _line(
    row: ReconciliationRow,
    person: tuple[str, str],
    case: str,
    ours: str | None,
    centre: str | None,
    bank: str | None,
) -> MonthDifference:
    why = reason(ours, centre, bank, bool(row.files))
    return MonthDifference(
        agency=row.agency,
        application_id=UUID(case),
        ours=ours or "",
        centre=centre or "",
        bank=bank or "",
        reason=why,
        sentence=SENTENCES[why],
        number=person[0],
        name=mask_name(person[1]),
    )
