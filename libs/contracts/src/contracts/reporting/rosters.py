"""花名册: the roster of 附件5, previewed, frozen once a month, and its sums."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Command, Query
from contracts.wire import described, length


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
class RosterSum:
    """What the rows cost in their first month, by one value of a dimension, in yuan."""

    by: str = described("insurance, category or district")
    key: str
    label: str
    rows: int
    subsidy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDifference:
    """补差: a row about a case whose own month was frozen before this became known."""

    row: int = described("Its 序号 in this roster")
    kind: str = described("late (补列), changed (更正) or withdrawn (撤销)")
    listed_in: str = described("The frozen roster it corrects, YYYY-MM", MONTH)
    subsidy: str = described("What its first month costs now less what was listed, yuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """区人力资源和社会保障部门复核确认系统备份花名册 (附件5) of a district and month."""

    agency: str
    agency_name: str
    month: str
    number: str = described("花名册编号")
    rows: tuple[RosterRow, ...]
    digest: str = described("SHA-256 over the rows as shown here")
    frozen: bool = False
    frozen_at: str = ""
    frozen_digest: str = described("SHA-256 over what was frozen, in clear", default="")
    differences: tuple[RosterDifference, ...] = ()
    sums: tuple[RosterSum, ...] = ()
    subsidy: str = described("All rows and differences in their first month, yuan", default="0.00")
    unpriced: int = described("Rows whose first month nobody has published a base for", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRoster(Query):
    """The roster of those approved in a month; `clear` shows personal data and is recorded."""

    service, answer = "reporting", Roster

    agency: str = described("Agency code", length(1, 9))
    month: str = described("YYYY-MM", MONTH)
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeRoster(Command):
    """每月打印系统备份留存: the district closes the roster of a month that is over, once."""

    service, answer = "reporting", Roster

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRoster:
    """One frozen roster without its rows."""

    agency: str
    agency_name: str
    month: str
    number: str
    rows: int
    subsidy: str
    unpriced: int
    digest: str
    frozen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRosters:
    """The frozen rosters of a month, by district; districts without one are named."""

    month: str
    items: tuple[FrozenRoster, ...]
    missing: tuple[str, ...] = described("Names of districts that have frozen none")
    rows: int
    subsidy: str
    sums: tuple[RosterSum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRosters(Query):
    """The frozen rosters of a month: own district, or all for the city, with sums by district."""

    service, answer = "reporting", FrozenRosters

    month: str = described("YYYY-MM", MONTH)
