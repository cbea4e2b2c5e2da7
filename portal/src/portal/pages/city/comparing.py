"""区间比较: the districts beside each other, sorted by any figure, each down to its cases."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import render_template, request, url_for

from portal.api import Problem
from portal.forms import FORM_LEVEL
from portal.page import Page
from portal.pages.city.places import Period, period
from portal.posts import CITY
from portal.session import ask

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: its word, how it reads, what lists its cases, and what it means."""

    name: str
    word: str
    meaning: str
    figure: str = ""
    unit: str = ""


COLUMNS = (
    Column("accepted", "受理", "所选月份内受理的申请件数。", "accepted", "件"),
    Column("decided", "办结", "所选月份内复核确认或审核未通过的件数。", "decided", "件"),
    Column("days", "平均用时", "办结的，从受理到决定的工作日数，平均。", "decided", "工作日"),
    Column("median", "中位用时", "办结的，一半不超过这个工作日数。", "decided", "工作日"),
    Column("longest", "最长用时", "办结的，用时最长一件的工作日数。", "decided", "工作日"),
    Column("waiting", "在办", "现在等待初审、补正、公示期满或复核的件数。", "", "件"),
    Column("overdue_share", "逾期率", "在办的，现在已过本环节法定期限的比例。", "overdue", "%"),
    Column("rejected_share", "未通过率", "办结的，审核未通过的比例。", "rejected", "%"),
    Column("returned", "退回补正", "最近一次退回在所选月份内的件数。", "returned", "件"),
    Column("active", "享受中", "现在享受补贴的人数。", "active", "人"),
    Column("subsidy_month", "月均补贴", "所选月份给予的补贴除以月数，元。", "benefiting", "元"),
    Column(
        "failed_share", "扣款失败率", "有月份扣款不成功的人，与有补贴月份的人之比。", "failed", "%"
    ),
    Column("overridden", "提示放行", "所选月份受理，提示项经说明放行的件数。", "overridden", "件"),
    Column("hasty", "复核过快", "所选月份确认，打开卷宗时间过短的件数。", "hasty", "件"),
    Column("recovered", "须追回", "自所选月份起停止，须追回补贴的人数。", "recovered", "人"),
)
BY_NAME = {column.name: column for column in COLUMNS}


def comparing() -> Any:
    """Sorted by ?sort=, the largest first unless ?order=up; the chart shows that figure."""
    asked = period()
    sort = request.args.get("sort", "days")
    sort = sort if sort in BY_NAME else "days"
    up = request.args.get("order", "") == "up"
    rows, hasty, trouble = _rows(asked)
    shown = render_template(
        "city/comparing.html",
        period=asked,
        columns=COLUMNS,
        sort=BY_NAME[sort],
        up=up,
        rows=arranged(rows, sort, up),
        city=whole(rows, asked),
        hasty_seconds=hasty,
        trouble=trouble,
        written=written,
        address=lambda **more: url_for("city.comparing", **asked.address() | more),
        cases=_cases(asked),
    )
    return shown, 422 if trouble else 200


def _rows(asked: Period) -> tuple[list[Row], int, str]:
    try:
        found = ask().get("/comparison", **asked.query())
    except Problem as problem:
        if problem.status not in FORM_LEVEL - {503}:
            raise
        return [], 0, problem.detail or problem.title
    waiting, overdue = _queues()
    months = asked.last - asked.first + 1
    rows = [
        figured(
            row | {"waiting": waiting[row["agency"]], "overdue": overdue[row["agency"]]}, months
        )
        for row in found["items"]
    ]
    return rows, found["hasty_seconds"], ""


def _queues() -> tuple[Counter[str], Counter[str]]:
    """What waits now and what of it is overdue, by district."""
    waiting: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for line in ask().get("/queue-counts")["items"]:
        waiting[line["agency"]] += line["waiting"]
        overdue[line["agency"]] += line["overdue"]
    return waiting, overdue


def figured(row: Row, months: int) -> Row:
    """A district's row with shares in percent and yuan a month; None where there is no ground."""
    return row | {
        "overdue_share": share(row["overdue"], row["waiting"]),
        "rejected_share": share(row["rejected"], row["decided"]),
        "failed_share": share(row["failed"], row["persons"]),
        "subsidy_month": Decimal(row["subsidy"]) / months,
        "days": Decimal(row["days"]) if row["days"] else None,
        "median": Decimal(row["median"]) if row["median"] else None,
    }


def share(part: int, of: int) -> Decimal | None:
    """Percent; None of nothing."""
    return Decimal(part) * 100 / of if of else None


def whole(rows: list[Row], asked: Period) -> Row | None:
    """全市: counts added up; days cannot be added and stay empty."""
    if not rows:
        return None
    added = (
        *("accepted", "decided", "rejected", "returned", "active", "persons", "failed"),
        *("overridden", "hasty", "recovered", "waiting", "overdue"),
    )
    total: Row = {name: sum(row[name] for row in rows) for name in added}
    decided = [row for row in rows if row["days"] is not None]
    total |= {
        "subsidy": str(sum(Decimal(row["subsidy"]) for row in rows)),
        "longest": max((row["longest"] for row in decided), default=None),
        "days": "",
        "median": "",
    }
    return figured(total, asked.last - asked.first + 1)


def arranged(rows: list[Row], sort: str, up: bool) -> list[Row]:
    """By a figure; districts without one stand last."""
    there = [row for row in rows if row[sort] is not None]
    rest = [row for row in rows if row[sort] is None]
    return [*sorted(there, key=lambda row: row[sort], reverse=not up), *rest]


def written(column: Column, value: Any) -> str:
    """A figure as it stands in the table."""
    if value is None:
        return "—"
    if column.unit == "%":
        return f"{value:.1f}%"
    return f"{value:,.2f}" if column.unit == "元" else f"{value:,}"


def _cases(asked: Period) -> Callable[[Column, str], str]:
    """The address of the cases behind a figure of a district; empty where there is none."""

    def address(column: Column, agency: str) -> str:
        if column.figure == "overdue":
            return url_for("city.abnormal", kind="overdue", district=agency)
        if not column.figure:
            return ""
        query: dict[str, Any] = {"figure": column.figure, "district": agency} | asked.address()
        return url_for("city.counted", **query)

    return address


PAGES = (
    Page(
        name="city.comparing",
        rule="/city/comparison",
        view=comparing,
        title="区间比较",
        who=CITY,
        menu="区间比较",
    ),
)
