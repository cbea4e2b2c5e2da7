"""Reporting: the roster of 附件5 and counts, all as projections of events."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Query
from contracts.wire import described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One row of 附件5, its fourteen columns in the printed order."""

    row: int = described("序号")
    name: str = described("姓名")
    sex: str = described("性别")
    age: int = described("年龄: 周岁 on the day of application")
    id_number: str = described("身份证号")
    hukou_type: str = described("户籍类型")
    street: str = described("所在街道")
    project: str = described("从事灵活就业项目")
    months: int = described("批准补贴月数")
    applied_on: str = described("递交申请日期")
    period: str = described("享受补贴起止日期")
    phone: str = described("联系电话")
    category: str = described("人员类型")
    remark: str = described("备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """区人力资源和社会保障部门复核确认系统备份花名册 (附件5) of a district and month."""

    agency: str
    agency_name: str
    month: str
    number: str = described("花名册编号")
    rows: tuple[RosterRow, ...]
    digest: str = described("SHA-256 over the rows")
    frozen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRoster(Query):
    """The roster of those approved in a month; `clear` shows personal data and is recorded."""

    service, answer = "reporting", Roster

    agency: str = described("Agency code", length(1, 9))
    month: str = described("YYYY-MM", MONTH)
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One cell of a count."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of cases by one dimension."""

    by: str
    total: int
    items: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCounts(Query):
    """Cases of the caller's jurisdiction by district, street, state or category."""

    service, answer = "reporting", Counts

    by: str = described(
        "Dimension",
        one_of("district", "street", "state", "category", "project", "sex", "income_band"),
        default="state",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyLine:
    """Subsidised months and sums of a district and month."""

    agency: str
    agency_name: str
    month: str
    persons: int
    personal: str
    subsidy: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidySums:
    """What was subsidised, by district and month."""

    items: tuple[SubsidyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSubsidySums(Query):
    """Subsidised sums by district for a month."""

    service, answer = "reporting", SubsidySums

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProjection:
    """Where a case stands across all services, as reporting has seen it."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    agency: str
    start_month: str | None
    end_month: str | None
    months: int | None
    last_event: str
    last_event_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProjection(Query):
    """The projection of one case."""

    service, answer = "reporting", CaseProjection

    application_id: UUID
