"""What is wanted of the applicant now: at most a few things, the most urgent first. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from portal.words import day

Told = Mapping[str, Any]


class Wanted(NamedTuple):
    """A sentence, and the page where it is done (empty: not on a page of ours)."""

    sentence: str
    page: str
    label: str


def wanted(application: Told, review: Told | None, benefit: Told | None) -> tuple[Wanted, ...]:
    """In the order of urgency."""
    return (*_papers(application, review), *(_of_benefit(benefit) if benefit else ()))


def _papers(application: Told, review: Told | None) -> Iterator[Wanted]:
    if review and review["state"] == "returned_to_applicant":
        why = review["return_reason"]
        sentence = f"材料须补正：{why}。请带材料到受理申请的街道（乡镇）办理。"
        yield Wanted(sentence, "", "")
    missing = {"identity_card": "身份证", "application_form": "申请表", "commitment": "承诺书"}
    there = {photo["kind"] for photo in application["photos"]}
    if application["state"] == "draft" and set(missing) - there:
        names = "、".join(name for kind, name in missing.items() if kind not in there)
        yield Wanted(f"还缺照片：{names}。", "apply.photos", "去上传")


def _of_benefit(benefit: Told) -> Iterator[Wanted]:
    if {"postpone_start", "request_refund"} & set(benefit["allowed"]):
        dues = {due["kind"]: due["due_at"] for due in benefit["dues"]}
        until = dues.get("start_check", "")
        last = f"，请在{day(until)}前选择" if until else ""
        sentence = f"您已自己缴纳开始月份的社会保险费{last}：退费，或者顺延开始月份。"
        yield Wanted(sentence, "applicant.choice", "去选择")
    if "file_report" in benefit["allowed"]:
        window = due_window(benefit)
        if window:
            sentence = f"请在{day(window['due'])}前报告就业情况；逾期不报告，补贴停止。"
            yield Wanted(sentence, "applicant.report", "去报告")
    if benefit["consecutive_failures"]:
        sentence = "上月扣款没有成功。请保证缴费账户余额足够；连续不成功，补贴停止。"
        yield Wanted(sentence, "applicant.account", "变更缴费账户")


def due_window(benefit: Told) -> Told | None:
    """The quarterly window that waits for a report made today."""
    return next((one for one in benefit["windows"] if one["open"] and not one["fulfilled"]), None)
