"""A case as steps with their legal dates, as the street sees it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.pages.street.words import FINDINGS
from portal.words import day, moment

Told = Mapping[str, Any]
Step = tuple[str, str, str, str]  # state, title, when, note: macro `steps`
DONE, NOW, LATER = "done", "now", "later"
STARTING = ("start_check", "querying", "finding", "refund_pending")
RUNNING = ("enlisted", "active", "completed", "stopped")
HELD = ("waiting_checks", "initial_review", "returned_to_applicant", "returned_to_street")
CLOSED = ("rejected", "withdrawn", "refused")


def journey(application: Told, case: Told | None, benefit: Told | None) -> tuple[Step, ...]:
    """From the counter to the months of the benefit; what lies ahead is there too."""
    over = application["state"] in CLOSED
    found = (*_counter(application, case), *_decisions(case), *_benefit(benefit))
    if not over:
        return found
    return tuple(step if step[0] == DONE else (LATER, *step[1:]) for step in found)


def _counter(application: Told, case: Told | None) -> Iterator[Step]:
    taken = application["accepted_at"]
    yield (DONE if taken else NOW, "受理", moment(taken), "" if taken else "三张照片上传后受理。")
    waiting = sum(one["result"] == "PENDING" for one in application["checks"])
    state = LATER if not taken else NOW if waiting else DONE
    yield state, "数据比对", "", f"还有 {waiting} 项等答复。" if waiting else ""
    face = application["face_check"]
    note = f"{face['checked_by_name'] or face['checked_by']}：{face['findings']}" if face else ""
    yield (
        DONE if face else NOW if taken else LATER,
        "当面核查就业情况",
        day(face["checked_on"]) if face else "",
        note,
    )
    first = post(case, "initial")
    held = case and case["state"] in HELD
    note = f"退回：{case['return_reason']}" if case and case["return_reason"] else _signed(first)
    yield (
        NOW if held else DONE if first else LATER,
        "初审",
        _due(case, "initial_review", "street_correction") or _at(first),
        note,
    )


def _decisions(case: Told | None) -> Iterator[Step]:
    when, state = "", LATER
    if case and case["publicity_from"]:
        when = f"{day(case['publicity_from'])}至{day(case['publicity_until'])}"
        state = DONE if case["publicity_closed"] else NOW
    objected = case and any(one["state"] == "open" for one in case["objections"])
    yield state, "公示", when, "有异议，核查期间不能批准。" if objected else ""
    for name, title in (("first", "区级第一次复核"), ("second", "区级第二次复核确认")):
        made = post(case, name)
        state = DONE if made else NOW if post(case, "initial") else LATER
        yield state, title, _due(case, f"{name}_post") or _at(made), _signed(made)


def _benefit(benefit: Told | None) -> Iterator[Step]:
    state = benefit["state"] if benefit else ""
    started = state in RUNNING or state == "confirmed"
    found = benefit["finding"] if benefit else ""
    note = FINDINGS.get(found, "")
    if benefit and started:
        note = f"开始月份：{day(benefit['start_month'])}"
    yield (
        DONE if started else NOW if state in STARTING else LATER,
        "开始享受月份确认",
        _due(benefit, "start_check"),
        note,
    )
    refused = benefit["enrol_refusal"] if benefit else ""
    note = f"社保中心未接收：{refused}" if refused else ""
    here = NOW if state in ("confirmed", "enlisted") else LATER
    yield DONE if state in RUNNING[1:] else here, "列入增员名单", "", note
    span = ""
    if benefit and benefit["start_month"] and benefit["end_month"]:
        span = f"{day(benefit['start_month'])}至{day(benefit['end_month'])}"
    now = DONE if state in ("completed", "stopped") else NOW if state == "active" else LATER
    stopped = ""
    if benefit and benefit["stop_month"]:
        stopped = f"自{day(benefit['stop_month'])}停止：{benefit['stop_reason']}"
    yield now, "按月享受，每季报告就业情况", span, stopped


def post(case: Told | None, name: str) -> Told | None:
    """The standing decision at a post (initial, first, second); a return has ended it."""
    if case is None or case["state"] in HELD:
        return None
    made = [one for one in case["posts"] if (one["post"], one["outcome"]) == (name, "passed")]
    return made[-1] if made else None


def _signed(made: Told | None) -> str:
    return f"{made['officer_name'] or made['officer']}，钥匙盘 {made['key_serial']}" if made else ""


def _at(made: Told | None) -> str:
    return moment(made["at"]) if made else ""


def _due(told: Told | None, *kinds: str) -> str:
    for due in (told or {}).get("dues", ()):
        if due["kind"] in kinds:
            late = "，已逾期" if due["overdue"] else ""
            clause = f"（{due['clause']}）" if due["clause"] else ""
            return f"法定期限：{day(due['due_at'])}{late}{clause}"
    return ""
