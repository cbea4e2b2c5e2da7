"""Chapter four: the start month is confirmed, the centre enrols, the first month is paid (三.4)."""

from typing import Any

from simulators.story.answers import until
from simulators.story.scene import Scene
from simulators.story.terminal import must

__all__ = ["first_month_paid", "listed", "start_confirmed"]

INSURANCES = (("pension", "养老"), ("unemployment", "失业"), ("medical", "医疗"))


def start_confirmed(s: Scene) -> None:
    """2019-05-20: before the 24th of the month after the application."""
    s.day(5, 20, 10, "社保状态确认（次月24日前）")
    state = until(s.entitlement, what="享受资格")["state"]
    must(state == "start_check", f"应待社保状态确认：{state}")
    s.teller.does("街道经办", "查询2019年05月及以后的缴费状态", "附件1 三.4")
    found = s.counter.check_start(s.application_id)
    must(found["finding"] == "clean", f"应无缴费记录：{found['finding']}")
    s.teller.then("社保中心答复：无缴费记录，申请享受月份与开始享受月份一致")
    s.counter.confirm_start(s.application_id)
    s.teller.does("街道经办", "确认自2019年05月起开始享受，至2022年04月", "附件1 三.4、四.3")
    text = s.letter("T6")
    must("自2019年05月起" in text and "269.26元" in text, f"T6 应写明月份与金额：{text}")


def listed(s: Scene) -> None:
    """2019-05-22: the district tells the centre whom to enrol."""
    s.day(5, 22, 11, "报送增员名单")
    listed = s.counter.close_list("2019-05")
    must(any(row["application_id"] == s.application_id for row in listed["rows"]), "应在名单内")
    s.teller.does(
        "区经办", f"向区社保中心报送2019年05月增员名单，{len(listed['rows'])}人", "附件1 四.4"
    )
    until(lambda: s.entitlement()["state"] == "active", what="社保中心参保回执")
    s.teller.then("社保中心回执：已参保，开始享受")


def first_month_paid(s: Scene) -> dict[str, Any]:
    """2019-05-25: the bank deducts the personal part; the month enters the ledger."""
    s.day(5, 25, 10, "银行扣款", minute=30)
    line: dict[str, Any] = until(lambda: _month(s, "2019-05"), what="2019年05月台账")
    s.teller.does("社保中心", "从本人指定账户扣缴个人应缴部分，扣款成功", "附件3 二.6")
    sums = (line["personal"], line["subsidy"], line["total"])
    must(sums == ("269.26", "863.67", "1132.93"), f"2019-05 台账金额：{sums}")
    s.teller.then("2019年05月台账（元）：")
    rows = [(name, line[f"{key}_personal"], line[f"{key}_subsidy"]) for key, name in INSURANCES]
    s.teller.table(
        ("险种", "个人应缴", "补贴"), [*rows, ("合计", line["personal"], line["subsidy"])]
    )
    return line


def _month(s: Scene, month: str) -> Any:
    lines = [line for line in s.entitlement()["ledger"] if line["month"] == month]
    return lines[0] if lines and lines[0]["state"] == "deducted" else None
