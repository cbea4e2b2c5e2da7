"""A case from the first paper to the last month, as steps with their legal dates. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from portal.words import day

DONE, NOW, LATER = "done", "now", "later"
AFTER_TAKING = ("accepted", "returned", "reported", "approved", "rejected")
STARTING = ("start_check", "querying", "finding", "refund_pending")
STARTED = ("confirmed", "enlisted", "active", "completed", "stopped")
Told = Mapping[str, Any]


class Step(NamedTuple):
    """`when`: the legal date, or what has happened when; `note`: what is going on."""

    state: str
    title: str
    when: str
    note: str


def steps(application: Told, review: Told | None, benefit: Told | None) -> tuple[Step, ...]:
    """All of them, in their order; none is left out because it lies ahead."""
    return (*_taking(application), *_reviewing(review), *_enjoying(benefit))


def _taking(application: Told) -> Iterator[Step]:
    taken = application["accepted_at"]
    yield Step(DONE, "提交申请表、承诺书和照片", "", "")
    waiting = "等街道（乡镇）核对材料后受理。受理之日起计算法定期限。"
    number = f"编号 {application['number']}"
    yield Step(DONE if taken else NOW, "受理", day(taken), number if taken else waiting)
    open_checks = [one["title"] for one in application["checks"] if one["result"] == "PENDING"]
    state = LATER if not taken else NOW if open_checks else DONE
    note = f"还在等：{'、'.join(open_checks)}" if open_checks else ""
    yield Step(state, "数据比对", _due(application, "check_timeout"), note)


def _reviewing(review: Told | None) -> Iterator[Step]:
    passed = set(review["decided"]) if review else set()
    where = review["state"] if review else ""
    first = "waiting_checks", "initial_review", "returned_to_applicant", "returned_to_street"
    note = f"请补正：{review['return_reason']}" if review and review["return_reason"] else ""
    yield Step(
        DONE if "initial" in passed else NOW if where in first else LATER,
        "街道（乡镇）核查就业情况、初审",
        _due(review, "initial_review", "street_correction"),
        note,
    )
    objected = "有异议，正在核查。" if review and review["objected"] else ""
    yield Step(_publicity(review), "公示", _shown_days(review), objected)
    done = where == "approved"
    for post, title in (("first", "区级第一次复核"), ("second", "区级第二次复核确认")):
        state = DONE if done or post in passed else NOW if "initial" in passed else LATER
        yield Step(state, title, _due(review, f"{post}_post"), "")


def _publicity(review: Told | None) -> str:
    if review is None or not review["publicity_from"]:
        return LATER
    return DONE if review["publicity_closed"] else NOW


def _shown_days(review: Told | None) -> str:
    if review is None or not review["publicity_from"]:
        return ""
    return f"{day(review['publicity_from'])}至{day(review['publicity_until'])}"


def _enjoying(benefit: Told | None) -> Iterator[Step]:
    state = benefit["state"] if benefit else ""
    confirmed = DONE if state in STARTED else NOW if state in STARTING else LATER
    when = _due(benefit, "start_check") if confirmed == NOW else ""
    proposed = f"拟自{day(benefit['proposed_start'])}开始" if benefit and confirmed == NOW else ""
    yield Step(confirmed, "核对社保状态，确认开始享受的月份", when, proposed)
    ended = state in ("completed", "stopped")
    now = DONE if ended else NOW if state in STARTED else LATER
    yield Step(now, "按月享受补贴", _span(benefit), "")


def _span(benefit: Told | None) -> str:
    if benefit is None or not benefit["start_month"] or not benefit["end_month"]:
        return ""
    return f"{day(benefit['start_month'])}至{day(benefit['end_month'])}"


def _due(told: Told | None, *kinds: str) -> str:
    """The legal date of whichever of these is due, with its clause."""
    for due in (told or {}).get("dues", ()):
        if due["kind"] in kinds:
            clause = f"（{due['clause']}）" if due["clause"] else ""
            late = "，已超期" if due["overdue"] else ""
            return f"法定期限：{day(due['due_at'])}{late}{clause}"
    return ""
