"""A summary for people: what became of the applications, the money, the messages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import policy
from kernel.errors import NotFound
from kernel.month import Month
from servicekit.config import DEMO_PROVINCE
from simulators.story.terminal import pad, width

__all__ = ["page"]

STATES = {
    "draft": "草稿",
    "accepted": "已受理",
    "returned": "退回补正",
    "reported": "已上报",
    "approved": "已批准",
    "rejected": "未通过",
    "withdrawn": "已撤回",
    "start_check": "待社保状态确认",
    "querying": "缴费状态查询中",
    "finding": "已有查询结果",
    "refund_pending": "退费办理中",
    "confirmed": "已确认开始月份",
    "enlisted": "已列入增员名单",
    "active": "享受中",
    "completed": "期满",
    "stopped": "已停止",
    "refused": "不予享受",
    "open": "待核查",
    "upheld": "成立",
    "dismissed": "不成立",
}
WAITING = {
    "deducted months": "已扣款未计补贴（人月）",
    "starts, in months": "待确认开始享受（人月）",
}
Counts = Mapping[str, Any]


def page(found: Counts) -> str:
    """The summary as a page of a terminal."""
    return "\n".join(_lines(found["simulation"], found["counts"], found["violations"]))


def _lines(told: Counts, counts: Counts, violations: list[str]) -> Iterator[str]:
    rulebook = policy.load(told.get("pack") or DEMO_PROVINCE)
    rules, places = (
        rulebook.on((Month.parse(told["first"]) + (told["months"] - 1)).last_day),
        rulebook.divisions,
    )
    yield (
        f"模拟 {told['persons']} 人，自 {told['first']} 起 {told['months']} 个月，"
        f"种子 {told['seed']}；申请 {counts['applications']} 件（再次申请 "
        f"{counts['applied_again']} 件），涉及 {counts['streets']} 个街道（乡镇）"
    )
    yield from _named("申请", counts["applications_by_state"], STATES.get)
    yield from _named(
        "人员类型", counts["applications_by_category"], lambda code: rules.category(code).name
    )
    yield from _named(
        "区", counts["applications_by_district"], lambda code: places.agency(code).name
    )
    yield from _named("不予批准", counts["rejections_by_reason"], lambda c: _reason(c, rules))
    yield from _named("异议", counts["objections_by_state"], STATES.get)
    yield from _named("享受资格", counts["entitlements_by_state"], STATES.get)
    yield from _named("停止", counts["stops_by_code"], lambda code: rules.stop(code).name)
    yield from _named("窗口拒绝", counts["refused_at_the_desk"], lambda code: None)
    yield from _money(counts)
    yield from _messages(counts["messages"])
    yield from _waiting(counts["waiting_for_a_value"])
    yield from _verdict(violations)


def _named(title: str, counts: Counts, name: Any) -> Iterator[str]:
    words = [f"{name(code) or code} {number}" for code, number in sorted(counts.items())]
    yield from _folded(title, words)


def _reason(code: str, rules: Any) -> str:
    try:
        return str(rules.reason(code).reason)
    except NotFound:
        return str(rules.check(code).reason)


def _money(counts: Counts) -> Iterator[str]:
    yield ""
    yield "  ".join(
        [pad("月份", 8), pad("人月", 6), *(f"{title:>12}" for title in ("个人", "补贴", "合计"))]
    )
    rows = [*sorted(counts["money_by_month"].items()), ("合计", counts["money"])]
    for month, sums in rows:
        money = (f"{sums[name]:>14}" for name in ("personal", "subsidy", "total"))
        yield "  ".join([pad(month, 8), f"{sums['months']:<6}", *money])
    if counts["months_reversed"]:
        yield f"冲回 {counts['months_reversed']} 人月"


def _messages(messages: Counts) -> Iterator[str]:
    yield ""
    words = [
        f"{template} {sum(states.values())}"
        + (f"（其中转电话 {states['call_list']}）" if states.get("call_list") else "")
        for template, states in sorted(messages.items())
    ]
    yield from _folded("短信", words)


def _waiting(waiting: Counts) -> Iterator[str]:
    words = [f"{WAITING[what]} {number}" for what, number in waiting.items() if number]
    yield from _folded("等待政策参数", words)


def _verdict(violations: list[str]) -> Iterator[str]:
    yield ""
    yield f"核对：{len(violations)} 处违反" if violations else "核对：没有违反"
    yield from (f"  ✗ {sentence}" for sentence in violations)


def _folded(title: str, words: Iterable[str]) -> Iterator[str]:
    line, indent = pad(title, 14), " " * 14
    for word in words or ["—"]:
        if width(line) + width(word) > 96:
            yield line.rstrip()
            line = indent
        line += word + "　"
    yield line.rstrip()
