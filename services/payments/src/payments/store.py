"""The cellar of payments: repositories over its rows, and what broken constraints mean."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, inspect, select

from kernel.errors import Conflict
from payments.archive import dossier
from payments.bases_store import AnnouncedBases
from payments.entitlement_store import Entitlements
from payments.files_store import Files
from payments.lists_store import Lists
from payments.person_store import Persons
from payments.posting_store import Postings
from payments.reconciling_store import Reconciliations
from payments.rows import (
    ApplicantRow,
    ArrearsRow,
    Base,
    ClaimRow,
    DifferenceRow,
    MonthRow,
    RefundRow,
    ReportRow,
    ResultRow,
    SubsidyRow,
    SuspicionRow,
)
from payments.shelf import Shelf
from payments.uncaused import UNCAUSED
from payments.worklist import Worklist
from servicekit.signing.demanded import Demand
from servicekit.store import Store
from servicekit.tables import kit_tables


class Applicants:
    """Whom a case is about."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def get(self, application_id: UUID) -> ApplicantRow | None:
        """The person of a case, locked for this transaction."""
        found: ApplicantRow | None = self.session.get(
            ApplicantRow, application_id, with_for_update=True
        )
        return found

    def view(self, application_id: UUID) -> ApplicantRow:
        """The person of an entitlement, without a lock; there always is one."""
        found: ApplicantRow = self.session.get_one(ApplicantRow, application_id)
        return found

    def of_many(self, application_ids: Iterable[UUID]) -> dict[UUID, ApplicantRow]:
        """The persons of several entitlements, to look at, in one question."""
        mine = ApplicantRow.application_id.in_(tuple(application_ids))
        rows = self.session.scalars(select(ApplicantRow).where(mine))
        return {row.application_id: row for row in rows}

    def get_or_add(self, application_id: UUID) -> ApplicantRow:
        """The person of a case; an empty row if nobody has said yet who it is."""
        row = self.get(application_id)
        if row is None:
            row = ApplicantRow(application_id=application_id, number="", facts={})
            row.dossier_version, row.withdrawn, row.person_key = 0, False, ""
            row.next_from = ""
            self.session.add(row)
        return row


class Ledgers:
    """Months, results, money and reports of one entitlement."""

    def __init__(self, uow: Any) -> None:
        self.session, self._shelf = uow.session, Shelf(uow.session)

    @contextmanager
    def read_together(self, cases: Collection[UUID]) -> Iterator[None]:
        """Inside, what stands in the ledgers of these cases is read at once, not one by one."""
        self._shelf.fill((MonthRow, ResultRow, SubsidyRow, ClaimRow, RefundRow), cases)
        try:
            yield
        finally:
            self._shelf.empty()

    def months(self, application_id: UUID) -> dict[str, MonthRow]:
        """The ledger's months by "YYYY-MM"."""
        return {row.month: row for row in self._all(MonthRow, application_id)}

    def results(self, application_id: UUID) -> list[ResultRow]:
        return self._all(ResultRow, application_id)

    def reports(self, application_id: UUID) -> list[ReportRow]:
        found = self._all(ReportRow, application_id)
        return sorted(found, key=lambda row: row.filed_at)

    def subsidies(self, application_id: UUID) -> dict[str, list[SubsidyRow]]:
        """Every entry of money by month, the reversed ones included."""
        found: dict[str, list[SubsidyRow]] = {}
        for row in self._all(SubsidyRow, application_id):
            found.setdefault(row.month, []).append(row)
        return found

    def suspicions(self, application_id: UUID) -> list[SuspicionRow]:
        """What outside sources reported, in the order it came."""
        found = self._all(SuspicionRow, application_id)
        return sorted(found, key=lambda row: (row.reported_at, row.event_id))

    def claims(self, application_id: UUID) -> list[ClaimRow]:
        """Quarters applied for."""
        return self._all(ClaimRow, application_id)

    def differences(self, application_id: UUID) -> dict[str, DifferenceRow]:
        """补差 by month."""
        return {row.month: row for row in self._all(DifferenceRow, application_id)}

    def arrears(self, application_id: UUID) -> dict[str, ArrearsRow]:
        """补缴 by month."""
        return {row.month: row for row in self._all(ArrearsRow, application_id)}

    def refunds(self, application_id: UUID) -> list[RefundRow]:
        """Personal parts asked back."""
        return self._all(RefundRow, application_id)

    def refund(self, request_id: UUID) -> RefundRow | None:
        """One refund by its request."""
        found: RefundRow | None = self.session.get(RefundRow, request_id)
        return found

    def keep(self, result: ResultRow) -> bool:
        """Keeps a result of the bank; False if this very one is known and counts."""
        known = self.result(result)
        if known is None:
            self.add(result)
            return True
        revived = known.superseded
        if revived:
            known.superseded, known.deducted = False, result.deducted
            known.received_at = result.received_at
        return revived

    def result(self, like: ResultRow) -> ResultRow | None:
        """The result that is known of the same month, attempt, code and deferral."""
        key = (like.application_id, like.month, like.attempt, like.code, like.deferred)
        if (known := self._shelf.get(ResultRow, like.application_id)) is not None:
            return next((r for r in known if inspect(r).identity == key), None)
        found: ResultRow | None = self.session.get(ResultRow, key)
        return found

    def add(self, row: Any) -> None:
        self.session.add(row)
        self.session.flush()

    def _all(self, kind: Any, application_id: UUID) -> list[Any]:
        known = self._shelf.get(kind, application_id)
        if known is not None:
            return known
        return list(self.session.scalars(_of_case(kind), {"case": application_id}))


@cache
def _of_case(kind: Any) -> Select[Any]:
    """case: all rows of one entitlement; made once, as making it costs more than running it."""
    return select(kind).where(kind.application_id == bindparam("case"))


def _paid_already() -> Conflict:
    return Conflict("该月补贴已经记入台账，不能重复补贴。", code="month-already-subsidised")


def _claimed_already() -> Conflict:
    return Conflict("该季度已经申请，不必重复。", code="already-claimed")


def _paid_up_already() -> Conflict:
    return Conflict("该月已经登记补缴，不能重复登记。", code="arrears-paid-already")


def _list_closing() -> Conflict:
    return Conflict("本月名单正在由他人报送，请稍后刷新查看。", code="list-being-closed")


def _announcing() -> Conflict:
    return Conflict("该文件正在由他人登记，请稍后刷新查看。", code="file-being-announced")


def _enjoys_already() -> Conflict:
    return Conflict("该申请人已有一项享受资格，不能同时享受两项。", code="already-enjoying")


# What stands in rows only by a signed order; a row keeps the officer at most.
DECIDED = """
SELECT application_id::text AS subject, 'confirm_start' AS decision, NULL::text AS officer,
  NULL::text AS key_serial, NULL::text AS fingerprint, NULL::timestamptz AS signed_at
FROM entitlements WHERE start_month IS NOT NULL
UNION ALL
SELECT application_id::text, 'transfer_benefit', NULL, NULL, NULL, NULL
FROM entitlements WHERE transfer_to <> ''
UNION ALL
SELECT application_id::text, 'pay_arrears', recorded_by, NULL, NULL, NULL FROM arrears
UNION ALL
SELECT application_id::text, 'dismiss_suspicion', NULL, NULL, NULL, NULL
FROM suspicions WHERE dismissed
"""
# What stands in the record only by the officer's signature (ADR 0009).
SIGNED = {
    "start_confirmed": Demand(("confirm_start",)),
    "stop_decided": Demand(("stop_benefit",), by_hand=True),
    "extended": Demand(("extend_benefit",), by_hand=True),
    "transfer_decided": Demand(("transfer_benefit",)),
    "arrears_paid": Demand(("pay_arrears",)),
    "suspicion_dismissed": Demand(("dismiss_suspicion",)),
}

store = Store(
    metadata=Base.metadata,
    kit=kit_tables(Base.metadata),
    repositories={
        "announced": AnnouncedBases,
        "applicants": Applicants,
        "entitlements": Entitlements,
        "files": Files,
        "ledgers": Ledgers,
        "lists": Lists,
        "persons": Persons,
        "postings": Postings,
        "reconciliations": Reconciliations,
        "worklist": Worklist,
    },
    constraints={
        "entitlements_one_living": _enjoys_already,
        "subsidies_once_a_month": _paid_already,
        "claims_pkey": _claimed_already,
        "arrears_once_a_month": _paid_up_already,
        "deduction_files_digest": _announcing,
        "deduction_files_numbered": _announcing,
        "lists_numbered": _list_closing,
        "places_once_sent": _list_closing,
    },
    decided=DECIDED,
    signed=SIGNED,
    uncaused=UNCAUSED,
    numbered="SELECT number FROM entitlements WHERE application_id = CAST(:subject AS uuid)",
    dossier=dossier,
)
