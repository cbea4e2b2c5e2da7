"""三方对账: our ledger, the centre's files, what the bank took; month by month, kept as made."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Command, Query
from contracts.wire import described


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictMonth:
    """Counts and personal parts of one district in a month, in yuan.

    `ours` are the months that are subsidised, `bank` the deductions that were reported and count,
    `centre` the lines of its newest files; without `files` the centre is not compared.
    """

    agency: str
    files: int
    ours: int
    ours_personal: str
    centre: int
    centre_personal: str
    bank: int
    bank_personal: str
    equal: bool
    differences: int = described("How many benefits do not agree")
    digest: str = described("SHA-256 of the result as it was kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDifference:
    """One benefit on which the three do not agree; an empty sum: nothing there."""

    agency: str
    application_id: UUID
    ours: str
    centre: str
    bank: str
    reason: str
    sentence: str
    number: str = described("Of the application", default="")
    name: str = described("Masked; empty where nobody of that number is known", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The newest reconciliation of a month in the caller's jurisdiction, frozen when made."""

    month: str
    made_at: str
    equal: bool
    districts: tuple[DistrictMonth, ...]
    differences: tuple[MonthDifference, ...] = described("At most 500 a district", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileMonth(Command):
    """Compares a month three ways now; every night it is done by itself while files come."""

    service, answer = "payments", Reconciliation

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReconciliation(Query):
    """The newest reconciliation of a month, as it was made."""

    service, answer = "payments", Reconciliation

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnequalMonth:
    """对账不一致: a district's month whose newest reconciliation does not agree."""

    month: str
    agency: str
    since: str = described("When it was first found so, with no agreement after")
    made_at: str = described("Of the newest reconciliation")
    differences: int = described("How many benefits do not agree")
    ours_personal: str
    centre_personal: str = described("Empty without files")
    bank_personal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnequalMonths:
    """The alarm list: the longest standing first."""

    items: tuple[UnequalMonth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnequalMonths(Query):
    """Districts and months of the caller's jurisdiction that do not agree.

    One leaves the list when a later reconciliation, by night or by hand, agrees.
    """

    service, answer = "payments", UnequalMonths


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesOfYear:
    """What the centre has published for a year, and how it stands to the policy pack in use."""

    year: int
    edition: int
    document: str
    announced_at: str
    standing: str = described("agrees, differs or missing: the pack has other numbers, or none")
    bases: dict[str, str]
    limits: dict[str, str]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedBases:
    """Every publication, the newest first."""

    items: tuple[BasesOfYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnnouncedBases(Query):
    """缴费基数公布: what the centre said, and whether the rules in use say the same."""

    service, answer = "payments", AnnouncedBases
