"""Last chapter: what the district prints and the city counts."""

from typing import Any

from simulators.story.answers import until
from simulators.story.scene import Scene
from simulators.story.terminal import must

__all__ = ["counted", "on_the_roster", "summed"]

COLUMNS = {
    "row": "序号",
    "name": "姓名",
    "sex": "性别",
    "age": "年龄",
    "id_number": "身份证号",
    "hukou_type": "户籍类型",
    "street": "所在街道",
    "project": "从事灵活就业项目",
    "months": "批准补贴月数",
    "applied_on": "递交申请日期",
    "period": "享受补贴起止日期",
    "phone": "联系电话",
    "category": "人员类型",
    "remark": "备注",
}


def on_the_roster(s: Scene) -> dict[str, Any]:
    """附件5 of the month of approval."""
    agency = s.counter.place.agency
    path = f"/rosters/{agency}/2019-04"
    roster = until(
        lambda: (seen := s.counter.district_clerk.get(path))["rows"] and seen,
        what="2019年04月花名册",
    )
    mine = [r for r in roster["rows"] if r["applied_on"].replace("-", "").startswith("20190401")]
    must(len(mine) == 1, f"花名册中应有一行：{roster['rows']}")
    row: dict[str, Any] = mine[0]
    must(row["months"] == 36 and row["age"] == 41, f"花名册内容：{row}")
    must(row["period"].replace(" ", "") == "2019.05-2022.04", f"起止日期：{row['period']}")
    s.teller.does("区经办", f"打印 2019年04月花名册，编号 {roster['number']}", "附件5")
    names = list(COLUMNS)
    for part in (names[:7], names[7:]):
        s.teller.table([COLUMNS[name] for name in part], [[row[name] for name in part]])
    return row


def summed(s: Scene) -> dict[str, Any]:
    """What the month cost, by district."""
    city = s.lingbu.officer("city")

    def line() -> Any:
        items = city.get("/subsidy-sums/2019-05")["items"]
        return next((item for item in items if item["agency"] == s.counter.place.agency), None)

    found: dict[str, Any] = until(line, what="2019年05月补贴金额")
    s.teller.does(
        "市级管理",
        f"2019年05月 {found['agency_name']}：{found['persons']}人，"
        f"补贴 {found['subsidy']} 元，个人 {found['personal']} 元",
        "附件1 二",
    )
    return found


def counted(s: Scene) -> dict[str, Any]:
    """Counts of cases, seen by the city."""
    city = s.lingbu.officer("city")
    counts: dict[str, Any] = city.get("/counts", by="state")
    shown = "，".join(f"{item['label']} {item['count']}" for item in counts["items"])
    s.teller.does("市级管理", f"按状态统计：{shown}（共 {counts['total']} 件）", "附件1 二")
    return counts
